import { z } from 'zod';
import type { ItemStanding, StandingFlag } from './item-standing.js';

export const FLAG_CODES = [
  'key-in-doubt',
  'weak-discrimination',
  'too-easy',
  'too-hard',
  'distractor-draws-the-able',
  'distractor-unused',
  'differs-by-group',
  'leak-risk',
] as const satisfies readonly StandingFlag['code'][];

export const COLUMNS = ['flags', 'item', 'n', 'facility', 'discrimination', 'exposure'] as const;
export type Column = (typeof COLUMNS)[number];

/** What the reader has asked for, as it stands in the address. */
export interface StatisticsFilters {
  /** Only items with this flag. */
  readonly flag?: StandingFlag['code'] | undefined;
  readonly topic?: string | undefined;
  readonly sort: Column;
  readonly order: 'asc' | 'desc';
  readonly page: number;
}

const one = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value: unknown) => [value].flat().at(-1), schema.optional()).catch(undefined);
const schema = z.object({
  flag: one(z.enum(FLAG_CODES)),
  topic: one(z.string().min(1).max(100)),
  sort: one(z.enum(COLUMNS)),
  order: one(z.enum(['asc', 'desc'])),
  page: one(z.coerce.number().int().min(1).max(10_000)),
});

/** Never refuses: a mangled link shows the table without what it got wrong. */
export function statisticsFiltersFrom(query: unknown): StatisticsFilters {
  const { sort = 'flags', page = 1, order, ...rest } = schema.parse(query);
  return { ...rest, sort, page, order: order ?? firstOrder(sort) };
}

/** The shortest query that leads to these filters, with its question mark unless it is empty. */
export function statisticsQueryOf(filters: StatisticsFilters): string {
  const { flag, topic, sort, order, page } = filters;
  const query = new URLSearchParams();
  if (flag !== undefined) query.set('flag', flag);
  if (topic !== undefined) query.set('topic', topic);
  if (sort !== 'flags') query.set('sort', sort);
  if (order !== firstOrder(sort)) query.set('order', order);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** What one looks for comes first: the most flags, the most often met, the weakest item. */
export function firstOrder(sort: Column): StatisticsFilters['order'] {
  return sort === 'flags' || sort === 'n' || sort === 'exposure' ? 'desc' : 'asc';
}

/** Sorted as was asked for. What is not shown yet has no place among numbers, and comes last either way. */
export function inOrder<T extends ItemStanding>(
  standings: readonly T[],
  { sort, order }: Pick<StatisticsFilters, 'sort' | 'order'>,
): readonly T[] {
  const sign = order === 'asc' ? 1 : -1;
  return [...standings].sort((one, other) => {
    const [left, right] = [valueOf(one, sort), valueOf(other, sort)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return left === right ? byItem(one, other) : left < right ? -sign : sign;
  });
}

function byItem(one: ItemStanding, other: ItemStanding): number {
  if (one.itemId === other.itemId) return other.version - one.version;
  return one.itemId < other.itemId ? -1 : 1;
}

function valueOf(
  { statistics, itemId, exposure, flags }: ItemStanding,
  column: Column,
): number | string | null {
  if (column === 'item') return itemId;
  if (column === 'n') return statistics.n;
  if (column === 'exposure') return exposure;
  if (!statistics.shown) return null;
  if (column === 'flags') return flags.length;
  return column === 'facility' ? statistics.facility.share : statistics.discrimination;
}
