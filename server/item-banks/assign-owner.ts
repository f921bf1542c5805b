import type { AuditTrail } from '../audit/audit-event.js';
import type { PersonStore } from '../organisation/person.store.js';
import { may } from '../organisation/policy.rules.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { BankStore } from './bank.store.js';
import type { Actor } from './change-state.js';
import type { ItemStore } from './item.store.js';

export interface OwnerCommand extends Actor {
  readonly bankId: string;
  readonly itemId: string;
  readonly revision: number;
  readonly ownerId: string;
}

/** Says who answers for an item: somebody of the municipality. False when somebody changed the item meanwhile. */
export function assignOwner(deps: {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly people: PersonStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}) {
  return async (command: OwnerCommand): Promise<boolean> => {
    const { bankId, itemId, revision, ownerId, person, today } = command;
    const { municipalityId } = person;
    const bank = await deps.banks.findReadable(bankId, municipalityId);
    const subject = { municipalityId: bank?.ownerMunicipalityId ?? '' };
    if (!may(person, 'write-items', subject, today).allowed) throw new NotFound('item');
    if (!(await deps.people.find(municipalityId, ownerId))) throw new NotFound('person');
    if (!(await deps.items.setOwner({ bankId, itemId, revision }, ownerId))) return false;
    await deps.audit.record({
      municipalityId,
      actor: person.id,
      action: 'item.owner',
      subject: `item:${bankId}/${itemId}`,
      at: deps.clock(),
      details: { ownerId },
    });
    return true;
  };
}
