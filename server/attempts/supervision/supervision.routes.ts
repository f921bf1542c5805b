import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { ProgrammeStore } from '../../exams/programme.store.js';
import { fullName } from '../../organisation/person.js';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import { scopeOf } from '../../organisation/policy.rules.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import type { IdSource } from '../../platform/rng.js';
import type { Attempt } from '../attempt.js';
import type { annulAttempt } from './annul-attempt.js';
import type { Pauses } from './pauses.js';
import type { waitingCandidates } from '../windows/waiting-candidates.js';
import { waitingGroups } from '../windows/manage-windows.view.js';
import { MOST_MINUTES, type Act, type extendAttempts } from './extend-attempts.js';
import type { supervisedAttempts, SupervisedDeps, SupervisedRow } from './supervised.js';
import {
  boardPage,
  supervisedAttemptPage,
  type ActProblem,
  type Words,
} from './supervision.view.js';

export interface SupervisionRoutesDeps extends SupervisedDeps {
  readonly pages: Pages;
  readonly programmes: ProgrammeStore;
  readonly ids: IdSource;
  readonly supervised: ReturnType<typeof supervisedAttempts>;
  readonly waiting: ReturnType<typeof waitingCandidates>;
  readonly extend: ReturnType<typeof extendAttempts>;
  readonly pauses: Pauses;
  readonly annul: ReturnType<typeof annulAttempt>;
}

const id = z.string().regex(/^[\w.:-]{1,100}$/);
const last = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value: unknown) => [value].flat().at(-1), schema.optional()).catch(undefined);
const filterFields = z.object({ unit: last(id), programme: last(id) });
const doneField = z.object({ extended: last(z.coerce.number().int().min(0).max(99_999)) });
const params = z.object({ attemptId: id });
const reasonForm = z.object({
  act: z.string().min(8).max(80),
  reason: z.string().trim().min(1).max(300),
});
/** As it was read to somebody, with a blank in the middle perhaps. */
const confirmForm = z.object({
  code: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, ''))
    .catch(''),
});
const extendForm = z.object({
  act: z.string().min(8).max(64),
  minutes: z.coerce.number().int().min(1).max(MOST_MINUTES),
  reason: z.string().trim().min(1).max(300),
});
const typed = z
  .object({ minutes: z.string().max(10), reason: z.string().max(2000) })
  .partial()
  .catch({});

