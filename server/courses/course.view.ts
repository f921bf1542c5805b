import { mistakeText, solutionSteps } from '../item-banks/feedback.view.js';
import { itemView, rationaleHtml, type ItemView } from '../item-banks/item.view.js';
import type { Response } from '../item-banks/item.js';
import { formatDate, type Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Course, CourseSession } from './course.js';
import { lessonState, lessonsLeft, nextLesson } from './course.rules.js';
import type { CheckOutcome, OpenLesson } from './record-completion.js';

type Colour = 'success' | 'warning' | 'neutral' | 'danger';

export interface CourseView {
  readonly title: string;
  readonly progress: string;
  readonly completed: string;
  readonly tooOld: boolean;
  readonly againAction: string;
  readonly nextHref: string;
  readonly nextText: string;
  readonly examHref: string;
  readonly lessons: readonly {
    readonly number: number;
    readonly href: string;
    readonly title: string;
    readonly minutes: string;
    readonly state: string;
    readonly colour: Colour;
  }[];
}

export interface CourseFacts {
  readonly session: CourseSession | undefined;
  /** The day the course was completed, when it was. */
  readonly completedOn: PlainDate | undefined;
  readonly tooOld: boolean;
  /** The programme that this course opens the exam of. */
  readonly programmeId: string | undefined;
}

const COLOURS = { notStarted: 'neutral', started: 'warning', passed: 'success' } as const;

/** The course's front page: what is done, and one way on. */
export function courseView(
  course: Course,
  { session, completedOn, tooOld, programmeId }: CourseFacts,
  t: Translate,
  locale: Locale,
): CourseView {
  const next = nextLesson(course, session);
  const passed = course.lessons.length - lessonsLeft(course, session).length;
  return {
    title: inLocale(course.titles, locale).value,
    progress: t('course.progress', {
      passed,
      total: course.lessons.length,
      minutes: course.lessons.reduce((sum, { minutes }) => sum + minutes, 0),
    }),
    completed:
      completedOn === undefined
        ? ''
        : t('course.completed', { date: formatDate(completedOn, locale) }),
    tooOld,
    againAction: `/courses/${course.id}/again`,
    nextHref: next ? lessonHref(course, next.id) : '',
    nextText: next
      ? session
        ? t('course.goOn', { lesson: inLocale(next.titles, locale).value })
        : t('course.begin')
      : '',
    examHref:
      completedOn !== undefined && !tooOld && programmeId !== undefined
        ? `/programmes/${programmeId}/exam`
        : '',
    lessons: course.lessons.map((lesson, index) => {
      const state = lessonState(session, lesson.id);
      return {
        number: index + 1,
        href: lessonHref(course, lesson.id),
        title: inLocale(lesson.titles, locale).value,
        minutes: t('course.minutes', { count: lesson.minutes }),
        state: t(`course.state.${state}`),
        colour: COLOURS[state],
      };
    }),
  };
}

export interface LessonView {
  readonly courseHref: string;
  readonly courseTitle: string;
  readonly position: string;
  readonly title: string;
  readonly lang: Locale;
  readonly otherLanguage: string;
  readonly html: string;
  /** After a check that was not passed the questions come first; the text is a link away. */
  readonly showText: boolean;
  readonly lessonHref: string;
  readonly checkAction: string;
  readonly notice: string;
  readonly noticeColour: Colour;
  readonly nextHref: string;
  readonly nextText: string;
  readonly questions: readonly (ItemView & {
    readonly outcome: string;
    readonly outcomeColour: Colour;
    /** What probably happened, where a known mistake gives the number that was typed. */
    readonly mistake: string;
    readonly rationaleHtml: string;
    /** How to work it out; empty for what is not calculated. */
    readonly solution: readonly string[];
  })[];
}

/** A lesson with its check; after the check was handed in, with what was right and why. */
export function lessonView(
  open: OpenLesson | CheckOutcome,
  responses: readonly (Response | undefined)[],
  programmeId: string | undefined,
  t: Translate,
  locale: Locale,
): LessonView {
  const { course, lesson, questions } = open;
  const outcome = 'scores' in open ? open : undefined;
  const index = course.lessons.findIndex(({ id }) => id === lesson.id);
  const text = inLocale(lesson.html, locale);
  return {
    courseHref: `/courses/${course.id}`,
    courseTitle: inLocale(course.titles, locale).value,
    position: t('course.position', { number: index + 1, total: course.lessons.length }),
    title: inLocale(lesson.titles, text.locale).value,
    lang: text.locale,
    otherLanguage:
      text.locale === locale
        ? ''
        : t('course.otherLanguage', { language: t(`course.language.${text.locale}`) }),
    html: text.value,
    showText: outcome === undefined,
    lessonHref: lessonHref(course, lesson.id),
    checkAction: `${lessonHref(course, lesson.id)}/check`,
    ...noticeOf(outcome, open, programmeId, t, locale),
    questions: questions.map(({ item, drawn }, position) => {
      const score = outcome?.scores[position];
      return {
        ...itemView(item, drawn, responses[position], `r${position}`, locale, t),
        outcome: score
          ? t(score.right ? 'course.right' : score.answered ? 'course.wrong' : 'course.unanswered')
          : '',
        outcomeColour: score?.right ? 'success' : 'warning',
        mistake: mistakeText(item, score?.mistake, locale, t),
        solution: score?.answered ? solutionSteps(item, drawn, locale, t) : [],
        rationaleHtml: score?.answered ? rationaleHtml(item, drawn, locale) : '',
      };
    }),
  };
}

function noticeOf(
  outcome: CheckOutcome | undefined,
  { course, lesson, session }: OpenLesson,
  programmeId: string | undefined,
  t: Translate,
  locale: Locale,
): Pick<LessonView, 'notice' | 'noticeColour' | 'nextHref' | 'nextText'> {
  if (!outcome) return { notice: '', noticeColour: 'neutral', nextHref: '', nextText: '' };
  if (!outcome.passed) {
    const count = outcome.scores.filter(({ right }) => !right).length;
    return {
      notice: t('course.notYet', { count }),
      noticeColour: 'warning',
      nextHref: '',
      nextText: '',
    };
  }
  const next = outcome.completed
    ? undefined
    : lessonsLeft(course, session).find(({ id }) => id !== lesson.id);
  const done = { noticeColour: 'success' } as const;
  if (next)
    return {
      ...done,
      notice: t('course.passed'),
      nextHref: lessonHref(course, next.id),
      nextText: t('course.nextLesson', { lesson: inLocale(next.titles, locale).value }),
    };
  return {
    ...done,
    notice: t(outcome.completed ? 'course.completedNow' : 'course.passed'),
    nextHref:
      programmeId === undefined ? `/courses/${course.id}` : `/programmes/${programmeId}/exam`,
    nextText: t('course.toExam'),
  };
}

function lessonHref(course: Course, lessonId: string): string {
  return `/courses/${course.id}/lessons/${lessonId}`;
}
