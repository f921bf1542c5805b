import { biserial } from './discrimination.rules.js';
import { facility, type Proportion } from './facility.rules.js';
import { correlation, mean, sum } from './moments.rules.js';

/** Of one attempt: which item versions were on the form, and which of them were right (1) or wrong (0). */
export type FormScores = ReadonlyMap<string, 0 | 1>;

/** With fewer responses nothing is shown: neither does it mean anything, nor should single people be seen in it. */
export const SHOWN_FROM = 30;
/** With fewer responses it is shown as preliminary. */
export const SETTLED_FROM = 100;

export type ItemStatistics =
  | { readonly item: string; readonly n: number; readonly shown: false }
  | {
      readonly item: string;
      readonly n: number;
      readonly shown: true;
      readonly preliminary: boolean;
      readonly facility: Proportion;
      /** The item against the proportion right of the other items of the same form. */
      readonly discrimination: number | null;
      readonly biserial: number | null;
    };

/**
 * Item statistics where everybody meets other items. Sums can't be compared between forms, so an item is held against the proportion right of the
 * other items on the person's form; n is that of the item. Alpha over slots would mean nothing here; take reliability from a calibration.
 */
export function randomFormStatistics(attempts: readonly FormScores[]): ItemStatistics[] {
  return [...meetingsByItem(attempts)].map(([item, { scores, rests }]) =>
    statisticsOf(item, scores, rests),
  );
}

/** The statistics of one item from its scores and, for each, the proportion right of the other items of that form (null when there is none). */
export function statisticsOf(
  item: string,
  scores: readonly number[],
  rests: readonly (number | null)[],
): ItemStatistics {
  const n = scores.length;
  const share = facility(sum(scores), n);
  if (n < SHOWN_FROM || !share) return { item, n, shown: false };
  const discrimination = discriminationOf(scores, rests);
  return {
    item,
    n,
    shown: true,
    preliminary: n < SETTLED_FROM,
    facility: share,
    discrimination,
    biserial: discrimination === null ? null : biserial(discrimination, mean(scores)),
  };
}

/** The proportion right of the other items on the form; null when there is no other. */
export function proportionOfOthers(form: FormScores, item: string): number | null {
  const others = [...form].filter(([other]) => other !== item).map(([, score]) => score);
  return others.length === 0 ? null : mean(others);
}

interface Meetings {
  readonly scores: number[];
  readonly rests: (number | null)[];
}

function meetingsByItem(attempts: readonly FormScores[]): Map<string, Meetings> {
  const meetings = new Map<string, Meetings>();
  for (const form of attempts) {
    const right = sum([...form.values()]);
    for (const [item, score] of form) {
      const own = meetings.get(item) ?? { scores: [], rests: [] };
      meetings.set(item, own);
      own.scores.push(score);
      own.rests.push(form.size < 2 ? null : (right - score) / (form.size - 1));
    }
  }
  return meetings;
}

function discriminationOf(
  scores: readonly number[],
  rests: readonly (number | null)[],
): number | null {
  const met = scores.flatMap((score, index) => {
    const rest = rests[index];
    return rest === null || rest === undefined ? [] : [{ score, rest }];
  });
  return correlation(
    met.map(({ score }) => score),
    met.map(({ rest }) => rest),
  );
}
