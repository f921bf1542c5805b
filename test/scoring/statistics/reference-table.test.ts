import assert from 'node:assert/strict';
import { ReferenceTable } from '../../bench/psychometrics/reference-table.js';

describe('a reference table', () => {
  it('passes within its tolerance and says where it is farthest', () => {
    const result = new ReferenceTable('t', 0.01)
      .compare('near', 1.001, 1)
      .compare('far', 2.005, 2)
      .compare('both none', null, null)
      .result();
    assert.deepEqual([result.pass, result.at, result.values], [true, 'far', 3]);
    assert.ok(Math.abs(result.largestDeviation - 0.005) < 1e-12);
  });

  it('measures by the expected value where it is told to', () => {
    const deviation = (measure: 'absolute' | 'relative' | 'relative above 1', expected: number) =>
      new ReferenceTable('t', 1, measure).compare('x', expected + 1, expected).result()
        .largestDeviation;
    assert.deepEqual(
      [deviation('absolute', 4), deviation('relative', 4), deviation('relative above 1', -4)],
      [1, 0.25, 0.25],
    );
    assert.deepEqual([deviation('relative', 0.5), deviation('relative above 1', 0.5)], [2, 1]);
  });

  it('fails outside its tolerance, on what is missing and on nothing compared', () => {
    const fails = (table: ReferenceTable): boolean => !table.result().pass;
    assert.ok(fails(new ReferenceTable('t', 0.01).compare('x', 1.02, 1)));
    assert.ok(fails(new ReferenceTable('t', 0.01).compare('x', null, 1)));
    assert.ok(fails(new ReferenceTable('t', 0.01).compare('x', 1, null)));
    assert.ok(fails(new ReferenceTable('t', 0.01).compare('x', NaN, 1)));
    assert.ok(fails(new ReferenceTable('t', 0.01).compareAll('x', [1], [1, 2])));
    assert.ok(fails(new ReferenceTable('t', 0.01)));
  });
});
