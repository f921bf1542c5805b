import { mistakeText, solutionSteps } from '../item-banks/feedback.view.js';
import { diagnose } from '../item-banks/diagnose.rules.js';
import { withImagesAt } from '../item-banks/images/image.rules.js';
import { itemView, rationaleHtml, type ItemView } from '../item-banks/item.view.js';
import { keyLines } from '../item-banks/key.view.js';
import type { Response } from '../item-banks/item.js';
import type { Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { OpenSlot, PracticeOverview, RespondOutcome, TopicTitle } from './practise.js';
import { dueCount, levelOf, streakOn, type TopicReadiness } from './progress.rules.js';

export interface Words {
  readonly t: Translate;
  readonly locale: Locale;
}

const READINESS_COLOURS = {
  ready: 'success',
  onTheWay: 'warning',
  notBegun: 'neutral',
} as const satisfies Record<TopicReadiness, string>;

/** Exactly what `pages/practice/overview` prints. */
interface OverviewModel {
  readonly title: string;
  readonly readiness: string;
  readonly readyTopics: number;
  readonly allTopics: number;
  readonly due: string;
  readonly level: string;
  readonly points: string;
  readonly streak: string;
  readonly showsStreak: boolean;
  readonly nothingFits: boolean;
  readonly setsAction: string;
  readonly streakAction: string;
  readonly goOnHref: string;
  /** How many items the person was sure of and wrong; empty when there are none. */
  readonly sureButWrong: string;
  readonly topics: readonly {
    readonly id: string;
    readonly title: string;
    /** Of a local supplement; empty where it is the programme's own. */
    readonly bank: string;
    readonly label: string;
    readonly state: string;
    readonly colour: string;
    readonly right: string;
  }[];
}

export function overviewPage(
  overview: PracticeOverview,
  place: { readonly today: PlainDate; readonly nothingFits: boolean },
  { t, locale }: Words,
): OverviewModel {
  const { practice, programme, topics, topicTitles } = overview;
  const { level, nextAt } = levelOf(practice.points);
  const ready = topics.filter(({ readiness }) => readiness === 'ready').length;
  const sureButWrong = topics.reduce((sum, one) => sum + one.sureButWrong, 0);
  const due = dueCount(practice, place.today);
  const days = streakOn(practice.streak, place.today);
  const here = addressOf(programme.id);
  return {
    title: t('practice.title', { programme: inLocale(programme.titles, locale).value }),
    readiness: t('practice.readiness', { ready, total: topics.length }),
    readyTopics: ready,
    allTopics: topics.length,
    due: t(due === 0 ? 'practice.nothingDue' : 'practice.due', { count: due }),
    level: t('practice.level', { level }),
    points: t('practice.points', { points: practice.points, next: nextAt }),
    streak: practice.showsStreak ? t('practice.streak', { count: days }) : '',
    showsStreak: practice.showsStreak,
    nothingFits: place.nothingFits,
    setsAction: `${here}/sets`,
    streakAction: `${here}/streak`,
    goOnHref: goOnHref(overview),
    sureButWrong: sureButWrong === 0 ? '' : t('practice.sureButWrong', { count: sureButWrong }),
    topics: topics.map(({ topic, items, right, readiness }) => ({
      id: topic,
      ...titleOf(topicTitles.get(topic) ?? { titles: { nb: topic } }, locale),
      state: t(`practice.readiness.${readiness}`),
      colour: READINESS_COLOURS[readiness],
      right: t('practice.topicRight', { right, total: items }),
    })),
  };
}

function titleOf({ titles, bank }: TopicTitle, locale: Locale) {
  const title = inLocale(titles, locale).value;
  const of = bank ? inLocale(bank, locale).value : '';
  return { title, bank: of, label: of === '' ? title : `${title}, ${of}` };
}

/** To the first item of the set under way that waits for a response; empty when none does. */
function goOnHref({ practice: { set }, programme }: PracticeOverview): string {
  const waiting = set?.slots.findIndex(({ response }) => response === undefined) ?? -1;
  return set && waiting >= 0 ? slotHref(programme.id, set.id, waiting) : '';
}

/** Exactly what `pages/practice/slot` prints: an item to respond to, or what it came to. */
interface SlotModel {
  readonly title: string;
  readonly overviewHref: string;
  readonly action: string;
  readonly item: ItemView;
  readonly problem: string;
  readonly feedback:
    | false
    | {
        readonly outcome: string;
        readonly colour: 'success' | 'warning' | 'danger';
        readonly points: string;
        readonly keys: readonly string[];
        /** What probably happened, where a known mistake gives the number that was typed. */
        readonly mistake: string;
        /** How to work it out; empty for what is not calculated. */
        readonly solution: readonly string[];
        readonly lang: Locale;
        readonly rationaleHtml: string;
      };
  readonly nextHref: string;
  readonly nextText: string;
}

export function slotPage(
  open: OpenSlot,
  said: { readonly response: Response | undefined; readonly problem?: RespondOutcome },
  { t, locale }: Words,
): SlotModel {
  const { programme, practice, slot, number, total } = open;
  const setId = practice.set?.id ?? '';
  const item = withImagesAt(open.item, slotHref(programme.id, setId, number));
  const response = slot.response?.response ?? said.response;
  const view = itemView(item, slot.drawn, response, 'r0', locale, t);
  const isLast = number + 1 === total;
  return {
    title: t('practice.position', { number: number + 1, total }),
    overviewHref: addressOf(programme.id),
    action: slotHref(programme.id, setId, number),
    item: view,
    problem: said.problem === undefined ? '' : t(`practice.problem.${said.problem}`),
    feedback: feedbackOf({ ...open, item }, { t, locale }),
    nextHref: isLast ? addressOf(programme.id) : slotHref(programme.id, setId, number + 1),
    nextText: t(isLast ? 'practice.finish' : 'practice.next'),
  };
}

function feedbackOf({ slot, item }: OpenSlot, { t, locale }: Words): SlotModel['feedback'] {
  const { response } = slot;
  if (!response) return false;
  const { right, sure, points } = response;
  const kind = `${sure ? 'sure' : 'unsure'}${right ? 'Right' : 'Wrong'}`;
  return {
    outcome: t(`practice.outcome.${kind}`),
    colour: right ? 'success' : sure ? 'danger' : 'warning',
    points: right ? t('practice.gained', { count: points }) : '',
    keys: right ? [] : keyLines(item, slot.drawn, locale),
    mistake: mistakeText(item, diagnose(item, slot.drawn, response.response)?.mistake, locale, t),
    solution: solutionSteps(item, slot.drawn, locale, t),
    lang: inLocale(item.texts, locale).locale,
    rationaleHtml: rationaleHtml(item, slot.drawn, locale),
  };
}

function addressOf(programmeId: string): string {
  return `/programmes/${programmeId}/practice`;
}

export function slotHref(programmeId: string, setId: string, slot: number): string {
  return `${addressOf(programmeId)}/sets/${setId}/${slot + 1}`;
}
