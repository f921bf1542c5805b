import assert from 'node:assert/strict';
import {
  mantelHaenszel,
  type MatchedResponse,
} from '../../../server/scoring/statistics/differential-functioning.rules.js';
import { closeTo } from './close-to.js';

/** Right and wrong of the reference group, right and wrong of the focal group, in one stratum. */
type Counts = readonly [number, number, number, number];

function responses(strata: readonly Counts[]): MatchedResponse[] {
  const many = (count: number, response: MatchedResponse): MatchedResponse[] =>
    Array.from({ length: count }, () => response);
  return strata.flatMap(([refRight, refWrong, focRight, focWrong], stratum) => [
    ...many(refRight, { right: true, focal: false, stratum }),
    ...many(refWrong, { right: false, focal: false, stratum }),
    ...many(focRight, { right: true, focal: true, stratum }),
    ...many(focWrong, { right: false, focal: true, stratum }),
  ]);
}

describe('Mantel-Haenszel', () => {
  it('is what R prints for admissions to Berkeley', () => {
    // R, data(UCBAdmissions): admitted and rejected men and women of six departments; example(mantelhaen.test) has X² 1.4269 (corrected) on them,
    // p 0.2323, common odds ratio 0.9046968, 95 % interval 0.7719074 to 1.0603298.
    const found = mantelHaenszel(
      responses([
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
      ]),
    );
    assert.ok(found);
    closeTo(found.oddsRatio, 0.9046968, 1e-7);
    closeTo(found.chiSquare, 1.4269, 1e-4);
    closeTo(found.p, 0.2323, 1e-4);
    const reach = 1.959963984540054 * (found.deltaError / 2.35);
    closeTo(found.oddsRatio * Math.exp(-reach), 0.7719074, 1e-6);
    closeTo(found.oddsRatio * Math.exp(reach), 1.0603298, 1e-6);
    assert.equal(found.etsClass, 'A');
  });

  it('has a delta below 0 and class C when an item is clearly harder for the focal group', () => {
    const found = mantelHaenszel(responses([[80, 20, 40, 60]]));
    assert.ok(found);
    closeTo(found.oddsRatio, 6);
    closeTo(found.delta, -2.35 * Math.log(6));
    assert.equal(found.etsClass, 'C');
  });

  it('has class B in between: large enough, but not surely', () => {
    assert.equal(mantelHaenszel(responses([[60, 40, 43, 57]]))?.etsClass, 'B');
    assert.equal(mantelHaenszel(responses([[6, 4, 4, 6]]))?.etsClass, 'A');
  });

  it('does not correct a difference smaller than the correction', () => {
    closeTo(mantelHaenszel(responses([[5, 5, 5, 5]]))?.chiSquare, 0);
  });

  it('says nothing when groups never meet in a stratum', () => {
    const apart = responses([
      [5, 5, 0, 0],
      [0, 0, 5, 5],
      [1, 0, 0, 0],
    ]);
    assert.equal(mantelHaenszel(apart), null);
  });
});
