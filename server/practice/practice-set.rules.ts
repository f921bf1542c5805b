import { drawItem, shuffled, type DrawableItem } from '../item-banks/drawn-item.rules.js';
import { seenKey } from '../exams/draw-form.rules.js';
import type { Country, Item } from '../item-banks/item.js';
import type { PlainDate } from '../platform/plain-date.js';
import { rngFromSeed } from '../platform/rng.js';
import {
  topicKey,
  type ItemProgress,
  type PractisableItem,
  type Practice,
  type PracticeSlot,
  type PracticeWish,
} from './practice.js';

/** Items in a set: about five minutes. */
const SET_LENGTH = 8;

const DIFFICULTY = { easy: 0, medium: 1, hard: 2 } as const satisfies Record<
  Item['difficulty'],
  number
>;

/** May people practise on it? What is live in the practice pool, and what the exam has lost; never what an exam may still ask. */
export function isPractisable({ item, state }: DrawableItem, country: Country): boolean {
  const isInPool = state === 'burned' || (state === 'live' && item.pool === 'practice');
  return isInPool && (item.countries === undefined || item.countries.includes(country));
}

/** The person was sure of it and wrong, and has not set it right since: the mistakes that reach a patient. */
export function isSureButWrong(progress: ItemProgress | undefined): boolean {
  return progress !== undefined && progress.lastSure && !progress.lastRight;
}

export interface SetRequest {
  readonly items: readonly PractisableItem[];
  readonly country: Country;
  readonly practice: Pick<Practice, 'items'>;
  readonly wish: PracticeWish;
  readonly today: PlainDate;
  readonly seed: string;
}

/**
 * Chooses a set: first what is due by spaced repetition (longest overdue first), then what the person has not met, easy before hard, then
 * what comes due next. Two of one variant group are never together. Asked from easy to hard. Empty when nothing fits the wish.
 */
export function chooseSet({
  items,
  country,
  practice,
  wish,
  today,
  seed,
}: SetRequest): readonly PracticeSlot['drawn'][] {
  const rng = rngFromSeed(seed);
  const progressOf = (one: PractisableItem) => practice.items[practiceKey(one)];
  const wanted = items.filter(
    (one) =>
      isPractisable(one, country) &&
      (wish.topic === undefined || topicKey(one.item.topic, one.bankId) === wish.topic) &&
      (wish.kind === 'mixed' || isSureButWrong(progressOf(one))),
  );
  const turn = (one: PractisableItem) => turnOf(one, progressOf(one), today);
  const inTurn = shuffled(wanted, rng).sort((a, b) => compare(turn(a), turn(b)));
  return onePerGroup(inTurn)
    .slice(0, SET_LENGTH)
    .sort((a, b) => DIFFICULTY[a.item.difficulty] - DIFFICULTY[b.item.difficulty])
    .map((one) => ({
      ...drawItem(one, rng),
      ...(one.bankId === undefined ? {} : { bankId: one.bankId }),
    }));
}

/** How progress with an item is remembered. */
export function practiceKey({ item, bankId }: PractisableItem): string {
  return seenKey({ itemId: item.id, bankId });
}

/** Where it stands in line: the kind of turn, then what decides within it. */
function turnOf(
  { item }: DrawableItem,
  progress: ItemProgress | undefined,
  today: PlainDate,
): readonly [number, string] {
  if (!progress) return [1, String(DIFFICULTY[item.difficulty])];
  return [progress.dueOn <= today ? 0 : 2, progress.dueOn];
}

function compare([a, b]: readonly [number, string], [c, d]: readonly [number, string]): number {
  if (a !== c) return a - c;
  return b < d ? -1 : b > d ? 1 : 0;
}

function onePerGroup(items: readonly PractisableItem[]): PractisableItem[] {
  const groups = new Set<string>();
  return items.filter(({ item: { variantGroup }, bankId }) => {
    if (variantGroup === undefined) return true;
    const group = seenKey({ itemId: variantGroup, bankId });
    const isFirst = !groups.has(group);
    groups.add(group);
    return isFirst;
  });
}
