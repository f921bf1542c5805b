import type { ItemWords, Tag } from '../item-banks/bank-words.view.js';
import { itemAddress } from '../item-banks/bank-words.view.js';
import { number, percent } from '../item-banks/numbers.view.js';
import type { BankRecord } from '../item-banks/bank.store.js';
import { inLocale } from '../platform/locale.js';
import type { Exposure, ItemExposure } from './exposure.rules.js';
import type { Cell, Judgement } from './judgement.rules.js';
import { formLength, type Programme } from './programme.js';

export type BanksById = ReadonlyMap<string, Pick<BankRecord, 'titles' | 'topics'>>;

export interface JudgementPage {
  readonly of: Pick<Programme, 'bankId' | 'specification'>;
  readonly judgement: Judgement;
  readonly banks: BanksById;
  /** Whether the reader may see which items are drawn how often. */
  readonly showsItems: boolean;
}

const SHOWN_ITEMS = 8;
const SHOWN_UNRATED = 20;

/** Exactly what `partials/judgement` prints. */
export function judgementView(page: JudgementPage, words: ItemWords) {
  const { judgement, of } = page;
  const { t, locale } = words;
  const length = formLength(of.specification);
  const hundred = (share: number): number => Math.round(share * 100);
  return {
    verdict: judgement.isFeasible
      ? { colour: 'success', text: t('programmes.feasible', { count: length }) }
      : { colour: 'danger', text: t('programmes.infeasible') },
    cells: judgement.cells.map((cell) => cellView(cell, page, words)),
    sentences: judgement.chances
      .filter(({ mastery }) => mastery === 0.8 || mastery === 0.9 || mastery === 0.95)
      .map(({ mastery, chance }) => {
        const master = percent(mastery, locale);
        return mastery < 0.85
          ? t('programmes.passes', { master, count: hundred(chance) })
          : t('programmes.fails', { master, count: hundred(1 - chance) });
      }),
    chances: judgement.chances.map(({ mastery, chance, chanceByCutScoreAlone }) => ({
      mastery: percent(mastery, locale),
      passes: hundred(chance),
      alone: hundred(chanceByCutScoreAlone),
      bar: { width: (chance * 100).toFixed(1) },
    })),
    doubts: judgement.doubts.map(({ code, mastery, share }) =>
      t(`programmes.doubt.${code}`, {
        master: percent(mastery, locale),
        number: hundred(share),
      }),
    ),
    cut: cutText(page, length, words),
    unrated: judgement.unrated.length > 0 && unratedView(page, words),
    exposure: judgement.exposure && exposureView(judgement.exposure, page, words),
  };
}

/** What a panel's ratings ask for, from form to form. */
function cutText(
  { judgement: { exposure, reckonedNeeded } }: JudgementPage,
  length: number,
  { t, locale }: ItemWords,
) {
  if (!exposure?.needed || reckonedNeeded === undefined) return false;
  const { least, most, mean } = exposure.needed;
  return t(least === most ? 'formCut.rangeSame' : 'formCut.range', {
    ...{ least, most, length, reckoned: reckonedNeeded },
    mean: number(mean, 1, locale),
  });
}

function unratedView({ judgement: { unrated }, of, showsItems }: JudgementPage, { t }: ItemWords) {
  const more = unrated.length - SHOWN_UNRATED;
  return {
    text: t('formCut.unrated', { count: unrated.length }),
    items: showsItems && {
      rows: unrated.slice(0, SHOWN_UNRATED).map(({ itemId, bankId, version }) => ({
        name: t('standard.item', { id: itemId, version }),
        href: itemAddress(bankId ?? of.bankId, itemId),
      })),
      more: more > 0 && t('formCut.unratedMore', { count: more }),
    },
  };
}

function cellView(cell: Cell, { of, banks }: JudgementPage, { t, locale }: ItemWords) {
  const { section } = cell;
  const titles = banks.get(section.bankId ?? of.bankId)?.topics;
  const title = inLocale(section.titles, locale);
  const topics = section.topics.map((topic) => titleIn(titles?.[topic], topic, locale)).join(', ');
  return {
    title: title.value,
    lang: title.locale,
    topics: topics !== title.value && topics,
    bank: section.bankId === undefined ? false : bankTitle(section.bankId, banks, locale),
    drawn: section.quota,
    available: cell.available,
    critical:
      section.criticalAtLeast === 0
        ? '–'
        : t('programmes.ofAvailable', {
            wanted: section.criticalAtLeast,
            available: cell.criticalAvailable,
          }),
    allRight: section.allRight,
    tags: cellTags(cell, t),
  };
}

function cellTags({ lacks, criticalLacks, wantedPool, unrated }: Cell, t: ItemWords['t']): Tag[] {
  const tags: Tag[] = [];
  if (lacks > 0) tags.push({ colour: 'danger', text: t('programmes.lacks', { count: lacks }) });
  if (criticalLacks > 0)
    tags.push({ colour: 'danger', text: t('programmes.lacksCritical', { count: criticalLacks }) });
  if (lacks === 0 && wantedPool !== undefined)
    tags.push({ colour: 'warning', text: t('programmes.thin', { count: wantedPool }) });
  if (unrated > 0)
    tags.push({ colour: 'warning', text: t('formCut.unratedTag', { count: unrated }) });
  return tags.length > 0 ? tags : [{ colour: 'success', text: t('programmes.enough') }];
}

function exposureView(exposure: Exposure, page: JudgementPage, { t, locale }: ItemWords) {
  const { evenOverlap } = page.judgement;
  const length = formLength(page.of.specification);
  const fact = (key: string, value: number) => ({
    name: t(`programmes.${key}`),
    value: t('programmes.ofItems', { number: number(value, 1, locale), length }),
    hint: t(`programmes.${key}.hint`),
  });
  const row = ({ itemId, bankId, share }: ItemExposure) => ({
    id: itemId,
    href: `${itemAddress(bankId ?? page.of.bankId, itemId)}/statistics`,
    share: percent(share, locale),
    bar: { width: (share * 100).toFixed(1) },
  });
  const { items } = exposure;
  return {
    draws: t('programmes.draws', { count: exposure.draws, items: items.length }),
    facts: [
      fact('overlap.people', exposure.overlapBetweenPeople),
      fact('overlap.second', exposure.overlapOnSecondAttempt),
      fact('overlap.even', evenOverlap),
    ],
    lists: page.showsItems && [
      { heading: t('programmes.mostDrawn'), rows: items.slice(0, SHOWN_ITEMS).map(row) },
      { heading: t('programmes.leastDrawn'), rows: items.slice(-SHOWN_ITEMS).reverse().map(row) },
    ],
  };
}

export function bankTitle(bankId: string, banks: BanksById, locale: ItemWords['locale']): string {
  return titleIn(banks.get(bankId)?.titles, bankId, locale);
}

/** A title in the reader's language; the name itself where there is none. */
export function titleIn(
  titles: Programme['titles'] | undefined,
  name: string,
  locale: ItemWords['locale'],
): string {
  return inLocale({ en: name, ...titles }, locale).value;
}