/** Exams under way, for whoever runs them: who is in, and more time for one or for all. */
export function supervisionRoutes(deps: SupervisionRoutesDeps): Router {
  const { pages, programmes, clock, ids } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

  router.get('/exams', signedInOnly, async (req, res) => {
    await sendBoard(req, res);
  });

  router.post('/exams/extend', signedInOnly, readForm, async (req, res) => {
    const filters = filterFields.parse(req.body);
    const read = extendForm.safeParse(req.body);
    if (!read.success) {
      await sendBoard(req, res, problemIn(read.error));
      return;
    }
    const { rows } = await deps.supervised(requestOf(req, filters));
    const { act, minutes, reason } = read.data;
    const by = readerOf(req).person.id;
    const attempts = rows.map(({ attempt }) => attempt);
    const extended = await deps.extend(attempts, minutes, { id: act, by, reason });
    res.redirect(303, boardAddress({ ...filters, extended }));
  });

  router.get('/exams/attempts/:attemptId', signedInOnly, async (req, res) => {
    await sendAttempt(req, res, await rowFor(req));
  });

  router.post('/exams/attempts/:attemptId/extend', signedInOnly, readForm, async (req, res) => {
    const row = await rowFor(req);
    const read = extendForm.safeParse(req.body);
    if (!read.success) {
      await sendAttempt(req, res, row, problemIn(read.error));
      return;
    }
    const { act, minutes, reason } = read.data;
    const by = readerOf(req).person.id;
    const extended = await deps.extend([row.attempt], minutes, { id: act, by, reason });
    res.redirect(303, `/exams/attempts/${row.attempt.id}?extended=${extended}`);
  });

  router.post('/exams/attempts/:attemptId/pause', signedInOnly, readForm, async (req, res) => {
    await act(req, res, (attempt, how) => deps.pauses.pause(attempt, how));
  });

  router.post('/exams/attempts/:attemptId/release', signedInOnly, readForm, async (req, res) => {
    await act(req, res, (attempt, how) => deps.pauses.release(attempt, how));
  });

  router.post('/exams/attempts/:attemptId/annul', signedInOnly, readForm, async (req, res) => {
    scopeFor(req, 'annul-attempts');
    await act(req, res, deps.annul);
  });

  router.get('/exams/confirm', signedInOnly, (req, res) => {
    sendConfirm(req, res, { done: req.query['done'] !== undefined, problem: false });
  });

  router.post('/exams/confirm', signedInOnly, readForm, async (req, res) => {
    const { person, municipality } = readerOf(req);
    const { code } = confirmForm.parse(req.body);
    if (await deps.pauses.confirm(municipality.id, person.id, code))
      res.redirect(303, '/exams/confirm?done=1');
    else sendConfirm(req, res, { done: false, problem: true });
  });

  function sendConfirm(req: Request, res: Response, model: { done: boolean; problem: boolean }) {
    const title = pages.texts(req)('confirm.title');
    pages.send(req, res, 'exams/confirm', model, { title, status: model.problem ? 422 : 200 });
  }

  /** What needs a reason and nothing else. */
  async function act(
    req: Request,
    res: Response,
    does: (attempt: Attempt, how: Act) => Promise<boolean>,
  ): Promise<void> {
    const row = await rowFor(req);
    const read = reasonForm.safeParse(req.body);
    if (!read.success) {
      await sendAttempt(req, res, row, 'reason');
      return;
    }
    const { act: id, reason } = read.data;
    await does(row.attempt, { id, by: readerOf(req).person.id, reason });
    res.redirect(303, `/exams/attempts/${row.attempt.id}`);
  }

  function requestOf(req: Request, filters: z.infer<typeof filterFields>) {
    const scope = scopeFor(req, 'supervise-exams');
    const { person, today } = readerOf(req);
    return { ...filters, scope, today, readerId: person.id };
  }

  /** The attempt if it is one that the reader supervises. */
  async function rowFor(req: Request): Promise<SupervisedRow> {
    const { attemptId } = params.parse(req.params);
    const { rows } = await deps.supervised(requestOf(req, {}));
    const row = rows.find(({ attempt }) => attempt.id === attemptId);
    if (!row) throw new NotFound('attempt');
    return row;
  }

  async function sendBoard(req: Request, res: Response, problem?: ActProblem): Promise<void> {
    const filters = filterFields.parse(req.method === 'GET' ? req.query : req.body);
    const [found, all, waiting] = await Promise.all([
      deps.supervised(requestOf(req, filters)),
      programmes.allOf(readerOf(req).municipality.id),
      deps.waiting(requestOf(req, filters)),
    ]);
    const { extended } = doneField.parse(req.query);
    const act = { id: ids(), problem, ...typed.parse(req.body) };
    const words = wordsFor(req);
    const groups = waitingGroups(waiting.windows, waiting.names, readerOf(req).person.id, words);
    const model = boardPage(
      { ...found, programmes: all, filters, act, waiting: groups, extended },
      words,
    );
    const options = { title: words.t('exams.title'), scripts: ['exam-board'] };
    pages.send(req, res, 'exams/board', model, { ...options, status: problem ? 422 : 200 });
  }

  async function sendAttempt(
    req: Request,
    res: Response,
    row: SupervisedRow,
    problem?: ActProblem,
  ): Promise<void> {
    const { extended } = doneField.parse(req.query);
    const actors = (row.attempt.events ?? []).map(({ by }) => by);
    const people = await deps.people.findAll(row.attempt.municipalityId, actors);
    const names = new Map(people.map((person) => [person.id, fullName(person)]));
    const act = {
      id: ids(),
      problem,
      done: extended === 1,
      mayAnnul: mayAnnul(req),
      ...typed.parse(req.body),
    };
    const model = supervisedAttemptPage(row, names, act, wordsFor(req));
    const options = { title: model.name, scripts: ['exam-board'] };
    pages.send(req, res, 'exams/attempt', model, { ...options, status: problem ? 422 : 200 });
  }

  function wordsFor(req: Request): Words {
    const { timeZone } = readerOf(req).municipality;
    return { t: pages.texts(req), locale: pages.locale(req), timeZone, now: clock() };
  }

  return router;
}

function mayAnnul(req: Request): boolean {
  const { person, today } = readerOf(req);
  return scopeOf(person, 'annul-attempts', today).allowed;
}

function problemIn(error: z.ZodError): ActProblem {
  return error.issues.some(({ path }) => path[0] === 'minutes') ? 'minutes' : 'reason';
}

function boardAddress(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return `/exams?${new URLSearchParams(given).toString()}`;
}
