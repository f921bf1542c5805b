import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import { imageNamed, sendImage, shows } from '../item-banks/images/image.routes.js';
import type { ItemImageStore } from '../item-banks/images/image.store.js';
import { readFormResponse } from '../item-banks/read-response.js';
import { readerOf, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { PRACTICE_KINDS } from './practice.js';
import { overviewPage, slotHref, slotPage, type Words } from './practice.view.js';
import {
  beginSet,
  openSlot,
  practiceOverview,
  respondInPractice,
  showStreak,
  type PracticeDeps,
  type Practiser,
} from './practise.js';

const id = z.string().regex(/^[a-z0-9-]{1,60}$/);
/** A topic of the programme's bank, or of another with that before it. */
const topic = z.string().regex(/^([a-z0-9-]{1,80}\/)?[a-z0-9-]{1,60}$/);
const programmeParams = z.object({ programmeId: id });
const slotParams = programmeParams.extend({
  setId: id,
  /** From 1, as people count. */
  number: z.coerce.number().int().min(1).max(100),
});
const overviewQuery = z.object({ notice: z.enum(['nothing-fits']).optional().catch(undefined) });
const wish = z.object({
  kind: z.enum(PRACTICE_KINDS).catch('mixed'),
  topic: topic.optional().catch(undefined),
});
const fields = z.record(z.string(), z.unknown());

/** Practice for a programme: where one stands, and sets of a few items with feedback at once. One's own, and nobody else's. */
export function practiceRoutes(
  deps: PracticeDeps & { readonly pages: Pages; readonly itemImages: ItemImageStore },
): Router {
  const { pages } = deps;
  const router = Router();
  const overview = practiceOverview(deps);
  const begin = beginSet(deps);
  const open = openSlot(deps);
  const respond = respondInPractice(deps);
  const setStreak = showStreak(deps);
  const readForm = urlencoded({ extended: false, limit: '64kb', parameterLimit: 100 });
  const wordsFor = (req: Request): Words => ({ t: pages.texts(req), locale: pages.locale(req) });

  router.get('/programmes/:programmeId/practice', signedInOnly, async (req, res) => {
    const found = await overview(practiserOf(req));
    const nothingFits = overviewQuery.parse(req.query).notice !== undefined;
    const view = overviewPage(found, { today: readerOf(req).today, nothingFits }, wordsFor(req));
    pages.send(req, res, 'practice/overview', view, { title: view.title });
  });

  router.post(
    '/programmes/:programmeId/practice/sets',
    signedInOnly,
    readForm,
    async (req, res) => {
      const { programmeId } = programmeParams.parse(req.params);
      const setId = await begin(practiserOf(req), wishOf(req.body));
      res.redirect(
        303,
        setId === undefined
          ? `/programmes/${programmeId}/practice?notice=nothing-fits`
          : slotHref(programmeId, setId, 0),
      );
    },
  );

  router.post(
    '/programmes/:programmeId/practice/streak',
    signedInOnly,
    readForm,
    async (req, res) => {
      const { programmeId } = programmeParams.parse(req.params);
      await setStreak(practiserOf(req), fields.parse(req.body)['show'] === 'yes');
      res.redirect(303, `/programmes/${programmeId}/practice`);
    },
  );

  const slotPath = '/programmes/:programmeId/practice/sets/:setId/:number';
  router.get(slotPath, signedInOnly, async (req, res) => {
    const { programmeId, setId, number } = slotParams.parse(req.params);
    const found = await open(practiserOf(req), setId, number - 1);
    // The set was left for another, in another tab or a long time ago.
    if (!found) {
      res.redirect(303, `/programmes/${programmeId}/practice`);
      return;
    }
    const view = slotPage(found, { response: undefined }, wordsFor(req));
    pages.send(req, res, 'practice/slot', view, {
      title: view.title,
      scripts: ['read-aloud'],
    });
  });

  router.get(`${slotPath}/images/:name`, signedInOnly, async (req, res) => {
    const { setId, number } = slotParams.parse(req.params);
    const name = imageNamed(req.params);
    const found = await open(practiserOf(req), setId, number - 1);
    if (!found || !shows(found.item, name)) throw new NotFound('image');
    sendImage(res, await deps.itemImages.find(found.bankId, name));
  });

  router.post(slotPath, signedInOnly, readForm, async (req, res) => {
    const { programmeId, setId, number } = slotParams.parse(req.params);
    const body = fields.parse(req.body);
    const said = { response: readFormResponse(body, 'r0'), sure: body['sure'] === 'yes' };
    const practiser = practiserOf(req);
    const outcome = await respond(practiser, { setId, number: number - 1 }, said);
    const found = await open(practiser, setId, number - 1);
    if (!found) {
      res.redirect(303, `/programmes/${programmeId}/practice`);
      return;
    }
    if (outcome === 'recorded') {
      res.redirect(303, slotHref(programmeId, setId, number - 1));
      return;
    }
    const view = slotPage(found, { response: said.response, problem: outcome }, wordsFor(req));
    pages.send(req, res, 'practice/slot', view, {
      title: view.title,
      scripts: ['read-aloud'],
    });
  });

  return router;
}

function wishOf(body: unknown) {
  const asked = wish.parse(body);
  return { kind: asked.kind, ...(asked.topic === undefined ? {} : { topic: asked.topic }) };
}

function practiserOf(req: Request): Practiser {
  const { person, municipality, today } = readerOf(req);
  const { programmeId } = programmeParams.parse(req.params);
  return { municipality, personId: person.id, programmeId, today };
}
