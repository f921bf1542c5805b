import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Unit } from '../../server/organisation/municipality.js';
import {
  changedUnit,
  closedUnit,
  newUnit,
  pathsOf,
  type WantedUnit,
} from '../../server/organisation/unit.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';

const today = plainDate('2026-11-02');
const municipalityId = 'fjordby';
const aUnit = (path: string, changes: Partial<Unit> = {}): Unit => {
  const ids = path.split('/');
  const parentId = ids.at(-2);
  return {
    ...{ id: ids.at(-1) ?? '', municipalityId, name: ids.at(-1) ?? '', path: ids },
    ...(parentId === undefined ? {} : { parentId }),
    ...changes,
  };
};
const units = [
  aUnit('top', { kind: 'municipality' }),
  aUnit('top/care'),
  aUnit('top/care/home'),
  aUnit('top/care/home/east'),
  aUnit('top/care/home/east/night'),
  aUnit('top/company', { kind: 'company', codes: ['C1'] }),
  aUnit('top/gone', { to: plainDate('2026-10-31') }),
];
const wanted = (changes: Partial<WantedUnit> = {}): WantedUnit => ({
  ...{ name: 'New', kind: 'unit', parentId: 'top', codes: [] },
  ...changes,
});
const made = (changes?: Partial<WantedUnit>) =>
  newUnit(units, { id: 'new', municipalityId }, wanted(changes), today);
const reasonOf = (decided: ReturnType<typeof made>) =>
  decided.allowed ? 'allowed' : decided.reason;

describe('The tree of units', () => {
  it('tells paths from the unit above alone', () => {
    const paths = pathsOf([{ id: 'a' }, { id: 'b', parentId: 'a' }, { id: 'c', parentId: 'b' }]);
    deepEqual(paths.get('c'), ['a', 'b', 'c']);
    deepEqual(pathsOf([{ id: 'a', parentId: 'lost' }]).get('a'), ['a']);
  });

  it('stays a tree when two moves at once have made a ring', () => {
    const ring = [
      { id: 'a', parentId: 'c' },
      { id: 'b', parentId: 'a' },
      { id: 'c', parentId: 'b' },
      { id: 'd', parentId: 'b' },
    ];
    deepEqual(Object.fromEntries(pathsOf(ring)), {
      ...{ a: ['a'], b: ['a', 'b'], c: ['a', 'b', 'c'], d: ['a', 'b', 'd'] },
    });
  });

  for (const [what, changes, outcome] of [
    ['a new unit', {}, 'allowed'],
    ['at the top', { parentId: undefined }, 'allowed'],
    ['on the fifth level', { parentId: 'east' }, 'allowed'],
    ['on a sixth level', { parentId: 'night' }, 'too-deep'],
    ['under nothing', { parentId: 'nowhere' }, 'parent-unknown'],
    ['under a closed unit', { parentId: 'gone' }, 'parent-closed'],
    ['a name that is there', { name: 'CARE' }, 'name-taken'],
    ['that name elsewhere', { name: 'care', parentId: 'company' }, 'allowed'],
    ['the name of a closed unit', { name: 'gone' }, 'allowed'],
    ['a code that is taken', { codes: ['C2', 'C1'] }, 'code-taken'],
  ] as const)
    it(`${what}: ${outcome}`, () => {
      equal(reasonOf(made(changes as Partial<WantedUnit>)), outcome);
    });

  for (const [what, id, changes, outcome] of [
    ['a move', 'east', { parentId: 'company' }, 'allowed'],
    ['a move into itself', 'home', { parentId: 'home' }, 'inside-itself'],
    ['a move below itself', 'home', { parentId: 'night' }, 'inside-itself'],
    ['a move that leaves no room for what is below', 'care', { parentId: 'company' }, 'too-deep'],
    ['its own name and code again', 'company', { name: 'company', codes: ['C1'] }, 'allowed'],
    ['one that is not there', 'x', {}, 'not-there'],
  ] as const)
    it(`${what}: ${outcome}`, () => {
      equal(
        reasonOf(changedUnit(units, id, wanted(changes as Partial<WantedUnit>), today)),
        outcome,
      );
    });

  it('keeps the municipality at its top', () => {
    const decided = changedUnit(units, 'top', wanted({ parentId: 'care' }), today);
    ok(decided.allowed);
    deepEqual(decided.after, { ...units[0], name: 'New' });
  });

  it('closes from below', () => {
    const day = plainDate('2026-12-31');
    equal(reasonOf(closedUnit(units, 'east', day)), 'open-below');
    deepEqual(closedUnit(units, 'night', day), {
      allowed: true,
      after: { ...units[4], to: day },
    });
    equal(reasonOf(closedUnit(units, 'top', day)), 'top-stays');
    deepEqual(closedUnit(units, 'gone', undefined), { allowed: true, after: aUnit('top/gone') });
  });
});
