import { Router, urlencoded } from 'express';
import { z } from 'zod';
import type { PersonStore } from '../organisation/person.store.js';
import { readerOf, requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { endSessions, type EndSessionsDeps } from './end-sessions.js';
import { leaveDevice, type PassesOf } from './leave-device.routes.js';
import { ownSessionsPage } from './own-sessions.view.js';
import type { SessionStore } from './session.store.js';

interface OwnSessionsDeps extends EndSessionsDeps {
  readonly publicUrl: string;
  readonly sessions: Pick<SessionStore, 'liveOf' | 'endAllOf' | 'endOneOf'>;
  readonly people: Pick<PersonStore, 'find'>;
  readonly passesOf: PassesOf;
  readonly pages: Pages;
}

/** Absent: all of them. */
const endForm = z.object({ session: z.string().max(100).optional() });
const address = z.object({ id: z.string().max(100) });
const form = urlencoded({ extended: false, limit: '4kb', parameterLimit: 10 });

/** Where one is logged in, and logging out there; for administrators, of others. */
export function ownSessionsRoutes(deps: OwnSessionsDeps): Router {
  const { pages, publicUrl } = deps;
  const router = Router();
  const end = endSessions(deps);

  router.get('/sessions', signedInOnly, async (req, res) => {
    const { person, municipality } = readerOf(req);
    const model = ownSessionsPage(await deps.sessions.liveOf(person.id, deps.clock()), {
      t: pages.texts(req),
      locale: pages.locale(req),
      timeZone: municipality.timeZone,
      currentId: req.session?.id ?? '',
    });
    pages.send(req, res, 'identity/sessions', model, { title: model.heading });
  });

  router.post('/sessions/end', signedInOnly, form, async (req, res) => {
    const { id: personId, municipalityId } = readerOf(req).person;
    const { session: sessionId } = endForm.parse(req.body ?? {});
    await end({ municipalityId, personId, actor: personId, sessionId });
    const here = sessionId === undefined || sessionId === req.session?.id;
    if (here)
      await leaveDevice(req, res, { publicUrl, passesOf: deps.passesOf, ended: req.session });
    res.redirect(303, here ? '/' : '/sessions');
  });

  router.post('/administration/people/:id/sessions/end', signedInOnly, async (req, res) => {
    const { municipality, person: actor } = requireWhole(req, 'manage-people');
    const { id } = address.parse(req.params);
    const person = await deps.people.find(municipality.id, id);
    if (!person) throw new NotFound('person');
    await end({ municipalityId: municipality.id, personId: person.id, actor: actor.id });
    res.redirect(303, `/administration/people/${encodeURIComponent(person.id)}`);
  });

  return router;
}
