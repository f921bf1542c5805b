import { formatDate, formatDateTime, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { formLength } from '../exams/programme.js';
import { neededRight } from '../scoring/result.rules.js';
import { minutesWith } from './accommodations/accommodation.rules.js';
import { accommodationTexts } from './accommodations/accommodation.view.js';
import type { Standing } from './gate.js';
import type { GateReason, NextWindow } from './gate.rules.js';
import { mayBook, type Booked } from './windows/booking.rules.js';
import { stepOf } from './windows/lobby.view.js';
import { ownWindowsView, whenText, type WindowWords } from './windows/exam-window.view.js';

/** Why the exam can't be started now, in words, with what helps. */
export function gateReasonText(
  reason: GateReason,
  t: Translate,
  locale: Locale,
  timeZone: string,
): string {
  switch (reason.code) {
    case 'not-required':
      return t('gate.not-required');
    case 'course-not-completed':
      return t('gate.course-not-completed', { count: reason.lessonsLeft });
    case 'course-too-old':
      return t('gate.course-too-old');
    case 'valid-until':
      return t('gate.valid-until', {
        validTo: formatDate(reason.validTo, locale),
        opensOn: formatDate(reason.opensOn, locale),
      });
    case 'cool-off':
      return t('gate.cool-off', { until: formatDateTime(reason.until, locale, timeZone) });
    case 'no-attempts-left':
      return t('gate.no-attempts-left', { count: reason.used });
    case 'safe-browser':
      return t('gate.safe-browser');
    case 'outside-network':
      return t('gate.outside-network', { address: reason.address });
    case 'no-window':
    case 'window-full':
      return `${t(`gate.${reason.code}`)} ${nextWindowText(reason.next, { t, locale, timeZone })}`;
  }
}

function nextWindowText(next: NextWindow | undefined, words: WindowWords): string {
  if (!next) return words.t('gate.window.none');
  const when = whenText(next, words);
  return words.t(next.hasPlace ? 'gate.window.mine' : 'gate.window.next', { when });
}

export interface ExamStartView {
  readonly title: string;
  readonly allowed: boolean;
  /** Where the exam wants Safe Exam Browser, and this is another. */
  readonly safeBrowserHref: string;
  readonly continueHref: string;
  readonly startAction: string;
  readonly startText: string;
  readonly reasons: readonly string[];
  readonly courseHref: string;
  readonly needsCourse: boolean;
  /** Where the programme is sat in exam windows. */
  readonly windows: false | ReturnType<typeof ownWindowsView>;
  /** Where a start code is asked for. */
  readonly code: false | { readonly problem: string; readonly where: string };
  /** What came of booking a place or giving it back a moment ago. */
  readonly booked: false | { readonly colour: string; readonly text: string };
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly sections: readonly {
    readonly title: string;
    readonly count: string;
    readonly allRight: boolean;
  }[];
}

export interface StartWords {
  readonly t: Translate;
  readonly locale: Locale;
  readonly now: Date;
  readonly booked?: Booked | undefined;
  readonly wrongCode?: boolean;
}

/** The page before the exam: what comes, what is needed to pass, and whether it can be started. */
export function examStartView(
  standing: Standing,
  { t, locale, now, booked, wrongCode = false }: StartWords,
): ExamStartView {
  const { programme, decision, municipality, accommodation, evidence } = standing;
  const { timeZone } = municipality;
  const { rules, specification } = programme;
  const total = formLength(specification);
  const needed = neededRight(total, rules.cutScorePercent);
  const fact = (key: string, values: Readonly<Record<string, unknown>>, variant = '') => ({
    term: t(`exam.${key}`),
    text: t(`exam.${key}${variant}Text`, values),
  });
  const minutes = minutesWith(rules.minutes, accommodation);
  const browser = decision.reasons.find((reason) => reason.code === 'safe-browser');
  const safeBrowserHref = browser?.href ?? '';
  return {
    title: t('exam.title', { programme: inLocale(programme.titles, locale).value }),
    allowed: decision.allowed,
    safeBrowserHref,
    continueHref:
      decision.openAttemptId === undefined || safeBrowserHref !== ''
        ? ''
        : `/attempts/${decision.openAttemptId}/pages/1`,
    startAction: `/programmes/${programme.id}/exam`,
    reasons:
      decision.openAttemptId === undefined
        ? decision.reasons
            .filter(({ code }) => code !== 'safe-browser')
            .map((reason) => gateReasonText(reason, t, locale, timeZone))
        : [],
    courseHref: `/courses/${programme.courseId}`,
    windows:
      evidence.windows !== undefined &&
      decision.openAttemptId === undefined &&
      ownWindowsView(evidence.windows, mayBook(decision), { t, locale, timeZone, now }),
    startText: t(
      stepOf(standing) === 'code' && rules.supervision?.start === 'lobby'
        ? 'lobby.enter'
        : 'exam.start',
    ),
    code: stepOf(standing) === 'code' && {
      problem: wrongCode ? t('startCode.wrong') : '',
      where: evidence.windows?.open[0]?.window.room ?? '',
    },
    booked: booked !== undefined && {
      colour: booked === 'booked' || booked === 'left' ? 'success' : 'warning',
      text: t(`booking.${booked}`),
    },
    needsCourse: decision.reasons.some(({ code }) => code.startsWith('course-')),
    facts: [
      fact('length', { total, minutes }, rules.supervision ? 'Pausable' : ''),
      ...(accommodation
        ? [
            fact('accommodation', {
              what: accommodationTexts(accommodation, t).join(', '),
              to: formatDate(accommodation.to, locale),
            }),
          ]
        : []),
      ...(rules.supervision?.lateStart === 'shorten' && evidence.windows
        ? [fact('lateStart', {})]
        : []),
      programme.standard
        ? { term: t('exam.pass'), text: t('formCut.exam') }
        : fact('pass', { needed, total, percent: rules.cutScorePercent }),
      ...(rules.noCriticalWrong ? [fact('critical', {})] : []),
      fact('attempts', { count: decision.attemptsLeft, hours: rules.coolOffHours }),
      fact('saving', {}),
      fact('number', {}),
      ...(rules.supervision?.notices ? [fact('notices', {})] : []),
      {
        term: t('exam.calculator'),
        text: t(`exam.calculatorText.${rules.calculator ?? 'own'}`),
      },
    ],
    sections: specification.sections.map((section) => ({
      title: inLocale(section.titles, locale).value,
      count: t('exam.items', { count: section.quota }),
      allRight: section.allRight,
    })),
  };
}
