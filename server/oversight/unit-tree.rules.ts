import type { Unit } from '../organisation/municipality.js';
import type { Scope } from '../organisation/policy.rules.js';

type AllowedScope = Scope & { readonly allowed: true };

/** A unit as a list shows it: `depth` counts from the topmost unit in the scope. */
export interface UnitInTree {
  readonly id: string;
  readonly name: string;
  readonly depth: number;
}

/** The units within the scope: all of the municipality's, or each granted unit with everything below it. */
export function unitsWithin(units: readonly Unit[], scope: AllowedScope): readonly Unit[] {
  const own = units.filter(({ municipalityId }) => municipalityId === scope.municipalityId);
  const { units: granted } = scope;
  return granted === 'all'
    ? own
    : own.filter(({ path }) => granted.some((unitId) => path.includes(unitId)));
}

/** Names of what a table of these units is about: the chosen unit, else the topmost ones; none when that is the whole municipality. */
export function placesOf(
  units: readonly Unit[],
  scope: AllowedScope,
  chosen: string | undefined,
): readonly string[] {
  if (chosen !== undefined) return units.filter(({ id }) => id === chosen).map(({ name }) => name);
  if (scope.units === 'all') return [];
  const present = new Set(units.map(({ id }) => id));
  return units.filter((unit) => parentWithin(unit, present) === undefined).map(({ name }) => name);
}

/** Each unit followed by those below it; neighbours by name. */
export function asTree(
  units: readonly Unit[],
  compareNames: (a: string, b: string) => number,
): readonly UnitInTree[] {
  const present = new Set(units.map(({ id }) => id));
  const below = (parentId: string | undefined, depth: number): UnitInTree[] =>
    units
      .filter((unit) => parentWithin(unit, present) === parentId)
      .toSorted((a, b) => compareNames(a.name, b.name))
      .flatMap(({ id, name }) => [{ id, name, depth }, ...below(id, depth + 1)]);
  return below(undefined, 0);
}

function parentWithin({ parentId }: Unit, present: ReadonlySet<string>): string | undefined {
  return parentId !== undefined && present.has(parentId) ? parentId : undefined;
}
