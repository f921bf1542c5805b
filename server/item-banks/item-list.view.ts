import { fullName } from '../organisation/person.js';
import { LOCALES, inLocale } from '../platform/locale.js';
import { alarmTag, bankAddress, itemAddress, stateTag, type ItemWords } from './bank-words.view.js';
import { ITEM_ALARMS, type ItemAlarm } from './item-alarms.rules.js';
import {
  ITEM_TYPES,
  POOLS,
  itemQueryOf,
  matching,
  stemOf,
  type ItemFilters,
  type ListedItem,
} from './item-filters.js';
import { plainText } from './item.view.js';
import { ITEM_STATES, type ItemState } from './life-cycle.js';
import { currentVersion, liveVersion, poolOf, stateOf } from './life-cycle.rules.js';
import type { BankItems } from './read-items.js';

const PER_PAGE = 50;

/** All banks, each with what there is in it and what calls for somebody. */
export function banksPage(banks: readonly BankItems[], words: ItemWords) {
  const { t, locale } = words;
  return {
    banks: banks.map(({ bank, isOwn, items, openReports }) => ({
      title: inLocale(bank.titles, locale).value,
      href: bankAddress(bank.id),
      count: t('items.count', { count: items.length }),
      readOnly: !isOwn,
      reports: [...openReports].map(([itemId, count]) => ({
        text: `${itemId}: ${t('items.openReports', { count })}`,
        href: itemAddress(bank.id, itemId),
      })),
      states: tallied(
        ITEM_STATES,
        items,
        ({ record }, state: ItemState) => stateOf(currentVersion(record)) === state,
      ).map(([state, count]) => ({
        ...stateTag(state, t),
        count,
        href: bankAddress(bank.id) + itemQueryOf({ state, page: 1 }),
      })),
      alarms: tallied(ITEM_ALARMS, items, ({ alarms }, alarm: ItemAlarm) =>
        alarms.includes(alarm),
      ).map(([alarm, count]) => ({
        ...alarmTag(alarm, t),
        count,
        href: bankAddress(bank.id) + itemQueryOf({ alarm, page: 1 }),
      })),
    })),
  };
}

function tallied<T extends string>(
  all: readonly T[],
  items: readonly ListedItem[],
  is: (item: ListedItem, one: T) => boolean,
): (readonly [T, number])[] {
  return all
    .map((one) => [one, items.filter((item) => is(item, one)).length] as const)
    .filter(([, count]) => count > 0);
}

export function itemListPage(
  found: BankItems,
  filters: ItemFilters,
  isWriter: boolean,
  words: ItemWords,
) {
  const { bank, items, isOwn } = found;
  const { t, locale } = words;
  const base = bankAddress(bank.id);
  const matches = matching(items, filters);
  const pages = Math.max(1, Math.ceil(matches.length / PER_PAGE));
  const page = Math.min(filters.page, pages);
  const shown = matches.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const to = (number: number): string => base + itemQueryOf({ ...filters, page: number });
  const narrowed = itemQueryOf({ ...filters, page: 1 }) !== '';
  return {
    title: inLocale(bank.titles, locale).value,
    action: base,
    readOnly: !isOwn,
    newHref: isWriter ? `${base}/items/new` : '',
    filters: choicesOf(found, filters, words),
    showAllHref: narrowed ? base : false,
    matches: t('items.count', { count: matches.length }),
    rows: shown.map((item) => rowOf(item, found, words)),
    paging: pages > 1 && {
      text: t('items.page', { page, pages }),
      previousHref: page > 1 && to(page - 1),
      nextHref: page < pages && to(page + 1),
    },
  };
}

function rowOf(
  { record, alarms }: ListedItem,
  { bank, people, openReports }: BankItems,
  words: ItemWords,
) {
  const { t, locale } = words;
  const current = currentVersion(record);
  const { content } = current;
  const live = liveVersion(record);
  const owner = people.get(record.ownerId ?? '');
  const stem = stemOf(content, locale);
  const reports = openReports.get(record.itemId) ?? 0;
  return {
    id: record.itemId,
    href: itemAddress(bank.id, record.itemId),
    lang: stem.lang,
    stem: plainText(stem.text),
    states: [
      stateTag(stateOf(current), t),
      ...(live && live !== current ? [stateTag('live', t)] : []),
    ],
    alarms: [
      ...(reports === 0
        ? []
        : [{ text: t('items.openReports', { count: reports }), colour: 'danger' }]),
      ...alarms.map((alarm) => alarmTag(alarm, t)),
    ],
    critical: content.critical,
    topic: titleOf(bank.topics[content.topic], content.topic, words),
    type: t(`items.type.${content.type}`),
    pool: t(`items.pool.${poolOf(current)}`),
    languages: LOCALES.filter((one) => content.texts[one]).join(' '),
    owner: owner ? fullName(owner) : '–',
  };
}

export function titleOf(
  titles: BankItems['bank']['titles'] | undefined,
  otherwise: string,
  { locale }: ItemWords,
): string {
  return titles ? inLocale(titles, locale).value : otherwise;
}

function choicesOf({ bank, people, isOwn }: BankItems, filters: ItemFilters, words: ItemWords) {
  const { t } = words;
  const select = <T extends string>(
    name: 'state' | 'topic' | 'type' | 'pool' | 'owner' | 'alarm',
    all: readonly T[],
    textOf: (one: T) => string,
  ) => ({
    name,
    label: t(`items.filter.${name}`),
    options: all.map((value) => ({
      value,
      text: textOf(value),
      chosen: filters[name] === value,
    })),
  });
  return {
    q: filters.q ?? '',
    open: itemQueryOf({ ...filters, q: undefined, page: 1 }) !== '',
    selects: [
      select('state', ITEM_STATES, (state) => t(`items.state.${state}`)),
      select('topic', Object.keys(bank.topics), (topic) =>
        titleOf(bank.topics[topic], topic, words),
      ),
      select('type', ITEM_TYPES, (type) => t(`items.type.${type}`)),
      select('pool', POOLS, (pool) => t(`items.pool.${pool}`)),
      ...(isOwn
        ? [
            select('owner', [...people.keys()], (id) => {
              const person = people.get(id);
              return person ? fullName(person) : id;
            }),
            select('alarm', ITEM_ALARMS, (alarm) => t(`items.alarm.${alarm}`)),
          ]
        : []),
    ],
  };
}
