import { Router, urlencoded } from 'express';
import { z } from 'zod';
import type { AuditTrail } from '../audit/audit-event.js';
import { readerOf, requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import type { Pages } from '../platform/http/page.js';
import { SAFE_BOUNDS } from './session.rules.js';
import type { SessionLimitsStore } from './session-limits.store.js';
import { sessionLimitsPage } from './session-limits.view.js';

interface SessionLimitsDeps {
  readonly pages: Pages;
  readonly sessionLimits: SessionLimitsStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

const PATH = '/administration/sessions';
const within = ({ least, most }: { least: number; most: number }) =>
  z.coerce.number().int().min(least).max(most);
const limitsForm = z.object({
  idleMinutes: within(SAFE_BOUNDS.idleMinutes),
  sharedIdleMinutes: within(SAFE_BOUNDS.sharedIdleMinutes),
  hours: within(SAFE_BOUNDS.hours),
  shared: z.enum(['marked', 'every']).transform((which) => which === 'every'),
});
const form = urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

/** Where administrators say how long logins of their municipality last. */
export function sessionLimitsRoutes(deps: SessionLimitsDeps): Router {
  const { pages, sessionLimits, audit, clock } = deps;
  const router = Router();

  router.get(PATH, signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'manage-identity');
    const limits = await sessionLimits.of(municipality.id);
    const model = sessionLimitsPage(limits, [], pages.texts(req));
    pages.send(req, res, 'identity/session-limits', model, { title: model.heading });
  });

  router.post(PATH, signedInOnly, form, async (req, res) => {
    const { municipality } = requireWhole(req, 'manage-identity');
    const before = await sessionLimits.of(municipality.id);
    const parsed = limitsForm.safeParse(req.body);
    if (!parsed.success) {
      const wrong = parsed.error.issues.map(({ path }) => String(path[0]));
      const typed = { ...before, ...(req.body as object) };
      const model = sessionLimitsPage(typed, wrong, pages.texts(req));
      pages.send(req, res, 'identity/session-limits', model, { title: model.heading, status: 422 });
      return;
    }
    const { shared: everyDeviceIsShared, ...numbers } = parsed.data;
    const limits = { ...numbers, everyDeviceIsShared };
    await sessionLimits.put(municipality.id, limits);
    await audit.record({
      municipalityId: municipality.id,
      actor: readerOf(req).person.id,
      action: 'session-limits.changed',
      subject: `municipality:${municipality.id}`,
      at: clock(),
      details: {
        idleMinutes: `${before.idleMinutes} → ${limits.idleMinutes}`,
        sharedIdleMinutes: `${before.sharedIdleMinutes} → ${limits.sharedIdleMinutes}`,
        hours: `${before.hours} → ${limits.hours}`,
        everyDeviceIsShared: `${before.everyDeviceIsShared} → ${everyDeviceIsShared}`,
      },
    });
    res.redirect(303, PATH);
  });

  return router;
}
