import type { AuditTrail } from '../audit/audit-event.js';
import { drawItem } from '../item-banks/drawn-item.rules.js';
import type { DrawnItem, Item, Response } from '../item-banks/item.js';
import { scoreResponse, type ResponseScore } from '../item-banks/response.rules.js';
import { variantsOf } from '../item-banks/variants.rules.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import { rngFromSeed, type IdSource } from '../platform/rng.js';
import type { Course, CourseCatalogue, CourseSession, Lesson } from './course.js';
import { lessonsLeft } from './course.rules.js';
import type { CourseSessionStore } from './course-session.store.js';

export interface CourseDeps {
  readonly catalogue: CourseCatalogue;
  readonly sessions: CourseSessionStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export interface Learner {
  readonly municipalityId: string;
  readonly personId: string;
}

export interface CheckQuestion {
  readonly item: Item;
  readonly drawn: DrawnItem;
}

export interface OpenLesson {
  readonly course: Course;
  readonly lesson: Lesson;
  readonly session: CourseSession;
  readonly questions: readonly CheckQuestion[];
}

/** Opens a lesson: begins the course where needed, and remembers the place. */
export function openLesson(deps: CourseDeps) {
  return async (learner: Learner, courseId: string, lessonId: string): Promise<OpenLesson> => {
    const { course, lesson } = lessonOf(deps.catalogue, courseId, lessonId);
    const session = await currentSession(deps, learner, course);
    await deps.sessions.recordOpened(session.id, lessonId, deps.clock());
    // A crash between the last check and the completion must not leave a course that nothing can complete.
    if (!session.completedAt && lessonsLeft(course, session).length === 0)
      await complete(deps, learner, course, session, deps.clock());
    return { course, lesson, session, questions: questionsOf(session, lesson) };
  };
}

export interface CheckOutcome extends OpenLesson {
  readonly scores: readonly ResponseScore[];
  readonly passed: boolean;
  /** This check was the last one missing: the course is completed now. */
  readonly completed: boolean;
}

/** Scores a lesson's check. Passed when every question is right; tries are not limited. The last lesson passed completes the course. */
export function recordCheck(deps: CourseDeps) {
  return async (
    learner: Learner,
    courseId: string,
    lessonId: string,
    responses: readonly (Response | undefined)[],
  ): Promise<CheckOutcome> => {
    const { course, lesson } = lessonOf(deps.catalogue, courseId, lessonId);
    const session = await currentSession(deps, learner, course);
    const questions = questionsOf(session, lesson);
    const scores = questions.map(({ item, drawn }, index) =>
      scoreResponse(item, drawn, responses[index]),
    );
    const passed = scores.every(({ right }) => right);
    const now = deps.clock();
    await deps.sessions.recordCheck(session.id, lessonId, passed, now);
    // Not judged by the session as it was read: another tab may have passed another lesson since. The update itself knows.
    const completed = passed && (await complete(deps, learner, course, session, now));
    return { course, lesson, session, questions, scores, passed, completed };
  };
}

async function complete(
  { sessions, audit }: CourseDeps,
  { municipalityId, personId }: Learner,
  course: Course,
  session: CourseSession,
  now: Date,
): Promise<boolean> {
  const done = await sessions.complete(
    session.id,
    course.lessons.map(({ id }) => id),
    now,
  );
  if (done) {
    await audit.record({
      municipalityId,
      actor: personId,
      action: 'course.completed',
      subject: `course-session:${session.id}`,
      at: now,
      details: { courseId: course.id, courseVersion: course.version },
    });
  }
  return done;
}

/** Begins the course anew, because the last completion has become too old. The old session stays as it is. */
export function takeCourseAgain(deps: CourseDeps) {
  return async (learner: Learner, courseId: string): Promise<CourseSession> => {
    const course = deps.catalogue.find(courseId);
    if (!course) throw new NotFound('course');
    return openSession(deps, learner, course);
  };
}

/** The latest session, completed or not: a completed course can be read in again without beginning anew. */
async function currentSession(
  deps: CourseDeps,
  learner: Learner,
  course: Course,
): Promise<CourseSession> {
  const [latest] = await deps.sessions.ofPerson(
    learner.municipalityId,
    learner.personId,
    course.id,
  );
  return latest ?? openSession(deps, learner, course);
}

function openSession(
  { sessions, clock, ids }: CourseDeps,
  { municipalityId, personId }: Learner,
  course: Course,
): Promise<CourseSession> {
  return sessions.openOrBegin({
    id: ids(),
    municipalityId,
    personId,
    courseId: course.id,
    courseVersion: course.version,
    startedAt: clock(),
    lessons: {},
  });
}

function lessonOf(
  catalogue: CourseCatalogue,
  courseId: string,
  lessonId: string,
): { course: Course; lesson: Lesson } {
  const course = catalogue.find(courseId);
  const lesson = course?.lessons.find(({ id }) => id === lessonId);
  if (!course || !lesson) throw new NotFound('lesson');
  return { course, lesson };
}

/** The same order and numbers at every visit of one session, so that a page and its answer belong together. */
function questionsOf(session: CourseSession, lesson: Lesson): CheckQuestion[] {
  return lesson.check.map((item) => ({
    item,
    drawn: drawItem(
      {
        item,
        version: session.courseVersion,
        variants: item.type === 'numeric' ? variantsOf(item) : [],
      },
      rngFromSeed(`${session.id}/${item.id}`),
    ),
  }));
}
