import assert from 'node:assert/strict';
import type { Programme } from '../../server/exams/programme.js';
import { coverageOf, shownCount } from '../../server/oversight/coverage.rules.js';
import type { StatusReason } from '../../server/oversight/certification-status.rules.js';

const programme = { id: 'medicines', titles: { nb: 'Legemidler' } } as unknown as Programme;
const rows = (count: number, reason: StatusReason) =>
  Array.from({ length: count }, () => ({ programme, reason }));
const runs = (daysLeft: number): StatusReason => ({ code: 'runs', daysLeft });

describe('what a region sees of a municipality', () => {
  it('is counts by programme: who must be certified, who is, and who lapses within 30 days', () => {
    const found = coverageOf([
      ...rows(20, runs(200)),
      ...rows(11, runs(30)),
      ...rows(4, runs(31)),
      ...rows(15, { code: 'no-certificate' }),
    ]);
    assert.deepEqual(found, [
      {
        programmeId: 'medicines',
        titles: programme.titles,
        required: { kind: 'exact', count: 50 },
        certified: { kind: 'exact', count: 35 },
        lapsing: { kind: 'exact', count: 11 },
      },
    ]);
  });

  it('says nothing of fewer than ten, neither counted nor left over', () => {
    assert.deepEqual(shownCount(9, 100), { kind: 'few' });
    assert.deepEqual(shownCount(0, 100), { kind: 'few' });
    assert.deepEqual(shownCount(10, 100), { kind: 'exact', count: 10 });
    assert.deepEqual(shownCount(90, 100), { kind: 'exact', count: 90 });
    assert.deepEqual(shownCount(91, 100), { kind: 'nearlyAll' });
    assert.deepEqual(shownCount(100, 100), { kind: 'nearlyAll' });
    const [small] = coverageOf(rows(9, runs(5)));
    assert.deepEqual(
      [small?.required.kind, small?.certified.kind, small?.lapsing.kind],
      ['few', 'few', 'few'],
    );
  });
});
