import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { Words } from '../organisation/people.view.js';
import type { PersonStore } from '../organisation/person.store.js';
import { requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import type { MergePeople, MergeRefusal } from './merge-people.js';
import { mergePreviewPage, mergeSearchPage } from './merge.view.js';

const id = z.string().min(1).max(100);
const path = z.object({ id });
const query = z.object({
  with: id.optional().catch(undefined),
  q: z.string().trim().max(100).optional().catch(undefined),
});
const form = z.object({ with: id, reason: z.string().max(2000).catch('') });
const LONGEST_LIST = 25;

/** Where an administrator makes two records of one human one person. */
export function mergeRoutes(deps: {
  readonly pages: Pages;
  readonly people: Pick<PersonStore, 'find' | 'search'>;
  readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
  readonly merging: MergePeople;
}): Router {
  const { pages, people, municipalities, merging } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 });
  const wordsFor = (req: Request): Words => ({ t: pages.texts(req), locale: pages.locale(req) });

  router.get('/administration/people/:id/merge', signedInOnly, async (req, res) => {
    const { with: goneId, q } = query.parse(req.query);
    if (goneId === undefined) await sendSearch(req, res, q);
    else await sendPreview(req, res, { goneId, reason: '' });
  });

  router.post('/administration/people/:id/merge', signedInOnly, readForm, async (req, res) => {
    const { person: actor, today } = requireWhole(req, 'merge-people');
    const { with: goneId, reason } = form.parse(req.body);
    const { id: keptId } = path.parse(req.params);
    const outcome = await merging.merge({ keptId, goneId, reason, actor, today });
    if (outcome.merged) res.redirect(303, `/administration/people/${encodeURIComponent(keptId)}`);
    else await sendPreview(req, res, { goneId, reason, refused: outcome.reason });
  });

  async function sendSearch(req: Request, res: Response, asked?: string): Promise<void> {
    const { municipality, today } = requireWhole(req, 'merge-people');
    const person = await people.find(municipality.id, path.parse(req.params).id);
    if (!person) throw new NotFound('person');
    const q = asked ?? person.familyName;
    const filter = { day: today, ...(q === '' ? {} : { q }) };
    const found = await people.search(municipality.id, filter, { page: 1, size: LONGEST_LIST });
    const words = wordsFor(req);
    const model = mergeSearchPage({ person, found: found.people, q }, words);
    pages.send(req, res, 'privacy/merge-search', model, { title: words.t('merging.title') });
  }

  async function sendPreview(
    req: Request,
    res: Response,
    { goneId, reason, refused }: { goneId: string; reason: string; refused?: MergeRefusal },
  ): Promise<void> {
    const { municipality, person: actor, today } = requireWhole(req, 'merge-people');
    const { id: keptId } = path.parse(req.params);
    const found = await merging.preview({ keptId, goneId, actor, today });
    if (!found) throw new NotFound('person');
    const units = await municipalities.unitsOf(municipality.id);
    const words = wordsFor(req);
    const model = mergePreviewPage({ ...found, units, reason, refused }, words);
    const status = refused === undefined ? 200 : 422;
    pages.send(req, res, 'privacy/merge', model, { title: words.t('merging.title'), status });
  }

  return router;
}
