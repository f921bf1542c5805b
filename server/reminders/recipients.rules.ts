import type { Unit } from '../organisation/municipality.js';
import { isActiveOn, type Person } from '../organisation/person.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { RecipientKind } from './notice.js';

/** Somebody who is told about a certificate. */
export interface Recipient {
  readonly personId: string;
  readonly kind: RecipientKind;
  /** None: the notice cannot be delivered, which is recorded. */
  readonly address?: string;
  /** The holder's unit through which a unit head is told. */
  readonly unitId?: string;
}

/**
 * The holder, and whoever is unit head on that day of a unit in the path of one of the holder's employments. A unit head who holds the
 * certificate is its holder only. Nobody without an active employment, and then no unit head either.
 */
export function recipientsOf(
  holder: Pick<Person, 'id' | 'email' | 'employments'>,
  unitHeads: readonly Pick<Person, 'id' | 'email' | 'grants'>[],
  units: readonly Pick<Unit, 'id' | 'path'>[],
  day: PlainDate,
): readonly Recipient[] {
  const unitIds = holder.employments
    .filter((employment) => isActiveOn(employment, day))
    .map(({ unitId }) => unitId);
  if (unitIds.length === 0) return [];
  const pathOf = new Map(units.map(({ id, path }) => [id, path]));
  const heads = unitHeads.flatMap((head): Recipient[] => {
    if (head.id === holder.id) return [];
    const headed = head.grants
      .filter((grant) => grant.role === 'unitHead' && isActiveOn(grant, day))
      .flatMap(({ unitId }) => (unitId === undefined ? [] : [unitId]));
    const unitId = unitIds.find((id) =>
      headed.some((unit) => unit === id || pathOf.get(id)?.includes(unit) === true),
    );
    return unitId === undefined ? [] : [recipient(head, 'unitHead', { unitId })];
  });
  return [recipient(holder, 'holder', {}), ...heads];
}

function recipient(
  { id, email }: Pick<Person, 'id' | 'email'>,
  kind: RecipientKind,
  through: Pick<Recipient, 'unitId'>,
): Recipient {
  const address = email?.trim();
  return {
    personId: id,
    kind,
    ...(address !== undefined && isOneAddress(address) ? { address } : {}),
    ...through,
  };
}

/** One plain address. A list of them, or one with a name, would carry the notice to others. */
function isOneAddress(text: string): boolean {
  return /^[^\s@,;:<>"()]+@[^\s@,;:<>"()]+$/.test(text);
}
