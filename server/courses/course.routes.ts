import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import { readFormResponse } from '../item-banks/read-response.js';
import { readerOf, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { inLocale } from '../platform/locale.js';
import { dateIn } from '../platform/plain-date.js';
import { isFresh } from './course.rules.js';
import { courseView, lessonView } from './course.view.js';
import {
  openLesson,
  recordCheck,
  takeCourseAgain,
  type CourseDeps,
  type Learner,
} from './record-completion.js';

/** A programme that demands a course. */
export interface CourseDemand {
  readonly programmeId: string;
  readonly maxAgeMonths: number;
}

export interface CourseRoutesDeps extends CourseDeps {
  readonly pages: Pages;
  /** The programme of the municipality that this course leads to, if any. */
  readonly demandFor: (
    municipalityId: string,
    courseId: string,
  ) => Promise<CourseDemand | undefined>;
}

const id = z.string().regex(/^[a-z0-9-]{1,60}$/);
const courseParams = z.object({ courseId: id });
const lessonParams = z.object({ courseId: id, lessonId: id });
const figureParams = z.object({
  courseId: id,
  lessonId: id,
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]*\.svg$/),
});

/** The e-learning course: its front page, lessons with figures, and checks. */
export function courseRoutes(deps: CourseRoutesDeps): Router {
  const { pages, catalogue, sessions } = deps;
  const router = Router();
  const open = openLesson(deps);
  const check = recordCheck(deps);
  const again = takeCourseAgain(deps);
  const readForm = urlencoded({ extended: false, limit: '64kb', parameterLimit: 500 });

  router.get('/courses/:courseId', signedInOnly, async (req, res) => {
    const { courseId } = courseParams.parse(req.params);
    const course = catalogue.find(courseId);
    if (!course) throw new NotFound('course');
    const { municipality, today } = readerOf(req);
    const { municipalityId, personId } = learnerOf(req);
    const [session] = await sessions.ofPerson(municipalityId, personId, courseId);
    const demand = await deps.demandFor(municipalityId, courseId);
    const { completedAt } = session ?? {};
    const facts = {
      session,
      completedOn: completedAt && dateIn(municipality.timeZone, completedAt),
      tooOld:
        completedAt !== undefined &&
        demand !== undefined &&
        !isFresh(completedAt, demand.maxAgeMonths, today, municipality.timeZone),
      programmeId: demand?.programmeId,
    };
    const view = courseView(course, facts, pages.texts(req), pages.locale(req));
    pages.send(req, res, 'courses/course', view, { title: view.title });
  });

  router.post('/courses/:courseId/again', signedInOnly, async (req, res) => {
    const { courseId } = courseParams.parse(req.params);
    await again(learnerOf(req), courseId);
    res.redirect(303, `/courses/${courseId}`);
  });

  router.get('/courses/:courseId/lessons/:lessonId', signedInOnly, async (req, res) => {
    const { courseId, lessonId } = lessonParams.parse(req.params);
    const lesson = await open(learnerOf(req), courseId, lessonId);
    const view = lessonView(lesson, [], undefined, pages.texts(req), pages.locale(req));
    pages.send(req, res, 'courses/lesson', view, { title: view.title, scripts: ['read-aloud'] });
  });

  router.post(
    '/courses/:courseId/lessons/:lessonId/check',
    signedInOnly,
    readForm,
    async (req, res) => {
      const { courseId, lessonId } = lessonParams.parse(req.params);
      const fields = z.record(z.string(), z.unknown()).parse(req.body);
      const count = catalogue.find(courseId)?.lessons.find((one) => one.id === lessonId)
        ?.check.length;
      const responses = Array.from({ length: count ?? 0 }, (_none, index) =>
        readFormResponse(fields, `r${index}`),
      );
      const learner = learnerOf(req);
      const outcome = await check(learner, courseId, lessonId, responses);
      const demand = await deps.demandFor(learner.municipalityId, courseId);
      const view = lessonView(
        outcome,
        responses,
        demand?.programmeId,
        pages.texts(req),
        pages.locale(req),
      );
      pages.send(req, res, 'courses/lesson', view, {
        title: inLocale(outcome.lesson.titles, pages.locale(req)).value,
      });
    },
  );

  router.get('/courses/:courseId/lessons/:lessonId/figures/:file', signedInOnly, (req, res) => {
    const { courseId, lessonId, file } = figureParams.parse(req.params);
    const figure = catalogue.figure(courseId, lessonId, file);
    if (figure === undefined) throw new NotFound('figure');
    res.type('svg').set('Cache-Control', 'private, max-age=3600').send(figure);
  });

  return router;
}

function learnerOf(req: Request): Learner {
  const { person, municipality } = readerOf(req);
  return { municipalityId: municipality.id, personId: person.id };
}
