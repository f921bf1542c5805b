import assert from 'node:assert/strict';
import type { SourceConfirmation, Sources } from '../../../server/item-banks/sources/source.js';
import {
  sourceProblems,
  supersededOn,
  toReview,
} from '../../../server/item-banks/sources/sources.rules.js';
import { plainDate } from '../../../server/platform/plain-date.js';
import { aSingleChoice } from '../some-items.js';

const SOURCES: Sources = {
  'no-is-7': { title: 'Rundskriv IS-7/2015', alsoCalled: ['IS-7'] },
  'no-circular': { title: 'Rundskriv 2025', replaces: 'no-is-7', from: '2025-06-01' },
  'se-1997-14': { title: 'SOSFS 1997:14', to: '2026-01-31' },
};
const DAY = plainDate('2026-11-02');

const reviewed = (
  sources: string[],
  confirmations: SourceConfirmation[] = [],
  day = DAY,
  known = SOURCES,
) =>
  toReview(aSingleChoice({ sources }), confirmations, supersededOn(known, day)).map(({ id }) => id);
const confirmed = (...successors: string[]): SourceConfirmation[] => [
  { source: 'no-is-7', successors, by: 'kari', at: new Date(0), reason: 'The same in both' },
];

describe('the sources of a bank', () => {
  it('supersede each other on the day that the new one holds', () => {
    const on = (day: string) => supersededOn(SOURCES, plainDate(day)).map(({ id }) => id);
    assert.deepEqual(on('2025-05-31'), []);
    assert.deepEqual(on('2025-06-01'), ['no-is-7']);
    assert.deepEqual(on('2026-01-31'), ['no-is-7']);
    assert.deepEqual(on('2026-02-01'), ['no-is-7', 'se-1997-14']);
  });

  it('call for every item that cites them, by id or by name, with a place or without', () => {
    for (const line of ['no-is-7', 'no-is-7 kap. 4', 'Rundskriv IS-7/2015, s. 3', 'IS-7: 4'])
      assert.deepEqual(reviewed([line]), ['no-is-7'], line);
    for (const line of ['no-is-77', 'IS-7b', 'Se no-is-7', 'no-is-7-2'])
      assert.deepEqual(reviewed([line]), [], line);
    assert.deepEqual(reviewed(['SOSFS 1997:14 om delegering']), ['se-1997-14']);
  });

  it('do so until the item cites the new source', () => {
    assert.deepEqual(reviewed(['no-is-7', 'Rundskriv 2025 pkt. 2']), []);
    assert.deepEqual(reviewed(['no-circular']), []);
  });

  it('or an author has confirmed it, against every successor that there is by now', () => {
    assert.deepEqual(reviewed(['no-is-7'], confirmed('no-circular')), []);
    const newer = { ...SOURCES, 'no-newest': { title: 'Rundskriv 2026', replaces: 'no-circular' } };
    assert.deepEqual(reviewed(['no-is-7'], confirmed('no-circular'), DAY, newer), ['no-is-7']);
    assert.deepEqual(reviewed(['no-is-7', 'no-newest'], [], DAY, newer), []);
  });

  it('or the item says itself why it still holds', () => {
    const lint = [{ allow: 'S01', because: 'It asks for the history' }] as const;
    const item = aSingleChoice({ sources: ['no-is-7'], lint });
    assert.deepEqual(toReview(item, [], supersededOn(SOURCES, DAY)), []);
  });

  it('name only what is there, and no rings', () => {
    const problems = (sources: Sources) => sourceProblems(sources).map(({ id }) => id);
    assert.deepEqual(problems(SOURCES), []);
    assert.deepEqual(problems({ 'a-1': { title: 'One', replaces: 'b-1' } }), ['a-1']);
    const ring = {
      'a-1': { title: 'One', replaces: 'b-1' },
      'b-1': { title: 'Two', replaces: 'a-1' },
    };
    assert.deepEqual(problems(ring), ['a-1', 'b-1']);
    assert.deepEqual(problems({ 'a-1': { title: 'One', from: '2026-02-01', to: '2026-01-01' } }), [
      'a-1',
    ]);
  });
});
