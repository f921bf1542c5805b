import type { Attempt } from '../attempts/attempt.js';
import { gateReasonText } from '../attempts/gate.view.js';
import type { Standing } from '../attempts/gate.js';
import type { Certificate } from '../certification/certificate.js';
import { statusOn, windowOpens } from '../certification/validity.rules.js';
import { formatDate, formatTime, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { dateIn, daysBetween, type PlainDate } from '../platform/plain-date.js';

type Colour = 'success' | 'warning' | 'danger' | 'neutral' | 'info';

export interface ProgrammeCard {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly colour: Colour;
  /** What is next, by when. */
  readonly next: string;
  readonly actionHref: string;
  readonly actionText: string;
  readonly practiceHref: string;
  readonly steps: readonly {
    readonly text: string;
    readonly state: string;
    readonly colour: Colour;
  }[];
  readonly certificate: false | { readonly pdfHref: string; readonly verifyHref: string };
  readonly why: string;
  readonly earlier: readonly { readonly href: string; readonly text: string }[];
}

/** One programme of a person with its history, as the home page needs it. */
export interface ProgrammeStanding {
  readonly standing: Standing;
  readonly certificates: readonly Certificate[];
  readonly attempts: readonly Pick<Attempt, 'id' | 'state' | 'startedAt' | 'closesAt' | 'result'>[];
  readonly unitName: string;
  readonly courseStarted: boolean;
  readonly now: Date;
}

/** Where the person is in a programme, what is next, by when, why, and one button. */
export function programmeCard(
  facts: ProgrammeStanding,
  t: Translate,
  locale: Locale,
): ProgrammeCard {
  const { standing, certificates, attempts, unitName } = facts;
  const { programme, municipality, required, evidence, decision } = standing;
  const today = dateIn(municipality.timeZone, facts.now);
  const state = stateOf(facts, today);
  const current = evidence.cycle.current;
  const action = actionOf(facts, t, locale);
  const done = {
    course: evidence.course.state === 'completed',
    exam: current !== undefined && !evidence.cycle.open,
  };
  const steps = (['course', 'exam', 'certificate'] as const).map((step) => {
    const isDone = done.exam || (step === 'course' && done.course);
    const isNow = !isDone && (step === 'course' ? !done.course : step === 'exam' && done.course);
    return {
      text: t(`home.step.${step}`),
      state: t(`home.step.${isDone ? 'done' : isNow ? 'now' : 'later'}`),
      colour: isDone ? ('success' as const) : isNow ? ('info' as const) : ('neutral' as const),
    };
  });
  const blocked = decision.reasons
    .filter(({ code }) => code === 'cool-off' || code === 'no-attempts-left')
    .map((reason) => gateReasonText(reason, t, locale, municipality.timeZone));
  const windowTexts = decision.reasons
    .filter(({ code }) => code === 'no-window' || code === 'window-full')
    .map((reason) => gateReasonText(reason, t, locale, municipality.timeZone));
  const renewBy =
    current && evidence.cycle.open && statusOn(current, today) === 'valid'
      ? [t('home.next.renewBy', { date: formatDate(current.record.validTo, locale) })]
      : [];
  return {
    id: programme.id,
    title: inLocale(programme.titles, locale).value,
    ...statusText(state, facts, today, t, locale),
    next: [
      ...(blocked.length > 0 && done.course ? blocked : [action.next]),
      ...(blocked.length === 0 && done.course && evidence.cycle.open ? windowTexts : []),
      ...renewBy,
    ].join(' '),
    actionHref: blocked.length > 0 && done.course && !decision.openAttemptId ? '' : action.href,
    actionText: action.text,
    practiceHref: `/programmes/${programme.id}/practice`,
    steps,
    certificate: current !== undefined &&
      statusOn(current, today) === 'valid' && {
        pdfHref: `/certificates/${current.record.id}/pdf`,
        verifyHref: `/v/${current.record.code}`,
      },
    why: required
      ? t('home.why', {
          reason: inLocale(required.requirement.reason, locale).value,
          jobRole: t(`jobRole.${required.employment.jobRole}`),
          unit: unitName,
        })
      : '',
    earlier: [
      ...certificates
        .filter(
          (certificate) =>
            certificate.record.id !== current?.record.id ||
            statusOn(certificate, today) !== 'valid',
        )
        .map((certificate) => ({
          href: `/v/${certificate.record.code}`,
          text: t('home.earlierCertificate', {
            from: formatDate(certificate.record.validFrom, locale),
            to: formatDate(certificate.record.validTo, locale),
            status: t(`home.certificateStatus.${statusOn(certificate, today)}`),
          }),
        })),
      ...attempts
        .filter(({ state: attemptState }) => attemptState !== 'inProgress')
        .map((attempt) => ({
          href: `/attempts/${attempt.id}/result`,
          text: t('home.earlierAttempt', {
            date: formatDate(dateIn(municipality.timeZone, attempt.startedAt), locale),
            outcome: t(`home.outcome.${outcomeOf(attempt)}`),
          }),
        })),
    ],
  };
}

type State =
  | 'valid'
  | 'expiringSoon'
  | 'expired'
  | 'revoked'
  | 'notStarted'
  | 'inCourse'
  | 'readyForExam'
  | 'inExam'
  | 'failed';

function stateOf(
  { standing: { programme, evidence, decision }, attempts, courseStarted }: ProgrammeStanding,
  today: PlainDate,
): State {
  const { current } = evidence.cycle;
  if (decision.openAttemptId !== undefined) return 'inExam';
  if (current) {
    const status = statusOn(current, today);
    if (status === 'valid')
      return today >= windowOpens(current.record, programme.rules) ? 'expiringSoon' : 'valid';
    if (status === 'revoked') return 'revoked';
    return 'expired';
  }
  if (attempts.some(({ result }) => result?.passed === false)) return 'failed';
  if (evidence.course.state === 'completed') return 'readyForExam';
  return courseStarted ? 'inCourse' : 'notStarted';
}

function statusText(
  state: State,
  { standing }: ProgrammeStanding,
  today: PlainDate,
  t: Translate,
  locale: Locale,
): { status: string; colour: Colour } {
  const record = standing.evidence.cycle.current?.record;
  const date = record ? formatDate(record.validTo, locale) : '';
  switch (state) {
    case 'valid':
      return { status: t('home.status.valid', { date }), colour: 'success' };
    case 'expiringSoon': {
      const count = record ? daysBetween(today, record.validTo) : 0;
      return {
        status: count === 0 ? t('home.status.lastDay') : t('home.status.expiringSoon', { count }),
        colour: 'warning',
      };
    }
    case 'expired':
      return { status: t('home.status.expired', { date }), colour: 'danger' };
    case 'revoked':
    case 'failed':
      return { status: t(`home.status.${state}`), colour: 'danger' };
    case 'readyForExam':
    case 'inExam':
    case 'inCourse':
      return { status: t(`home.status.${state}`), colour: 'info' };
    case 'notStarted':
      return { status: t('home.status.notStarted'), colour: 'neutral' };
  }
}

function actionOf(
  { standing, attempts, courseStarted }: ProgrammeStanding,
  t: Translate,
  locale: Locale,
): { next: string; href: string; text: string } {
  const { programme, evidence, decision, municipality } = standing;
  const course = `/courses/${programme.courseId}`;
  const open = attempts.find(({ id }) => id === decision.openAttemptId);
  if (open)
    return {
      next: t('home.next.examOpen', {
        time: formatTime(open.closesAt, locale, municipality.timeZone),
      }),
      href: `/attempts/${open.id}/pages/1`,
      text: t('home.action.examOpen'),
    };
  if (!evidence.cycle.open && evidence.cycle.opensOn)
    return {
      next: t('home.next.nothing', { date: formatDate(evidence.cycle.opensOn, locale) }),
      href: '',
      text: '',
    };
  switch (evidence.course.state) {
    case 'tooOld':
      return { next: t('home.next.courseAgain'), href: course, text: t('home.action.courseGoOn') };
    case 'open':
      return courseStarted
        ? {
            next: t('home.next.courseGoOn', { count: evidence.course.lessonsLeft }),
            href: course,
            text: t('home.action.courseGoOn'),
          }
        : { next: t('home.next.course'), href: course, text: t('home.action.course') };
    case 'completed':
      return {
        next: t('home.next.exam', { minutes: programme.rules.minutes }),
        href: `/programmes/${programme.id}/exam`,
        text: t('home.action.exam'),
      };
  }
}

function outcomeOf(attempt: Pick<Attempt, 'state' | 'result'>): string {
  if (attempt.state === 'annulled') return 'annulled';
  if (!attempt.result) return 'open';
  return attempt.result.passed ? 'passed' : 'failed';
}
