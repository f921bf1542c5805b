import type { Item } from '../item-banks/item.js';
import { withImagesAt } from '../item-banks/images/image.rules.js';
import { itemView, type ItemView } from '../item-banks/item.view.js';
import { isAnswered } from '../item-banks/response.rules.js';
import { readTypedNumber } from '../item-banks/typed-number.rules.js';
import { formatTime, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import type { Attempt } from './attempt.js';
import { newOnPage, pagesOf, slotsOnPage } from './attempt-pages.rules.js';
import { INTERRUPTIONS } from './supervision/pause.rules.js';
import { calculatorView, type CalculatorView } from './calculator.view.js';
import { minutesLeft } from './deadline.rules.js';

export interface ClockView {
  readonly serverNow: string;
  readonly closesAt: string;
  /** The municipality's: the browser shows the deadline in it when that is moved. */
  readonly timeZone: string;
  readonly timeLeft: string;
  readonly closes: string;
  /** The time is shown to who asks for it, and announced once. */
  readonly calm: boolean;
  /** The page notes when it is left. */
  readonly notices: boolean;
  /** Of the whole page. */
  readonly textSize: 'usual' | 'large' | 'larger';
}

/** What the page says when it can't reach the server, hidden until then. */
export interface ConnectionView {
  readonly overText: string;
  readonly signInHref: string;
}

interface NavigatorEntry {
  readonly href: string;
  readonly number: number;
  readonly label: string;
  readonly state: 'answered' | 'unanswered';
  readonly flagged: boolean;
  readonly current: boolean;
}

export interface NavigatorView {
  readonly summary: string;
  readonly entries: readonly NavigatorEntry[];
}

interface PageItem extends ItemView {
  readonly slot: number;
  readonly heading: string;
  readonly revision: number;
  readonly flagged: boolean;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

export interface AttemptPageView {
  readonly attemptId: string;
  /** The municipality's: the browser shows times in it, wherever its own clock is set. */
  readonly timeZone: string;
  readonly action: string;
  readonly title: string;
  readonly slots: string;
  /** What the next page shows for the first time. */
  readonly shows: string;
  readonly pages: number;
  readonly page: number;
  readonly items: readonly PageItem[];
  readonly several: boolean;
  readonly hasPrevious: boolean;
  readonly isLast: boolean;
  readonly notice: '' | 'conflict' | 'ambiguous' | 'reported';
  readonly savedAt: string;
  readonly clock: ClockView;
  readonly connection: ConnectionView;
  readonly navigator: NavigatorView;
  /** For who is needed on the ward; null where the programme does not let them stop the clock. */
  readonly interrupt: { readonly action: string; readonly reasons: readonly Choice[] } | null;
  readonly calculator: false | CalculatorView;
  readonly reviewHref: string;
}

export interface ViewContext {
  readonly locale: Locale;
  readonly t: Translate;
  readonly now: Date;
}

/** One page of the exam. `itemAt` gives the item version of a slot. */
export function attemptPageView(
  attempt: Attempt,
  page: number,
  itemAt: (slot: number) => Item,
  notice: AttemptPageView['notice'],
  context: ViewContext,
): AttemptPageView {
  const { t } = context;
  const slots = slotsOnPage(attempt, page);
  const saved = slots.flatMap((slot) => attempt.responses.get(slot)?.savedAt ?? []);
  const latest = saved.sort((a, b) => b.getTime() - a.getTime())[0];
  return {
    attemptId: attempt.id,
    timeZone: attempt.frozen.timeZone,
    action: `/attempts/${attempt.id}/pages/${page}`,
    title: titleOf(attempt, slots, t),
    slots: slots.join(),
    shows: newOnPage(attempt, page + 1).join(),
    page,
    pages: pagesOf(attempt),
    items: slots.map((slot) => pageItem(attempt, slot, itemAt(slot), context)),
    several: slots.length > 1,
    hasPrevious: page > 1,
    isLast: page === pagesOf(attempt),
    notice,
    savedAt: latest
      ? t('attempt.savedAt', { time: formatTime(latest, context.locale, attempt.frozen.timeZone) })
      : '',
    clock: clockView(attempt, context),
    connection: connectionView(attempt, `/attempts/${attempt.id}/pages/${page}`, context),
    navigator: navigatorView(attempt, page, context),
    interrupt:
      attempt.frozen.rules.supervision?.interruptions === true
        ? {
            action: `/attempts/${attempt.id}/interrupt`,
            reasons: INTERRUPTIONS.map((value) => ({ value, text: t(`interrupt.${value}`) })),
          }
        : null,
    calculator: attempt.frozen.rules.calculator === 'onScreen' && calculatorView(context),
    reviewHref: `/attempts/${attempt.id}/review`,
  };
}

function titleOf(attempt: Attempt, slots: readonly number[], t: Translate): string {
  const total = attempt.form.slots.length;
  const first = (slots[0] ?? 0) + 1;
  const last = (slots.at(-1) ?? 0) + 1;
  return first === last
    ? t('attempt.itemOf', { number: first, total })
    : t('attempt.itemsOf', { first, last, total });
}

function pageItem(
  attempt: Attempt,
  slot: number,
  item: Item,
  { locale, t }: ViewContext,
): PageItem {
  const drawn = attempt.form.slots[slot];
  if (!drawn) throw new Error(`There is no slot ${slot}`);
  const saved = attempt.responses.get(slot);
  const section = attempt.frozen.specification.sections.find(({ id }) => id === drawn.sectionId);
  return {
    ...itemView(
      withImagesAt(item, `/attempts/${attempt.id}`),
      drawn,
      saved?.response,
      `r${slot}`,
      locale,
      t,
    ),
    slot,
    heading: t('attempt.itemHeading', {
      number: slot + 1,
      total: attempt.form.slots.length,
      section: section ? inLocale(section.titles, locale).value : '',
    }),
    revision: saved?.revision ?? 0,
    flagged: attempt.flagged.has(slot),
  };
}

export function clockView(
  attempt: Pick<Attempt, 'closesAt' | 'frozen'>,
  { locale, t, now }: ViewContext,
): ClockView {
  return {
    calm: attempt.frozen.accommodation?.calm ?? false,
    notices: attempt.frozen.rules.supervision?.notices ?? false,
    textSize: attempt.frozen.accommodation?.textSize ?? 'usual',
    serverNow: now.toISOString(),
    closesAt: attempt.closesAt.toISOString(),
    timeZone: attempt.frozen.timeZone,
    timeLeft: t('attempt.minutes', { count: minutesLeft(attempt, now) }),
    closes: t('attempt.closes', {
      time: formatTime(attempt.closesAt, locale, attempt.frozen.timeZone),
    }),
  };
}

function connectionView(
  attempt: Pick<Attempt, 'frozen'>,
  here: string,
  { t }: ViewContext,
): ConnectionView {
  return {
    overText: t('attempt.overText', { seconds: attempt.frozen.rules.graceSeconds }),
    signInHref: `/?returnTo=${encodeURIComponent(here)}`,
  };
}

export function navigatorView(
  attempt: Attempt,
  currentPage: number | undefined,
  { t }: ViewContext,
): NavigatorView {
  const { itemsPerPage } = attempt.frozen.rules;
  const entries = attempt.form.slots.map((_slot, index): NavigatorEntry => {
    const answered = isAnswered(attempt.responses.get(index)?.response);
    const flagged = attempt.flagged.has(index);
    const page = Math.floor(index / itemsPerPage) + 1;
    const words = [
      t('attempt.item', { number: index + 1 }),
      t(answered ? 'attempt.answered' : 'attempt.unanswered'),
      ...(flagged ? [t('attempt.flagged')] : []),
    ];
    return {
      href: `/attempts/${attempt.id}/pages/${page}${itemsPerPage > 1 ? `#r${index}` : ''}`,
      number: index + 1,
      label: words.join(', '),
      state: answered ? 'answered' : 'unanswered',
      flagged,
      current: page === currentPage && itemsPerPage === 1,
    };
  });
  return {
    summary: t('attempt.summary', {
      answered: entries.filter(({ state }) => state === 'answered').length,
      total: entries.length,
      flagged: entries.filter(({ flagged }) => flagged).length,
    }),
    entries,
  };
}

export interface ReviewView {
  readonly attemptId: string;
  readonly clock: ClockView;
  readonly connection: ConnectionView;
  readonly navigator: NavigatorView;
  readonly allAnswered: boolean;
  readonly unanswered: readonly { readonly href: string; readonly text: string }[];
  readonly flagged: readonly { readonly href: string; readonly text: string }[];
  /** Numbers we can't read or must ask about; they count as wrong until that is settled. */
  readonly unclear: readonly { readonly href: string; readonly text: string }[];
  readonly submitAction: string;
  readonly backHref: string;
}

/** What the candidate looks over before handing in. */
export function reviewView(attempt: Attempt, context: ViewContext): ReviewView {
  const { t } = context;
  const { itemsPerPage } = attempt.frozen.rules;
  const link = (slot: number) => ({
    href: `/attempts/${attempt.id}/pages/${Math.floor(slot / itemsPerPage) + 1}`,
    text: t('attempt.item', { number: slot + 1 }),
  });
  const slots = attempt.form.slots.map((_slot, index) => index);
  const unanswered = slots.filter((slot) => !isAnswered(attempt.responses.get(slot)?.response));
  return {
    attemptId: attempt.id,
    clock: clockView(attempt, context),
    connection: connectionView(attempt, `/attempts/${attempt.id}/review`, context),
    navigator: navigatorView(attempt, undefined, context),
    allAnswered: unanswered.length === 0,
    unanswered: unanswered.map(link),
    flagged: slots.filter((slot) => attempt.flagged.has(slot)).map(link),
    unclear: slots.filter((slot) => isUnclear(attempt, slot)).map(link),
    submitAction: `/attempts/${attempt.id}/submit`,
    backHref: `/attempts/${attempt.id}/pages/1`,
  };
}

function isUnclear(attempt: Attempt, slot: number): boolean {
  const response = attempt.responses.get(slot)?.response;
  if (!response) return false;
  if ('places' in response) {
    const given = response.places.filter((place) => place !== null);
    return given.length > 0 && new Set(given).size !== response.places.length;
  }
  if (!('typed' in response) || response.meaning !== undefined) return false;
  const read = readTypedNumber(response.typed);
  if (read.kind === 'ambiguous' || read.kind === 'unreadable') return true;
  return false;
}
