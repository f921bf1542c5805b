import type { ItemWords } from '../../item-banks/bank-words.view.js';
import { asWritten } from '../../item-banks/item-page.view.js';
import { itemView, rationaleHtml } from '../../item-banks/item.view.js';
import { keyLines } from '../../item-banks/key.view.js';
import { number } from '../../item-banks/numbers.view.js';
import { fullName } from '../../organisation/person.js';
import { formatDateTime } from '../../platform/http/i18n.js';
import { inLocale } from '../../platform/locale.js';
import { formLength } from '../programme.js';
import { programmeAddress } from '../programme.view.js';
import { standardOf } from './form-cut.rules.js';
import { itemStandards, judgeStandings, LEAST_JUDGES } from './angoff.rules.js';
import type { RatedItem, RoundFound, StandardFound } from './read-standard.js';
import type { JudgeRatings, StandardRound } from './standard-round.js';

const ITEMS_A_PAGE = 10;
/** A longer table of a round is opened by who wants it. */
const FEW_ITEMS = 30;

export function standardAddress(programmeId: string): string {
  return `${programmeAddress(programmeId)}/standard`;
}

export function roundAddress(programmeId: string, roundId: string): string {
  return `${standardAddress(programmeId)}/rounds/${encodeURIComponent(roundId)}`;
}

interface StandardPage extends StandardFound {
  readonly mayManage: boolean;
  readonly mayRate: boolean;
  /** What was just tried and did not happen; a text `standard.refused.<code>`. */
  readonly refused?: 'open-already' | 'closed-meanwhile' | 'no-reason';
}

/** Exactly what `pages/exams/standard/standard` prints. */
export function standardPage(page: StandardPage, words: ItemWords) {
  const { programme, open, rounds, items, mayManage, mayRate } = page;
  const { t, locale } = words;
  const href = standardAddress(programme.id);
  const title = inLocale(programme.titles, locale).value;
  const countOf = (own: JudgeRatings | undefined): number =>
    items.filter(({ key }) => own?.has(key)).length;
  return {
    title: t('standard.titleOf', { title }),
    backHref: programmeAddress(programme.id),
    refused: page.refused !== undefined && t(`standard.refused.${page.refused}`),
    needed: t('standard.needed', { judges: LEAST_JUDGES, count: items.length }),
    action: href,
    mayOpen: mayManage && !open,
    open: open !== undefined && {
      since: t('standard.openSince', { ...whoAndWhen(open.openedBy, open.openedAt, page, words) }),
      judges: [...open.ratings]
        .filter(([, own]) => own.size > 0)
        .map(([judge, own]) =>
          t('standard.progress', {
            name: nameOf(judge, page, words),
            rated: countOf(own),
            total: items.length,
          }),
        ),
      rateHref: mayRate && `${href}/rate`,
      closeAction: mayManage && `${href}/close`,
      round: open.id,
    },
    rounds: rounds.flatMap(({ id, closed }) =>
      closed
        ? [
            {
              href: roundAddress(programme.id, id),
              text: t('standard.closed', { ...whoAndWhen(closed.by, closed.at, page, words) }),
              reason: closed.reason,
            },
          ]
        : [],
    ),
  };
}

interface RatePage extends StandardFound {
  readonly open: StandardRound;
  readonly own: JudgeRatings;
  readonly page: number;
  /** What was typed and could not be kept, by item. */
  readonly typed?: ReadonlyMap<string, string>;
  readonly wrong?: readonly string[];
}

/** The items of one page of the judges' form, and which page that is: one that exists. */
export function ratedOn(items: readonly RatedItem[], wanted: number) {
  const pages = Math.max(1, Math.ceil(items.length / ITEMS_A_PAGE));
  const page = Math.min(wanted, pages);
  return { page, pages, items: items.slice((page - 1) * ITEMS_A_PAGE, page * ITEMS_A_PAGE) };
}

/** Exactly what `pages/exams/standard/rate` prints. */
export function ratePage(found: RatePage, words: ItemWords) {
  const { t, locale } = words;
  const { programme, own, wrong = [] } = found;
  const shown = ratedOn(found.items, found.page);
  const href = standardAddress(programme.id);
  const rated = new Set(found.items.filter(({ key }) => own.has(key)).map(({ key }) => key));
  return {
    title: t('standard.rateTitle', { page: shown.page, pages: shown.pages }),
    backHref: href,
    action: `${href}/rate`,
    round: found.open.id,
    page: shown.page,
    progress: t('standard.own', { rated: rated.size, total: found.items.length }),
    refused: wrong.length > 0 && t('standard.wrong', { count: wrong.length }),
    isLast: shown.page === shown.pages,
    pages: Array.from({ length: shown.pages }, (_, index) => {
      const { items } = ratedOn(found.items, index + 1);
      return {
        text: String(index + 1),
        label: t('standard.page', { page: index + 1 }),
        href: `${href}/rate?page=${index + 1}`,
        current: index + 1 === shown.page,
        done: items.every(({ key }) => own.has(key)),
      };
    }),
    items: shown.items.map((one, index) => ({
      ...itemToRate(one, words),
      field: `rating.${one.key}`,
      id: `rating-${index}`,
      value: found.typed?.get(one.key) ?? own.get(one.key)?.toString() ?? '',
      wrong: wrong.includes(one.key),
      changed: !own.has(one.key) && [...own.keys()].some((key) => isOtherVersion(key, one.key)),
      section: inLocale(one.section.titles, locale).value,
    })),
  };
}

