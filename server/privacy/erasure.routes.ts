import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { fullName } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { ERASURE_REASONS, type ErasePerson } from './erase-person.js';

const path = z.object({ id: z.string().max(100) });
const form = z.object({ reason: z.enum(ERASURE_REASONS).optional().catch(undefined) });

/** Where an administrator takes a person out of the service for good. */
export function erasureRoutes(deps: {
  readonly pages: Pages;
  readonly people: Pick<PersonStore, 'find'>;
  readonly erase: ErasePerson;
}): Router {
  const { pages, people, erase } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '4kb' });

  router.get('/administration/people/:id/erase', signedInOnly, async (req, res) => {
    await sendPage(req, res);
  });

  router.post('/administration/people/:id/erase', signedInOnly, readForm, async (req, res) => {
    const { municipality, person, today } = requireWhole(req, 'manage-privacy');
    const { reason } = form.parse(req.body);
    if (!reason) {
      await sendPage(req, res, 'reason-missing');
      return;
    }
    const { id: personId } = path.parse(req.params);
    const whose = { municipalityId: municipality.id, personId, actor: person.id };
    const outcome = await erase({ ...whose, reason, today });
    if (outcome.erased) res.redirect(303, '/administration/people');
    else await sendPage(req, res, outcome.reason);
  });

  async function sendPage(req: Request, res: Response, refused?: string): Promise<void> {
    const { municipality } = requireWhole(req, 'manage-privacy');
    const person = await people.find(municipality.id, path.parse(req.params).id);
    if (!person) throw new NotFound('person');
    const t = pages.texts(req);
    const model = {
      name: fullName(person),
      backHref: `/administration/people/${encodeURIComponent(person.id)}`,
      refused: refused === undefined ? null : t(`erasure.refused.${refused}`),
      reasons: ERASURE_REASONS.map((value) => ({ value, text: t(`erasure.reason.${value}`) })),
    };
    const status = refused === undefined ? 200 : 422;
    pages.send(req, res, 'privacy/erase', model, { title: t('erasure.title'), status });
  }

  return router;
}
