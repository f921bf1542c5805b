import type { Localised } from '../platform/locale.js';
import type { OverviewRow } from './overview.js';

/**
 * Below so many people a number says something about each of them, to whoever knows the place: the usual least cell of official statistics.
 * A number is hidden, too, when what is left of the whole is so few.
 */
export const LEAST_SHOWN = 10;
export const LAPSING_DAYS = 30;

/** Of one programme in one municipality; no person. */
export interface Coverage {
  readonly programmeId: string;
  readonly titles: Localised;
  /** Who must be certified today. */
  readonly required: ShownCount;
  /** Of them. */
  readonly certified: ShownCount;
  /** Of the certified: whose certificate lapses within 30 days. */
  readonly lapsing: ShownCount;
}

export type ShownCount =
  | { readonly kind: 'exact'; readonly count: number }
  /** Fewer than ten, or none. */
  | { readonly kind: 'few' }
  /** All of the whole, or all but fewer than ten. */
  | { readonly kind: 'nearlyAll' };

/** The count, unless it or the rest of the whole is of fewer than ten people. */
export function shownCount(count: number, whole: number): ShownCount {
  if (count < LEAST_SHOWN) return { kind: 'few' };
  return whole - count < LEAST_SHOWN ? { kind: 'nearlyAll' } : { kind: 'exact', count };
}

/** What leaves the municipality of its people's rows: counts by programme, in the order of the programmes. */
export function coverageOf(
  rows: readonly Pick<OverviewRow, 'programme' | 'reason'>[],
): readonly Coverage[] {
  const programmes = new Map(rows.map(({ programme }) => [programme.id, programme]));
  return [...programmes.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, titles }) => {
      const own = rows.filter(({ programme }) => programme.id === id);
      const certified = own.filter(({ reason }) => reason.code === 'runs').length;
      const lapsing = own.filter(
        ({ reason }) => reason.code === 'runs' && reason.daysLeft <= LAPSING_DAYS,
      ).length;
      return {
        programmeId: id,
        titles,
        required: own.length < LEAST_SHOWN ? { kind: 'few' } : { kind: 'exact', count: own.length },
        certified: shownCount(certified, own.length),
        lapsing: shownCount(lapsing, certified),
      };
    });
}
