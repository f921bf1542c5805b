import type { Country, Item } from '../item-banks/item.js';
import { addDays, type PlainDate } from '../platform/plain-date.js';
import { topicKey, type ItemProgress, type PractisableItem, type Practice } from './practice.js';
import { isPractisable, isSureButWrong, practiceKey } from './practice-set.rules.js';

/** Days until an item is due again, by its box (Leitner's boxes; the last one is kept). */
const INTERVALS = [0, 1, 3, 7, 16, 35] as const;

const POINTS = { easy: 1, medium: 2, hard: 3 } as const satisfies Record<
  Item['difficulty'],
  number
>;

/** A right response gives more the harder the item is; a wrong one takes nothing away. */
export function pointsFor(difficulty: Item['difficulty'], right: boolean): number {
  return right ? POINTS[difficulty] : 0;
}

/** What an item's progress becomes by a response. Right before it is due moves nothing: only remembering for a while counts. */
export function progressAfter(
  before: ItemProgress | undefined,
  { right, sure, today }: { right: boolean; sure: boolean; today: PlainDate },
): ItemProgress {
  const last = { lastRight: right, lastSure: sure };
  if (!right) return { box: 0, dueOn: today, ...last };
  if (before && before.dueOn > today) return { ...before, ...last };
  const box = Math.min((before?.box ?? 0) + 1, INTERVALS.length - 1);
  return { box, dueOn: addDays(today, INTERVALS[box] ?? 0), ...last };
}

/** Days in a row with practice, this day included. */
export function streakAfter(before: Practice['streak'], today: PlainDate): Practice['streak'] {
  if (before.lastOn === today) return before;
  const goesOn = before.lastOn === addDays(today, -1);
  return { days: goesOn ? before.days + 1 : 1, lastOn: today };
}

/** The streak as it stands today: one that was broken is none. */
export function streakOn(streak: Practice['streak'], today: PlainDate): number {
  return streak.lastOn === today || streak.lastOn === addDays(today, -1) ? streak.days : 0;
}

export interface Level {
  readonly level: number;
  /** Points from which the next one begins. */
  readonly nextAt: number;
}

/** Level 1 begins at 0 points, level n at 10 · n · (n − 1): each takes 20 points more than the one before. */
export function levelOf(points: number): Level {
  let level = 1;
  while (10 * (level + 1) * level <= points) level += 1;
  return { level, nextAt: 10 * (level + 1) * level };
}

export type TopicReadiness = 'ready' | 'onTheWay' | 'notBegun';

export interface TopicStanding {
  /** By `topicKey`. */
  readonly topic: string;
  readonly items: number;
  /** The person's last response was right. */
  readonly right: number;
  readonly sureButWrong: number;
  readonly readiness: TopicReadiness;
}

/** Right last time in so many of a topic's items (or in all, when there are fewer): then it is ready. */
const READY_FROM = 3;
const READY_SHARE = 0.8;

/**
 * How far the person is in each topic that has something to practise on, in the given order. Ready: at least three items right last time,
 * four in five of those tried, and nothing one was sure of and wrong. A hint for the person; it opens and closes nothing.
 */
export function standingByTopic(
  topics: readonly string[],
  items: readonly PractisableItem[],
  practice: Pick<Practice, 'items'>,
  country: Country,
): readonly TopicStanding[] {
  const practisable = items.filter((one) => isPractisable(one, country));
  return topics.flatMap((topic) => {
    const own = practisable.filter(({ item, bankId }) => topicKey(item.topic, bankId) === topic);
    if (own.length === 0) return [];
    const tried = own.flatMap((one) => practice.items[practiceKey(one)] ?? []);
    const right = tried.filter(({ lastRight }) => lastRight).length;
    const sureButWrong = tried.filter(isSureButWrong).length;
    const readiness = readinessOf({ items: own.length, tried: tried.length, right, sureButWrong });
    return [{ topic, items: own.length, right, sureButWrong, readiness }];
  });
}

function readinessOf(counts: {
  readonly items: number;
  readonly tried: number;
  readonly right: number;
  readonly sureButWrong: number;
}): TopicReadiness {
  if (counts.tried === 0) return 'notBegun';
  const isReady =
    counts.right >= Math.min(READY_FROM, counts.items) &&
    counts.right >= READY_SHARE * counts.tried &&
    counts.sureButWrong === 0;
  return isReady ? 'ready' : 'onTheWay';
}

/** How many items are due today or before. */
export function dueCount(practice: Pick<Practice, 'items'>, today: PlainDate): number {
  return Object.values(practice.items).filter(({ dueOn }) => dueOn <= today).length;
}
