import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { needsWindow, type Programme } from '../../exams/programme.js';
import type { ProgrammeStore } from '../../exams/programme.store.js';
import { id, optional, withoutUndefined } from '../../organisation/form-fields.js';
import type { Unit } from '../../organisation/municipality.js';
import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import { fullName } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import type { IdSource } from '../../platform/rng.js';
import { MOST_MINUTES } from '../supervision/extend-attempts.js';
import { placeOf, type ExamWindow } from './exam-window.js';
import type { extendWindow } from './extend-window.js';
import { MOST_SEATS } from './exam-window.rules.js';
import type { ExamWindowStore } from './exam-window.store.js';
import type { ManageWindows, NotMade } from './manage-windows.js';
import {
  newTyped,
  startCodePage,
  typedOf,
  windowPage,
  windowsPage,
  type Typed,
} from './manage-windows.view.js';

export interface ExamWindowRoutesDeps {
  readonly pages: Pages;
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly programmes: ProgrammeStore;
  readonly examWindows: ExamWindowStore;
  readonly manage: ManageWindows;
  readonly extend: ReturnType<typeof extendWindow>;
  readonly ids: IdSource;
  readonly secret: string;
  readonly clock: Clock;
}

const PATH = '/exams/windows';
/** So long after its end a window is still listed. */
const SHOWN_AFTER_END_MS = 7 * 86_400_000;

const windowForm = z
  .object({
    programmeId: optional(id),
    unitId: optional(id),
    room: optional(z.string().trim().max(120)),
    from: z.string().max(20).default(''),
    to: z.string().max(20).default(''),
    seats: optional(z.coerce.number().int().min(1).max(MOST_SEATS)),
  })
  .transform(withoutUndefined);
const admitForm = z.object({
  person: optional(id),
  from: z.enum(['board', 'window']).catch('window'),
});
const extendForm = z.object({
  act: z.string().min(8).max(64),
  minutes: z.coerce.number().int().min(1).max(MOST_MINUTES),
  reason: z.string().trim().min(1).max(300),
});
const extendTyped = z
  .object({ minutes: z.string().max(10), reason: z.string().max(2000) })
  .partial()
  .catch({});
const extendedField = z.coerce.number().int().min(0).max(99_999).optional().catch(undefined);
const typed = z
  .partialRecord(z.enum(['programmeId', 'unitId', 'room', 'from', 'to', 'seats']), z.string())
  .catch({});
const text = z.string().max(200).catch('');

/** What the reader may choose from: programmes that are sat in windows, and units of theirs. */
interface Choices {
  readonly programmes: readonly Programme[];
  readonly units: readonly Unit[];
  /** They run exams in the whole municipality. */
  readonly whole: boolean;
}

