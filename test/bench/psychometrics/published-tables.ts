import { z } from 'zod';
import {
  expectedAbility,
  totalAbilities,
} from '../../../server/scoring/statistics/item-response.rules.js';
import {
  calibrate,
  type Calibration,
} from '../../../server/scoring/statistics/marginal-calibration.rules.js';
import { sum } from '../../../server/scoring/statistics/moments.rules.js';
import { numbers, readJson, ReferenceTable, type TableResult } from './reference-table.js';
import { lsatPatterns } from './response-data.js';

// What mirt's own tests and Rizopoulos (2006) print. Parameters are printed to three or four places, so the tolerance is theirs.
const PRINTED = 2e-3;
const EAP = 5e-3;
const LOG_LIKELIHOOD = 1e-2;

const publishedSchema = z.object({
  LSAT7_2PL_mirt: z.object({ a: numbers, d: numbers }),
  LSAT7_EAPsum_mirt: z.object({
    sum: numbers,
    theta: numbers,
    se: numbers,
    observed: numbers,
    expected: numbers,
    rxx_F1: z.number(),
  }),
  LSAT7_EAP_first6_mirt: z.object({ theta: numbers }),
  LSAT7_1PL_mirt: z.object({ a: z.number(), d: numbers }),
  LSAT6_Rasch_mirt: z.object({ d: numbers, var: z.number() }),
  LSAT6_2PL_logLik_mirt: z.object({ logLik: z.number() }),
  LSAT6_Rasch_ltm: z.object({ b: numbers, logLik: z.number() }),
});
type Published = z.infer<typeof publishedSchema>;

const intercepts = ({ curves }: Calibration): number[] =>
  curves.map(({ slope, difficulty }) => -slope * difficulty);

/** The values printed in third-party sources; M2 statistics and the error rates of dose calculation are not computed by us. */
export function publishedTables(folder: string): TableResult[] {
  const published = readJson(folder, 'published.json', publishedSchema);
  return [...lsat7(folder, published), ...lsat6(folder, published)].map((table) => table.result());
}

function lsat7(folder: string, published: Published): ReferenceTable[] {
  const patterns = lsatPatterns(folder, 'LSAT7');
  const [onePL, twoPL] = [calibrate(patterns, '1PL'), calibrate(patterns, '2PL')];
  const people = sum(patterns.map((pattern) => pattern.people));
  const { totals, reliability } = totalAbilities(twoPL.curves);
  const bySum = published.LSAT7_EAPsum_mirt;
  const observed = totals.map(({ total }) =>
    sum(patterns.filter(({ scores }) => sum(scores) === total).map((pattern) => pattern.people)),
  );
  return [
    new ReferenceTable('published.json LSAT7_2PL_mirt', PRINTED)
      .compareAll(
        'a',
        twoPL.curves.map(({ slope }) => slope),
        published.LSAT7_2PL_mirt.a,
      )
      .compareAll('d', intercepts(twoPL), published.LSAT7_2PL_mirt.d),
    new ReferenceTable('published.json LSAT7_1PL_mirt', PRINTED)
      .compare('a', onePL.curves[0]?.slope, published.LSAT7_1PL_mirt.a)
      .compareAll('d', intercepts(onePL), published.LSAT7_1PL_mirt.d),
    new ReferenceTable('published.json LSAT7_EAPsum_mirt', EAP)
      .compareAll(
        'theta',
        totals.map(({ ability }) => ability),
        bySum.theta,
      )
      .compareAll(
        'error',
        totals.map(({ error }) => error),
        bySum.se,
      )
      .compareAll('observed', observed, bySum.observed)
      .compare('marginal reliability', reliability, bySum.rxx_F1),
    new ReferenceTable('published.json LSAT7_EAPsum_mirt expected', PRINTED, 'relative').compareAll(
      'people',
      totals.map(({ share }) => share * people),
      bySum.expected,
    ),
    new ReferenceTable('published.json LSAT7_EAP_first6_mirt', EAP).compareAll(
      'theta',
      patterns.slice(0, 6).map(({ scores }) => expectedAbility(twoPL.curves, scores).ability),
      published.LSAT7_EAP_first6_mirt.theta,
    ),
  ];
}

function lsat6(folder: string, published: Published): ReferenceTable[] {
  const patterns = lsatPatterns(folder, 'LSAT6');
  const [rasch, onePL] = [calibrate(patterns, 'rasch'), calibrate(patterns, '1PL')];
  const slope = onePL.curves[0]?.slope ?? NaN;
  return [
    new ReferenceTable('published.json LSAT6_Rasch_mirt', PRINTED)
      .compareAll('d', intercepts(onePL), published.LSAT6_Rasch_mirt.d)
      .compare('variance', slope ** 2, published.LSAT6_Rasch_mirt.var),
    new ReferenceTable('published.json LSAT6_Rasch_ltm', PRINTED).compareAll(
      'b',
      rasch.curves.map(({ difficulty }) => difficulty),
      published.LSAT6_Rasch_ltm.b,
    ),
    new ReferenceTable('published.json LSAT6 logLik', LOG_LIKELIHOOD)
      .compare('Rasch', rasch.logLikelihood, published.LSAT6_Rasch_ltm.logLik)
      .compare(
        '2PL',
        calibrate(patterns, '2PL').logLikelihood,
        published.LSAT6_2PL_logLik_mirt.logLik,
      ),
  ];
}
