import { quickRngFromSeed } from '../platform/rng.js';
import type { ProgrammeRules } from './programme.js';
import { neededByPanel } from './standard/form-cut.rules.js';
import {
  groupedSections,
  itemChooser,
  panelMean,
  seenKey,
  type ChosenItem,
  type DrawRequest,
  type ItemInBank,
} from './draw-form.rules.js';

/** What many dry draws say of a specification and its banks. */
export interface Exposure {
  readonly draws: number;
  /** Every item that could be drawn, most often drawn first. */
  readonly items: readonly ItemExposure[];
  /** Items that two people's forms have in common on average: Σ c(c-1) / (N(N-1)) over items drawn c times in N forms. */
  readonly overlapBetweenPeople: number;
  /** The same of one person's first and second form; less, because what was seen comes last. */
  readonly overlapOnSecondAttempt: number;
  /** Where a panel sets the cut score: so many must be right. */
  readonly needed?: {
    readonly least: number;
    readonly most: number;
    /** Of all forms; not rounded. */
    readonly mean: number;
  };
}

export interface ItemExposure extends ItemInBank {
  readonly sectionId: string;
  /** Share of the forms it is in. */
  readonly share: number;
}

export type ExposureRequest = Omit<DrawRequest, 'seen'> &
  Partial<Pick<ProgrammeRules, 'noCriticalWrong'>>;

/** Counts dry draws, some at a time so that others have their turn between. */
export interface DryDraws {
  /** Draws so many more forms, and a second one after each. */
  draw(forms: number): void;
  exposure(): Exposure;
}

/** Nothing where a section can't be filled. The same request gives the same counts, however the draws are divided. */
export function dryDraws(request: ExposureRequest): DryDraws | undefined {
  const choose = itemChooser(request);
  if (!choose) return undefined;
  const counts = new Map<string, Omit<ItemExposure, 'share'> & { count: number }>();
  for (const { section, groups } of groupedSections(request))
    for (const { item } of groups.flat()) {
      const of = { itemId: item.id, bankId: section.bankId, sectionId: section.id };
      counts.set(keyOf(item.id, section.bankId), { ...of, count: 0 });
    }
  const rng = quickRngFromSeed(request.seed);
  const { specification, standard, noCriticalWrong = false } = request;
  const keysOf = (items: readonly ChosenItem[]): string[] =>
    items.map(({ section, drawable }) => keyOf(drawable.item.id, section.bankId));
  const neededIn = (items: readonly ChosenItem[]): number | undefined => {
    const slots = items.map(({ section, drawable }) => {
      const mean = panelMean(drawable, section, standard);
      const { critical } = drawable.item;
      return { sectionId: section.id, critical, ...(mean === undefined ? {} : { mean }) };
    });
    return standard && neededByPanel(slots, specification, { noCriticalWrong });
  };
  const needed: number[] = [];
  let draws = 0;
  let metAgain = 0;
  return {
    draw(forms) {
      for (let n = 0; n < forms; n += 1) {
        const chosen = choose(rng, new Set());
        const asked = neededIn(chosen);
        if (asked !== undefined) needed.push(asked);
        const first = new Set(keysOf(chosen));
        for (const key of first) {
          const counted = counts.get(key);
          if (counted) counted.count += 1;
        }
        metAgain += keysOf(choose(rng, first)).filter((key) => first.has(key)).length;
      }
      draws += forms;
    },
    exposure() {
      const all = [...counts.values()];
      const pairs = all.reduce((sum, { count }) => sum + count * (count - 1), 0);
      return {
        draws,
        items: all
          .map(({ count, ...item }) => ({ ...item, share: count / draws }))
          .sort((one, other) => other.share - one.share),
        overlapBetweenPeople: draws < 2 ? 0 : pairs / (draws * (draws - 1)),
        overlapOnSecondAttempt: metAgain / draws,
        ...(needed.length === 0
          ? {}
          : {
              needed: {
                least: Math.min(...needed),
                most: Math.max(...needed),
                mean: needed.reduce((sum, one) => sum + one, 0) / needed.length,
              },
            }),
      };
    },
  };
}

const keyOf = (itemId: string, bankId: string | undefined): string => seenKey({ itemId, bankId });

/** A part of a form that is drawn evenly from a pool: so many of so many. */
export interface EvenDraw {
  readonly quota: number;
  readonly pool: number;
}

/** Items that two independently drawn forms have in common on average: Σ n²/N. */
export function expectedOverlap(parts: readonly EvenDraw[]): number {
  return parts.reduce((sum, { quota, pool }) => sum + quota ** 2 / pool, 0);
}

/** Share of a pool that somebody has seen after so many attempts drawn without regard to what was seen: 1 - (1 - n/N)^attempts. */
export function shareSeen({ quota, pool }: EvenDraw, attempts: number): number {
  return 1 - (1 - quota / pool) ** attempts;
}
