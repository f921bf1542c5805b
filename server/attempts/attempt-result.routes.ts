import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import { banksOf } from '../exams/programme.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Bank } from '../item-banks/read-bank.js';
import { NotFound } from '../platform/errors.js';
import { formatTime } from '../platform/http/i18n.js';
import { standingResult, type Attempt } from './attempt.js';
import { passOf, requirePass } from './attempt-pass.routes.js';
import { graceEnds, isInGrace } from './deadline.rules.js';
import type { GateDecision } from './gate.rules.js';
import {
  contextOf,
  frameOf,
  isOpen,
  ownAttempt,
  ownerOf,
  type OwnDeps,
} from './own-attempt.routes.js';
import type { reportProblem } from './report-problem.js';
import { resultView } from './result.view.js';

export interface AttemptResultDeps extends OwnDeps {
  readonly items: ItemCatalogue;
  readonly programmes: ProgrammeStore;
  readonly certificates: CertificateStore;
  readonly submit: (attemptId: string, personId: string) => Promise<boolean>;
  readonly report: ReturnType<typeof reportProblem>;
  readonly decide: (attempt: Attempt) => Promise<GateDecision | undefined>;
}

const notices = z.enum(['unsaved', 'reported']).catch('' as never);

const reportForm = z.object({
  slot: z.coerce.number().int().min(0).max(499),
  text: z.string().max(4000),
});

/** Handing in, and what comes of it. */
export function attemptResultRoutes(deps: AttemptResultDeps): Router {
  const router = Router();
  const mine = requirePass(deps);

  router.post('/attempts/:attemptId/submit', mine, async (req, res) => {
    const { attemptId, personId } = passOf(req);
    if (!(await deps.submit(attemptId, personId))) throw new NotFound('attempt');
    res.redirect(303, `/attempts/${attemptId}/result`);
  });

  router.get('/attempts/:attemptId/result', mine, async (req, res) => {
    const attempt = await ownAttempt(deps, req);
    const now = deps.clock();
    if (isOpen(attempt, now)) res.redirect(303, `/attempts/${attempt.id}/pages/1`);
    else if (attempt.state === 'inProgress' && isInGrace(attempt, now))
      await sendWait(deps, req, res, attempt);
    else if (attempt.state === 'annulled') await sendAnnulled(deps, req, res, attempt);
    else await sendResult(deps, req, res, await settled(deps, attempt));
  });

  const readForm = urlencoded({ extended: false, limit: '16kb' });
  router.post('/attempts/:attemptId/report', mine, readForm, async (req, res) => {
    const { attemptId, personId } = passOf(req);
    await deps.report({ attemptId, personId, ...reportForm.parse(req.body) });
    res.redirect(303, `/attempts/${attemptId}/result?notice=reported`);
  });

  return router;
}

/** Until the grace is over another tab or device may still bring what was typed in time. */
async function sendWait(
  deps: AttemptResultDeps,
  req: Request,
  res: Response,
  attempt: Attempt,
): Promise<void> {
  const { locale, t, now } = contextOf(deps, req);
  const ends = graceEnds(attempt);
  const time = (at: Date): string => formatTime(at, locale, attempt.frozen.timeZone, 'seconds');
  const view = {
    attemptId: attempt.id,
    text: t('closing.text', { deadline: time(attempt.closesAt), ends: time(ends) }),
    resultHref: `/attempts/${attempt.id}/result`,
  };
  res.set('Refresh', String(Math.ceil((ends.getTime() - now.getTime()) / 1000) + 1));
  const frame = await frameOf(attempt, t('closing.title'), deps, req);
  deps.pages.send(req, res, 'attempts/closing', view, frame);
}

/** It counts for nothing: what it would have been is not said. */
async function sendAnnulled(
  deps: AttemptResultDeps,
  req: Request,
  res: Response,
  attempt: Attempt,
): Promise<void> {
  const t = deps.pages.texts(req);
  const reason = attempt.events?.findLast(({ type }) => type === 'annulled')?.reason ?? '';
  const options = { ...(await ownerOf(deps, attempt)), title: t('annulled.title') };
  deps.pages.send(req, res, 'attempts/annulled', { reason }, options);
}

async function settled(deps: AttemptResultDeps, attempt: Attempt): Promise<Attempt> {
  if (attempt.settledAt) return attempt;
  await deps.submit(attempt.id, attempt.personId);
  return (await deps.attempts.findOwn(attempt.id, attempt.personId)) ?? attempt;
}

async function sendResult(
  deps: AttemptResultDeps,
  req: Request,
  res: Response,
  attempt: Attempt,
): Promise<void> {
  const result = standingResult(attempt);
  if (!result) throw new NotFound('result');
  const { locale, t } = contextOf(deps, req);
  const programme = await deps.programmes.version(
    attempt.municipalityId,
    attempt.programmeId,
    attempt.programmeVersion,
  );
  const certificate = result.passed ? await deps.certificates.findByAttempt(attempt.id) : undefined;
  const view = resultView(attempt, {
    locale,
    t,
    notice: notices.parse(req.query['notice']),
    topics: await topicsOf(deps, attempt),
    courseId: programme?.courseId ?? attempt.programmeId,
    certificate: certificate?.record,
    decision: result.passed ? undefined : await deps.decide(attempt),
  });
  const options = { ...(await ownerOf(deps, attempt)), title: t('result.title') };
  deps.pages.send(req, res, 'attempts/result', view, options);
}

/** Titles of the topics of every bank that the form is from; where two banks know a topic, the programme's bank names it. */
async function topicsOf(
  { items }: AttemptResultDeps,
  { frozen }: Pick<Attempt, 'frozen'>,
): Promise<Bank['topics']> {
  const banks = await Promise.all([...banksOf(frozen)].reverse().map((id) => items.bank(id)));
  return Object.assign({}, ...banks.map(({ topics }) => topics)) as Bank['topics'];
}