function isOtherVersion(key: string, of: string): boolean {
  const itemOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));
  return key !== of && itemOf(key) === itemOf(of);
}

/** With its key, and as text alone: a judge responds to nothing. */
function itemToRate({ drawable }: RatedItem, { t, locale }: ItemWords) {
  const { item, version, variants } = drawable;
  const drawn = asWritten(item, version, variants[0]);
  const view = itemView(item, drawn, undefined, 'item', locale, t);
  const rows = (view.choice && view.choice.options) || (view.places && view.places.rows) || [];
  return {
    name: t('standard.item', { id: item.id, version }),
    lang: view.lang,
    critical: item.critical,
    stemHtml: view.stemHtml,
    options: rows.map(({ html }) => html),
    example: item.type === 'numeric' && variants.length > 1,
    key: keyLines(item, drawn, locale),
    rationaleHtml: rationaleHtml(item, drawn, locale),
  };
}

interface RoundPage extends RoundFound {
  readonly mayManage: boolean;
  readonly showsItems: boolean;
}

/** Exactly what `pages/exams/standard/round` prints. */
export function roundPage(page: RoundPage, words: ItemWords) {
  const { round, programme, cut, items } = page;
  const { t, locale } = words;
  const points = (value: number): string => number(value, 1, locale);
  const standards = itemStandards(round.ratings);
  const nameOfItem = (key: string): string => {
    const [, id = '', version = ''] = key.split('/');
    return t('standard.item', { id, version });
  };
  const { closed } = round;
  return {
    title: t('standard.resultTitle', { title: inLocale(programme.titles, locale).value }),
    backHref: standardAddress(programme.id),
    closed: closed
      ? t('standard.closed', { ...whoAndWhen(closed.by, closed.at, page, words) })
      : '',
    reason: closed?.reason ?? '',
    cut: cut?.isSet === true && {
      items: t('standard.cutItems', {
        items: points(cut.items),
        count: formLength(programme.specification),
      }),
      percent: t('standard.cutPercent', { percent: cut.wholePercent, exact: points(cut.percent) }),
      error:
        cut.standardError === undefined
          ? t('standard.noError')
          : t('standard.error', { points: points(cut.standardError) }),
      now: comparedWith(page, cut.wholePercent, words),
      waits: programme.standard?.roundId !== round.id,
    },
    use: standardOf(round) !== undefined &&
      programme.standard?.roundId !== round.id &&
      page.mayManage && {
        href: `${programmeAddress(programme.id)}/edit?round=${encodeURIComponent(round.id)}`,
      },
    infeasible: cut === undefined,
    missing: cut?.isSet === false && {
      text: t('standard.missing', { count: cut.missing.length, judges: LEAST_JUDGES }),
      items: page.showsItems ? cut.missing.map(nameOfItem) : [],
    },
    judges: judgeStandings(round.ratings).map(({ judge, rated, leaning, tendency }) => ({
      name: nameOf(judge, page, words),
      rated,
      leaning: points(leaning),
      tendency: { text: t(`standard.tendency.${tendency}`), colour: COLOURS[tendency] },
    })),
    items: page.showsItems && {
      summary: t('standard.itemsRated', {
        count: standards.length,
        discuss: standards.filter(({ discuss }) => discuss).length,
      }),
      few: standards.length <= FEW_ITEMS,
      rows: [...standards]
        .sort((one, other) => other.most - other.least - (one.most - one.least))
        .map((one) => ({
          name: nameOfItem(one.item),
          mean: points(one.mean),
          spread: points(one.spread),
          range: `${one.least}–${one.most}`,
          judges: one.judges,
          tags: [
            ...(one.discuss ? [{ text: t('standard.discuss'), colour: 'warning' }] : []),
            ...(one.isSet ? [] : [{ text: t('standard.tooFew'), colour: 'danger' }]),
            ...(items.some(({ key }) => key === one.item)
              ? []
              : [{ text: t('standard.notNow'), colour: 'neutral' }]),
          ],
        })),
    },
  };
}

const COLOURS = { strict: 'warning', lenient: 'warning', even: 'neutral' } as const;

function comparedWith(
  { programme, round }: Pick<RoundPage, 'programme' | 'round'>,
  percent: number,
  { t, locale, timeZone }: ItemWords,
): string {
  const { standard, version, rules } = programme;
  if (standard?.roundId === round.id) return t('formCut.thisRound', { version });
  if (standard)
    return t('formCut.otherRound', { time: formatDateTime(standard.closedAt, locale, timeZone) });
  const now = rules.cutScorePercent;
  if (percent === now) return t('standard.asNow', { now });
  return t(percent > now ? 'standard.higherThanNow' : 'standard.lowerThanNow', { now });
}

function whoAndWhen(
  personId: string,
  at: Date,
  found: Pick<StandardFound, 'people'>,
  words: ItemWords,
) {
  return {
    name: nameOf(personId, found, words),
    time: formatDateTime(at, words.locale, words.timeZone),
  };
}

function nameOf(id: string, { people }: Pick<StandardFound, 'people'>, { t }: ItemWords): string {
  const person = people.get(id);
  return person ? fullName(person) : t('programmes.somebody');
}
