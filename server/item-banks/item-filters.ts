import { z } from 'zod';
import { inLocale, LOCALES } from '../platform/locale.js';
import { ITEM_ALARMS, type ItemAlarm } from './item-alarms.rules.js';
import type { Item, Pool } from './item.js';
import { ITEM_STATES, type ItemRecord, type ItemState } from './life-cycle.js';
import { currentVersion, liveVersion, poolOf, stateOf } from './life-cycle.rules.js';

export const ITEM_TYPES = [
  'singleChoice',
  'multipleResponse',
  'ordering',
  'matching',
  'numeric',
] as const satisfies readonly Item['type'][];
export const POOLS = ['exam', 'practice', 'course'] as const satisfies readonly Pool[];

/** An item as the list shows it. */
export interface ListedItem {
  readonly record: ItemRecord;
  readonly alarms: readonly ItemAlarm[];
}

/** What the reader has asked for, as it stands in the address. */
export interface ItemFilters {
  readonly state?: ItemState | undefined;
  readonly topic?: string | undefined;
  readonly type?: Item['type'] | undefined;
  readonly pool?: Pool | undefined;
  readonly owner?: string | undefined;
  readonly alarm?: ItemAlarm | undefined;
  /** The id or a text of the item holds this. */
  readonly q?: string | undefined;
  readonly page: number;
}

const one = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value: unknown) => [value].flat().at(-1), schema.optional()).catch(undefined);
const schema = z.object({
  state: one(z.enum(ITEM_STATES)),
  topic: one(z.string().min(1).max(100)),
  type: one(z.enum(ITEM_TYPES)),
  pool: one(z.enum(POOLS)),
  owner: one(z.string().min(1).max(100)),
  alarm: one(z.enum(ITEM_ALARMS)),
  q: one(z.string().trim().min(1).max(100)),
  page: one(z.coerce.number().int().min(1).max(10_000)),
});

/** Never refuses: a mangled link shows the list without what it got wrong. */
export function itemFiltersFrom(query: unknown): ItemFilters {
  const { page = 1, ...rest } = schema.parse(query);
  return { ...rest, page };
}

/** The shortest query that leads to these filters, with its question mark unless it is empty. */
export function itemQueryOf({ page, ...filters }: ItemFilters): string {
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Those of the items that the reader has asked for. A state is that of the current version, and `live` also of one behind it. */
export function matching(
  items: readonly ListedItem[],
  { state, topic, type, pool, owner, alarm, q }: ItemFilters,
): readonly ListedItem[] {
  return items.filter(({ record, alarms }) => {
    const current = currentVersion(record);
    const { content } = current;
    return (
      (state === undefined ||
        stateOf(current) === state ||
        (state === 'live' && liveVersion(record) !== undefined)) &&
      (topic === undefined || content.topic === topic) &&
      (type === undefined || content.type === type) &&
      (pool === undefined || poolOf(current) === pool) &&
      (owner === undefined || record.ownerId === owner) &&
      (alarm === undefined || alarms.includes(alarm)) &&
      (q === undefined || holds(content, q))
    );
  });
}

function holds(item: Item, q: string): boolean {
  const wanted = q.toLocaleLowerCase('nb');
  const texts = LOCALES.flatMap((locale) => {
    const text = item.texts[locale];
    return text
      ? [text.stem, text.rationale, ...Object.values({ ...text.options, ...text.prompts })]
      : [];
  });
  return [item.id, ...texts].some((text) => text.toLocaleLowerCase('nb').includes(wanted));
}

/** The item's question in the reader's language, or the next best. */
export function stemOf(item: Item, locale: (typeof LOCALES)[number]) {
  const { locale: lang, value } = inLocale(item.texts, locale);
  return { lang, text: value.stem };
}
