import { decisionConsistency, errorAt } from '../scoring/statistics/decision-consistency.rules.js';
import { facility } from '../scoring/statistics/facility.rules.js';
import { mean, standardDeviation } from '../scoring/statistics/moments.rules.js';
import { SHOWN_FROM } from '../scoring/statistics/random-forms.rules.js';
import { kr21, standardErrorOfMeasurement } from '../scoring/statistics/reliability.rules.js';
import type { ProgrammeStanding } from './item-standing.js';
import type { ProgrammeTally } from './tally.rules.js';

/**
 * How far a programme's totals can be relied on. Everybody has a form of their own, so alpha would mean nothing; KR-21 is the reliability of
 * forms drawn at random from one bank (F. M. Lord and M. R. Novick 1968, Statistical Theories of Mental Test Scores, ch. 23), and below the true
 * one where sections fix how much of what is drawn.
 */
export function programmeStandingOf(tally: ProgrammeTally): ProgrammeStanding {
  const { programmeId, version, items, needed, totals } = tally;
  const base = { programmeId, version, items, needed, n: totals.length };
  const passed = facility(tally.passed, totals.length);
  if (totals.length < SHOWN_FROM || !passed) return base;
  const reliability = kr21(totals, items);
  const deviation = standardDeviation(totals);
  return {
    ...base,
    scores: {
      passed,
      mean: mean(totals),
      deviation,
      reliability,
      error:
        reliability === null
          ? null
          : standardErrorOfMeasurement(deviation, Math.max(0, reliability)),
      errorAtCut: errorAt(needed, items),
      consistency: decisionConsistency(totals, items, needed),
    },
  };
}
