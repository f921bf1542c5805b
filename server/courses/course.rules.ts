import { addMonths, dateIn, type PlainDate } from '../platform/plain-date.js';
import type { Course, CourseSession, Lesson } from './course.js';

export type LessonState = 'notStarted' | 'started' | 'passed';

export function lessonState(session: CourseSession | undefined, lessonId: string): LessonState {
  const progress = session?.lessons[lessonId];
  if (progress?.passedAt) return 'passed';
  return progress?.openedAt ? 'started' : 'notStarted';
}

/** Lessons whose check is not passed yet, in the order of the course. */
export function lessonsLeft(course: Course, session: CourseSession | undefined): readonly Lesson[] {
  return course.lessons.filter(({ id }) => lessonState(session, id) !== 'passed');
}

/** Where to go on: the lesson last open if it is not passed, else the first that is left. */
export function nextLesson(course: Course, session: CourseSession | undefined): Lesson | undefined {
  const left = lessonsLeft(course, session);
  return left.find(({ id }) => id === session?.lastLessonId) ?? left[0];
}

/** Is a course completed on `completedAt` still good on `day`? It counts for so many months from its day, that day included. */
export function isFresh(
  completedAt: Date,
  maxAgeMonths: number,
  day: PlainDate,
  timeZone: string,
): boolean {
  return day <= addMonths(dateIn(timeZone, completedAt), maxAgeMonths);
}

/** How far a person's course has come, as evidence for an exam. */
export type CourseEvidence =
  | { readonly state: 'completed' }
  | { readonly state: 'tooOld' }
  | { readonly state: 'open'; readonly lessonsLeft: number };

/** Held against a programme's rule on `day`: one completion that is still fresh is enough; else the latest session counts. */
export function courseEvidence(
  course: Course,
  sessions: readonly CourseSession[],
  { maxAgeMonths, day, timeZone }: { maxAgeMonths: number; day: PlainDate; timeZone: string },
): CourseEvidence {
  const fresh = sessions.some(
    ({ completedAt }) => completedAt && isFresh(completedAt, maxAgeMonths, day, timeZone),
  );
  if (fresh) return { state: 'completed' };
  const latest = sessions.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime())[0];
  if (latest?.completedAt) return { state: 'tooOld' };
  return { state: 'open', lessonsLeft: lessonsLeft(course, latest).length };
}