/** Exam windows, for whoever runs exams: in their part of the municipality. */
export function examWindowRoutes(deps: ExamWindowRoutesDeps): Router {
  const { pages, examWindows, clock } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

  router.get(PATH, signedInOnly, async (req, res) => {
    await sendList(req, res);
  });

  router.post(PATH, signedInOnly, readForm, async (req, res) => {
    const choices = await choicesFor(req);
    const { municipality, person } = readerOf(req);
    const read = windowForm.safeParse(req.body);
    const problem = read.success ? whatIsMissing(read.data, choices) : problemIn(read.error);
    if (!read.success || problem) {
      await sendList(req, res, problem);
      return;
    }
    const wanted = { programmeId: '', ...read.data };
    const outcome = await deps.manage.make(municipality, person.id, wanted);
    if ('problem' in outcome) await sendList(req, res, outcome);
    else res.redirect(303, addressOf(outcome.id));
  });

  router.get(`${PATH}/:windowId`, signedInOnly, async (req, res) => {
    await sendWindow(req, res, await windowFor(req));
  });

  router.post(`${PATH}/:windowId`, signedInOnly, readForm, async (req, res) => {
    const window = await windowFor(req);
    const { programmeId } = window;
    const { municipality, person } = readerOf(req);
    const read = windowForm.safeParse(req.body);
    const choices = await choicesFor(req);
    const problem = read.success ? unitProblem(read.data, choices) : problemIn(read.error);
    if (!read.success || problem) {
      await sendWindow(req, res, window, problem);
      return;
    }
    const wanted = { ...read.data, programmeId };
    const outcome = await deps.manage.change(window, municipality.timeZone, person.id, wanted);
    if ('problem' in outcome) await sendWindow(req, res, window, outcome);
    else res.redirect(303, addressOf(window.id));
  });

  router.get(`${PATH}/:windowId/code`, signedInOnly, async (req, res) => {
    const window = await windowFor(req);
    const words = wordsFor(req);
    const model = startCodePage(window, readerOf(req).person.id, deps.secret, words);
    res.set('Cache-Control', 'no-store');
    const options = { title: model.title, scripts: ['exam-board'], focused: true };
    pages.send(req, res, 'windows/code', model, options);
  });

  router.post(`${PATH}/:windowId/code`, signedInOnly, async (req, res) => {
    const window = await windowFor(req);
    const { person } = readerOf(req);
    // Nobody gives the code of an exam of their own.
    if (!placeOf(window, person.id)) await deps.manage.giveCode(window, person.id);
    res.redirect(303, `${addressOf(window.id)}/code`);
  });

  router.post(`${PATH}/:windowId/admit`, signedInOnly, readForm, async (req, res) => {
    const window = await windowFor(req);
    const { person: personId, from } = admitForm.parse(req.body);
    await deps.manage.admit(window, readerOf(req).person.id, personId);
    res.redirect(303, from === 'board' ? '/exams' : addressOf(window.id));
  });

  router.post(`${PATH}/:windowId/extend`, signedInOnly, readForm, async (req, res) => {
    const window = await windowFor(req);
    const read = extendForm.safeParse(req.body);
    if (!read.success) {
      const isMinutes = read.error.issues.some(({ path }) => path[0] === 'minutes');
      await sendWindow(req, res, window, { problem: isMinutes ? 'minutes' : 'reason' });
      return;
    }
    const { act: actId, minutes, reason } = read.data;
    const act = { id: actId, by: readerOf(req).person.id, reason };
    const extended = await deps.extend(window, minutes, act);
    res.redirect(303, `${addressOf(window.id)}?extended=${extended}`);
  });

  router.post(`${PATH}/:windowId/cancel`, signedInOnly, async (req, res) => {
    const window = await windowFor(req);
    await deps.manage.cancel(window, readerOf(req).person.id);
    res.redirect(303, addressOf(window.id));
  });

  async function choicesFor(req: Request): Promise<Choices> {
    const scope = scopeFor(req, 'supervise-exams');
    const [all, programmes] = await Promise.all([
      deps.municipalities.unitsOf(scope.municipalityId),
      deps.programmes.allOf(scope.municipalityId),
    ]);
    const units =
      scope.units === 'all'
        ? all
        : all.filter(({ path }) => path.some((one) => scope.units.includes(one)));
    return {
      programmes: programmes.filter(({ rules }) => needsWindow(rules)),
      units,
      whole: scope.units === 'all',
    };
  }

  /** A window in the reader's part of the municipality. */
  async function windowFor(req: Request): Promise<ExamWindow> {
    const { units, whole } = await choicesFor(req);
    const windowId = id.parse(req.params['windowId']);
    const { municipality } = readerOf(req);
    const window = await examWindows.find({ id: windowId, municipalityId: municipality.id });
    const isTheirs = whole || units.some((unit) => unit.id === window?.unitId);
    if (!window || !isTheirs) throw new NotFound('exam window');
    return window;
  }

  async function sendList(req: Request, res: Response, problem?: WindowNotice): Promise<void> {
    const choices = await choicesFor(req);
    const { municipality } = readerOf(req);
    const now = clock();
    const windows = await examWindows.list({
      municipalityId: municipality.id,
      unitIds: choices.whole ? undefined : choices.units.map((unit) => unit.id),
      closesAfter: new Date(now.getTime() - SHOWN_AFTER_END_MS),
    });
    const words = wordsFor(req);
    const begun = newTyped(now, municipality.timeZone);
    const form = req.method === 'POST' ? { ...begun, ...typed.parse(req.body) } : begun;
    const model = windowsPage({ windows, ...choices, form, problem }, words);
    const status = problem ? 422 : 200;
    pages.send(req, res, 'windows/list', model, { title: words.t('windows.title'), status });
  }

  async function sendWindow(
    req: Request,
    res: Response,
    window: ExamWindow,
    problem?: WindowNotice,
  ): Promise<void> {
    const choices = await choicesFor(req);
    const { municipalityId } = window;
    const extenders = (window.extensions ?? []).map(({ by }) => by);
    const ids = [...window.places.map(({ personId }) => personId), ...extenders];
    const people = await deps.people.findAll(municipalityId, ids);
    const names = new Map(people.map((person) => [person.id, fullName(person)]));
    const words = wordsFor(req);
    const before: Typed = typedOf(window, words.timeZone);
    const form =
      req.method === 'POST' && problem ? { ...before, ...typed.parse(req.body) } : before;
    const readerId = readerOf(req).person.id;
    const extend = {
      act: deps.ids(),
      ...extendTyped.parse(req.body),
      extended: extendedField.parse(req.query['extended']),
    };
    const input = { window, names, readerId, ...choices, form, problem, extend };
    const model = windowPage(input, words);
    const status = problem ? 422 : 200;
    const options = { title: model.title, scripts: ['exam-board'], status };
    pages.send(req, res, 'windows/window', model, options);
  }

  function wordsFor(req: Request) {
    const { timeZone } = readerOf(req).municipality;
    return { t: pages.texts(req), locale: pages.locale(req), timeZone, now: clock() };
  }

  return router;
}

/** What is wrong with what was sent, and where. */
export type WindowNotice =
  | NotMade
  | { readonly problem: 'programme' | 'unit' | 'seats'; readonly field: string }
  | { readonly problem: 'minutes' | 'reason'; readonly field?: never };

function whatIsMissing(
  wanted: z.infer<typeof windowForm>,
  choices: Choices,
): WindowNotice | undefined {
  if (!choices.programmes.some((programme) => programme.id === wanted.programmeId))
    return { problem: 'programme', field: 'programmeId' };
  return unitProblem(wanted, choices);
}

function unitProblem(
  { unitId }: z.infer<typeof windowForm>,
  { units, whole }: Choices,
): WindowNotice | undefined {
  const isTheirs = unitId === undefined ? whole : units.some((unit) => unit.id === unitId);
  return isTheirs ? undefined : { problem: 'unit', field: 'unitId' };
}

function problemIn({ issues }: z.ZodError): WindowNotice {
  const field = text.parse(issues[0]?.path[0]);
  if (field === 'from' || field === 'to') return { problem: field, field };
  return field === 'seats' ? { problem: 'seats', field } : { problem: 'unit', field: 'unitId' };
}

const addressOf = (windowId: string): string => `${PATH}/${encodeURIComponent(windowId)}`;
