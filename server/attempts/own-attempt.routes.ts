import type { Request, Response } from 'express';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { lookOf } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { inLocale } from '../platform/locale.js';
import type { Attempt } from './attempt.js';
import type { AttemptStore } from './attempt.store.js';
import type { ViewContext } from './attempt.view.js';
import { passOf, type PassDeps } from './attempt-pass.routes.js';
import { isOverdue } from './deadline.rules.js';
import type { BrowserShown } from './safe-browser/safe-browser.js';
import { isConfigKeyHash } from './safe-browser/safe-browser.rules.js';

/** What every page of an attempt needs. */
export interface OwnDeps extends PassDeps {
  readonly pages: Pages;
  readonly attempts: AttemptStore;
  readonly municipalities: Pick<MunicipalityStore, 'find'>;
  readonly clock: Clock;
  readonly publicUrl: string;
}

export async function ownAttempt(deps: OwnDeps, req: Request): Promise<Attempt> {
  const { attemptId, personId } = passOf(req);
  const attempt = await deps.attempts.findOwn(attemptId, personId);
  if (!attempt) throw new NotFound('attempt');
  return attempt;
}

/** The attempt if it is still open; otherwise the browser is on its way to the result. */
export async function openAttempt(
  deps: OwnDeps,
  req: Request,
  res: Response,
): Promise<Attempt | undefined> {
  const attempt = await ownAttempt(deps, req);
  if (attempt.paused) {
    res.redirect(303, `/attempts/${attempt.id}/paused`);
    return undefined;
  }
  if (isOpen(attempt, deps.clock())) {
    if (isInItsBrowser(deps, attempt, req)) return attempt;
    // The page before the exam says why, and has the link that opens the right browser.
    res.redirect(303, `/programmes/${attempt.programmeId}/exam`);
    return undefined;
  }
  res.redirect(303, `/attempts/${attempt.id}/result`);
  return undefined;
}

/** Items are shown in Safe Exam Browser only, where that was the rule when the attempt began. Saves are taken from any: no response is lost. */
function isInItsBrowser(
  { publicUrl }: Pick<OwnDeps, 'publicUrl'>,
  { frozen }: Attempt,
  req: Request,
): boolean {
  const { address, keyHash } = browserOf(req, publicUrl);
  const { safeBrowserKey } = frozen;
  return safeBrowserKey === undefined || isConfigKeyHash(keyHash, address, safeBrowserKey);
}

export function browserOf(req: Request, publicUrl: string): BrowserShown {
  const address = `${publicUrl}${req.originalUrl}`;
  return { address, keyHash: req.get('X-SafeExamBrowser-ConfigKeyHash') };
}

export function isOpen(attempt: Attempt, now: Date): boolean {
  return attempt.state === 'inProgress' && !isOverdue(attempt, now);
}

export function contextOf({ pages, clock }: OwnDeps, req: Request): ViewContext {
  return { locale: pages.locale(req), t: pages.texts(req), now: clock() };
}

/** Whose exam it is, as its pages show it: they need nobody to be signed in. */
export async function ownerOf({ municipalities }: OwnDeps, attempt: Attempt) {
  const municipality = await municipalities.find(attempt.municipalityId);
  return {
    municipalityName: attempt.frozen.municipalityName,
    look: municipality && lookOf(municipality),
  };
}

export async function frameOf(attempt: Attempt, title: string, deps: OwnDeps, req: Request) {
  const programme = inLocale(attempt.frozen.programmeTitles, deps.pages.locale(req)).value;
  return {
    ...(await ownerOf(deps, attempt)),
    title: `${title} – ${programme}`,
    focused: true,
    scripts: ['attempt', 'read-aloud', 'calculator'],
  };
}
