import type { PlainDate } from '../platform/plain-date.js';
import type { Unit, UnitKind } from './municipality.js';
import type { Decided } from './work.rules.js';

/** Municipality, area, company, department, ward: more levels than this are a mistake in the tree. */
export const MOST_LEVELS = 5;

export type UnitRefusal =
  | 'not-there'
  | 'name-taken'
  | 'code-taken'
  | 'too-deep'
  | 'inside-itself'
  | 'parent-unknown'
  | 'parent-closed'
  | 'open-below'
  | 'top-stays'
  | 'move-to-unknown'
  | 'changed-meanwhile';

/** A unit as somebody wants it. */
export interface WantedUnit {
  readonly name: string;
  readonly kind: UnitKind;
  /** Absent: at the top of the tree. */
  readonly parentId?: string;
  readonly codes: readonly string[];
}

type Known = Pick<Unit, 'id' | 'parentId'>;
type UnitDecided = Decided<Unit, UnitRefusal>;

/**
 * The way from the top of the tree down to each unit. What is stored is only the unit above, so a move is one change. Should two moves at once have
 * made a ring, its unit with the least id stands at the top until somebody moves it.
 */
export function pathsOf(units: readonly Known[]): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return new Map(units.map(({ id }) => [id, pathTo(id, byId)]));
}

function pathTo(id: string, byId: ReadonlyMap<string, Known>): readonly string[] {
  const path = [id];
  for (;;) {
    const parentId = byId.get(path[0] ?? '')?.parentId;
    if (parentId === undefined || !byId.has(parentId)) return path;
    const seen = path.indexOf(parentId);
    if (seen < 0) path.unshift(parentId);
    else {
      const [top = id] = path.slice(0, seen + 1).toSorted();
      return path.slice(path.indexOf(top));
    }
  }
}

export function newUnit(
  units: readonly Unit[],
  { id, municipalityId }: Pick<Unit, 'id' | 'municipalityId'>,
  wanted: WantedUnit,
  today: PlainDate,
): UnitDecided {
  return placed(units, { id, municipalityId, name: wanted.name, path: [id] }, wanted, today);
}

/** The unit renamed, moved, or under other codes. The top of the tree keeps its place and kind. */
export function changedUnit(
  units: readonly Unit[],
  id: string,
  wanted: WantedUnit,
  today: PlainDate,
): UnitDecided {
  const unit = units.find((one) => one.id === id);
  if (!unit) return refused('not-there');
  if (unit.kind !== 'municipality') return placed(units, unit, wanted, today);
  const { name, codes } = wanted;
  return placed(units, unit, { name, codes, kind: 'municipality' }, today);
}

function placed(
  units: readonly Unit[],
  unit: Unit,
  { name, kind, parentId, codes }: WantedUnit,
  today: PlainDate,
): UnitDecided {
  const others = units.filter(({ id }) => id !== unit.id);
  const parent = others.find(({ id }) => id === parentId);
  const moves = parentId !== unit.parentId;
  if (parentId !== undefined && parentId === unit.id) return refused('inside-itself');
  if (parentId !== undefined && !parent) return refused('parent-unknown');
  if (parent?.path.includes(unit.id)) return refused('inside-itself');
  if (moves && parent?.to !== undefined && parent.to < today) return refused('parent-closed');
  if ((parent?.path.length ?? 0) + levelsOf(units, unit.id) > MOST_LEVELS)
    return refused('too-deep');
  const beside = others.filter((one) => one.parentId === parentId && isOpen(one, today));
  if (beside.some((one) => sameName(one.name, name))) return refused('name-taken');
  if (others.some((one) => codes.some((code) => one.codes?.includes(code))))
    return refused('code-taken');
  const { parentId: _left, codes: _given, kind: _was, ...kept } = unit;
  return {
    allowed: true,
    after: {
      ...kept,
      name,
      ...(kind === 'unit' ? {} : { kind }),
      ...(codes.length > 0 ? { codes } : {}),
      ...(parentId === undefined ? {} : { parentId }),
      path: [...(parent?.path ?? []), unit.id],
    },
  };
}

/** The unit with its last day, or open again without one. What is below must have closed by then. */
export function closedUnit(
  units: readonly Unit[],
  id: string,
  lastDay: PlainDate | undefined,
): UnitDecided {
  const unit = units.find((one) => one.id === id);
  if (!unit) return refused('not-there');
  if (unit.kind === 'municipality') return refused('top-stays');
  const { to: _to, ...open } = unit;
  if (lastDay === undefined) return { allowed: true, after: open };
  if (openBelow(units, id, lastDay).length > 0) return refused('open-below');
  return { allowed: true, after: { ...open, to: lastDay } };
}

/** Units inside it that are open after that day. */
export function openBelow(units: readonly Unit[], id: string, lastDay: PlainDate): readonly Unit[] {
  return units.filter(
    (one) => one.id !== id && one.path.includes(id) && (one.to === undefined || one.to > lastDay),
  );
}

/** How many levels the unit takes up with what is below it. */
function levelsOf(units: readonly Unit[], id: string): number {
  const below = units.filter(({ path }) => path.includes(id));
  return Math.max(1, ...below.map(({ path }) => path.length - path.indexOf(id)));
}

function isOpen({ to }: Pick<Unit, 'to'>, today: PlainDate): boolean {
  return to === undefined || to >= today;
}

function sameName(one: string, other: string): boolean {
  return one.toLocaleLowerCase('nb') === other.toLocaleLowerCase('nb');
}

function refused(reason: UnitRefusal): UnitDecided {
  return { allowed: false, reason };
}
