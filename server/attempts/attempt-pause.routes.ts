import { Router, urlencoded } from 'express';
import { z } from 'zod';
import { formatTime } from '../platform/http/i18n.js';
import { minutesLeft } from './deadline.rules.js';
import type { Attempt, Pause } from './attempt.js';
import { requirePass } from './attempt-pass.routes.js';
import type { ViewContext } from './attempt.view.js';
import { contextOf, frameOf, ownAttempt, type OwnDeps } from './own-attempt.routes.js';
import { confirmationCode, INTERRUPTIONS } from './supervision/pause.rules.js';
import type { Pauses } from './supervision/pauses.js';

export interface AttemptPauseDeps extends OwnDeps {
  readonly pauses: Pick<Pauses, 'interrupt' | 'goOn'>;
}

const interruptForm = z.object({ reason: z.enum(INTERRUPTIONS).catch('other') });
const LOOK_AGAIN_SECONDS = 10;

/** What a candidate sees and does while their attempt rests. */
export function attemptPauseRoutes(deps: AttemptPauseDeps): Router {
  const router = Router();
  const mine = requirePass(deps);
  const readForm = urlencoded({ extended: false, limit: '4kb' });

  router.post('/attempts/:attemptId/interrupt', mine, readForm, async (req, res) => {
    const attempt = await ownAttempt(deps, req);
    await deps.pauses.interrupt(attempt, interruptForm.parse(req.body).reason);
    res.redirect(303, `/attempts/${attempt.id}/pages/1`);
  });

  router.get('/attempts/:attemptId/paused', mine, async (req, res) => {
    const attempt = await ownAttempt(deps, req);
    const context = contextOf(deps, req);
    if (!attempt.paused) {
      res.redirect(303, `/attempts/${attempt.id}/pages/1`);
      return;
    }
    const view = pausedView(attempt, attempt.paused, deps.secret, context);
    // Works without scripts, and asks as seldom as a person would.
    if (!view.goOn) res.set('Refresh', String(LOOK_AGAIN_SECONDS));
    const frame = { ...(await frameOf(attempt, view.title, deps, req)), scripts: [] };
    deps.pages.send(req, res, 'attempts/paused', view, frame);
  });

  router.post('/attempts/:attemptId/resume', mine, async (req, res) => {
    const attempt = await ownAttempt(deps, req);
    await deps.pauses.goOn(attempt);
    res.redirect(303, `/attempts/${attempt.id}/pages/1`);
  });

  return router;
}

function pausedView(
  attempt: Attempt,
  pause: Pause,
  secret: string,
  { t, locale, now }: ViewContext,
) {
  const base = `/attempts/${attempt.id}`;
  const until = formatTime(pause.until, locale, attempt.frozen.timeZone);
  const waits = pause.kind === 'interruption' && pause.confirmedBy === undefined;
  const confirmed = pause.kind === 'interruption' && pause.confirmedBy !== undefined;
  return {
    attemptId: attempt.id,
    title: t('paused.title'),
    text: t(waits ? 'paused.interrupted' : confirmed ? 'paused.confirmed' : 'paused.bySupervisor', {
      until,
    }),
    timeLeft: t('paused.left', { count: minutesLeft(attempt, now) }),
    code: waits ? confirmationCode(attempt, pause, secret) : '',
    codeText: t('paused.code'),
    goOn: confirmed ? `${base}/resume` : '',
    here: `${base}/paused`,
  };
}
