import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { readerOf, signedInOnly } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import { DomainError, NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { givePass, type PassDeps } from './attempt-pass.routes.js';
import type { Standing } from './gate.js';
import { examStartView } from './gate.view.js';
import { standingFrom } from './allowed-network.js';
import { browserOf } from './own-attempt.routes.js';
import { settingsFor, standingWith } from './safe-browser/safe-browser.js';
import { sebFile } from './safe-browser/safe-browser.rules.js';
import { lobbyView, stepOf } from './windows/lobby.view.js';
import type { StartCommand, StartOutcome } from './start-attempt.js';
import type { Bookings } from './windows/book-place.js';
import { BOOKED } from './windows/booking.rules.js';

export interface ExamStartDeps extends Pick<PassDeps, 'secret' | 'https'> {
  readonly pages: Pages;
  readonly standing: (
    municipalityId: string,
    personId: string,
    programmeId: string,
  ) => Promise<Standing>;
  readonly municipalities: Pick<MunicipalityStore, 'findBySlug'>;
  readonly programmes: Pick<ProgrammeStore, 'latest'>;
  readonly publicUrl: string;
  readonly bookings: Bookings;
  readonly clock: Clock;
  readonly start: (command: StartCommand) => Promise<StartOutcome>;
}

/** The item bank can't fill a form. Nothing the candidate can do; the municipality's exam authors must. */
export class FormNotDrawable extends DomainError {
  readonly code = 'form-not-drawable';
  readonly status = 503;

  constructor() {
    super('The item bank cannot fill the test specification');
    this.name = 'FormNotDrawable';
  }
}

const LOOK_AGAIN_SECONDS = 4;
const startForm = z.object({ code: z.string().max(40).optional().catch(undefined) }).catch({});
const bookingForm = z.object({ window: z.string().min(1).max(64) });
const bookedField = z.enum(BOOKED).optional().catch(undefined);
const params = z.object({ programmeId: z.string().regex(/^[a-z0-9-]{1,60}$/) });

/** The page before the exam, and the start. */
export function examStartRoutes(deps: ExamStartDeps): Router {
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

  router.get('/programmes/:programmeId/exam', signedInOnly, async (req, res) => {
    const { programmeId } = params.parse(req.params);
    const standing = await standingOfReader(deps, req, programmeId);
    if (wantsJson(req)) {
      const { allowed, reasons, attemptsLeft } = standing.decision;
      res.json({ allowed, reasons, attemptsLeft });
      return;
    }
    if (stepOf(standing) === 'admission') {
      res.redirect(303, `/programmes/${programmeId}/exam/lobby`);
      return;
    }
    const booked = bookedField.parse(req.query['booking']);
    const words = { t: deps.pages.texts(req), locale: deps.pages.locale(req), now: deps.clock() };
    const wrongCode = req.query['code'] === 'wrong';
    const view = examStartView(standing, { ...words, booked, wrongCode });
    deps.pages.send(req, res, 'attempts/start', view, { title: view.title });
  });

  for (const act of ['book', 'leave'] as const)
    router.post(
      `/programmes/:programmeId/exam/${act}`,
      signedInOnly,
      readForm,
      async (req, res) => {
        const { programmeId } = params.parse(req.params);
        const { person, municipality } = readerOf(req);
        const { window: windowId } = bookingForm.parse(req.body);
        const whose = { municipalityId: municipality.id, personId: person.id };
        const booked = await deps.bookings[act]({ ...whose, programmeId, windowId });
        res.redirect(303, `/programmes/${programmeId}/exam?booking=${booked}`);
      },
    );

  /** Safe Exam Browser fetches it before anybody has logged in; it holds no secret. */
  router.get('/m/:slug/programmes/:programmeId/exam.seb', async (req, res) => {
    const { programmeId } = params.parse(req.params);
    const municipality = await deps.municipalities.findBySlug(req.params.slug);
    const programme = municipality && (await deps.programmes.latest(municipality.id, programmeId));
    if (!municipality || programme?.rules.supervision?.safeBrowser !== true)
      throw new NotFound('configuration');
    res.type('application/seb');
    res.set('Content-Disposition', `attachment; filename="${programmeId}.seb"`);
    res.send(sebFile(settingsFor(deps.publicUrl, municipality, programmeId)));
  });

  /** Here one waits to be let in. It looks by itself, with scripts or without; the time runs once the candidate starts, never before. */
  router.get('/programmes/:programmeId/exam/lobby', signedInOnly, async (req, res) => {
    const { programmeId } = params.parse(req.params);
    const standing = await standingOfReader(deps, req, programmeId);
    const words = { t: deps.pages.texts(req), locale: deps.pages.locale(req), now: deps.clock() };
    const view = lobbyView(standing, words);
    if (!view) {
      res.redirect(303, `/programmes/${programmeId}/exam`);
      return;
    }
    const reloadSeconds = view.startAction === '' ? LOOK_AGAIN_SECONDS : undefined;
    const options = { title: view.title, scripts: ['exam-board'], focused: true, reloadSeconds };
    deps.pages.send(req, res, 'attempts/lobby', view, options);
  });

  router.post('/programmes/:programmeId/exam', signedInOnly, readForm, async (req, res) => {
    const { programmeId } = params.parse(req.params);
    const { person, municipality } = readerOf(req);
    const outcome = await deps.start({
      municipalityId: municipality.id,
      personId: person.id,
      programmeId,
      locale: deps.pages.locale(req),
      code: startForm.parse(req.body).code,
      address: req.ip,
      browser: browserOf(req, deps.publicUrl),
    });
    if (!outcome.started) {
      if ('shortfalls' in outcome) throw new FormNotDrawable();
      // The start page says what is missing.
      if (wantsJson(req)) res.status(409).json(outcome);
      else res.redirect(303, `/programmes/${programmeId}/exam${placeFor(outcome)}`);
      return;
    }
    const { attemptId, closesAt, locale } = outcome;
    givePass(deps, req, res, { id: attemptId, personId: person.id, closesAt });
    res.redirect(303, `/attempts/${attemptId}/pages/1${locale ? `?lng=${locale}` : ''}`);
  });

  return router;
}

/** As it is for the reader with this browser, in the network that they ask from. */
async function standingOfReader(deps: ExamStartDeps, req: Request, programmeId: string) {
  const { person, municipality } = readerOf(req);
  const found = await deps.standing(municipality.id, person.id, programmeId);
  const here = standingFrom(found, req.ip ?? '');
  return standingWith(here, deps.publicUrl, browserOf(req, deps.publicUrl));
}

/** Where the page says what is still asked. The digits that were typed are in no address. */
function placeFor(outcome: StartOutcome & { readonly started: false }): string {
  if (!('step' in outcome)) return '';
  if (outcome.step === 'admission') return '/lobby';
  return outcome.wrongCode ? '?code=wrong' : '';
}

function wantsJson(req: Request): boolean {
  return req.accepts('html', 'json') === 'json';
}
