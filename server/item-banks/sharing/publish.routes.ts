import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { readerOf, requireWhole, signedInOnly } from '../../organisation/reader.routes.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import type { bankToPublish, clearRights, publishRelease } from './publish-release.js';
import { publishAddress, publishPage, type PublishTried } from './publish.view.js';
import { LICENCES, RIGHTS_BASES } from './release.js';
import { slug } from '../item-request.routes.js';

interface PublishRoutesDeps {
  readonly pages: Pages;
  readonly bankToPublish: ReturnType<typeof bankToPublish>;
  readonly clearRights: ReturnType<typeof clearRights>;
  readonly publishRelease: ReturnType<typeof publishRelease>;
}

const params = z.object({ regionId: slug, bankId: slug });
const rightsForm = z.object({
  digest: z.string().max(100),
  basis: z.enum(RIGHTS_BASES),
  note: z.string().max(2000).default(''),
  which: z.enum(['all', 'chosen']),
  items: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(slug).max(2000),
  ),
});
const releaseForm = z.object({
  licence: z.enum(LICENCES).optional().catch(undefined),
  rightsHolder: z.string().max(200).default(''),
  notes: z.string().max(5000).default(''),
});

/** Where the host's administrators clear rights and publish. */
export function publishRoutes(deps: PublishRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const path = '/sharing/regions/:regionId/banks/:bankId';
  const readForm = urlencoded({ extended: false, limit: '128kb', parameterLimit: 2100 });

  router.get(path, signedInOnly, (req, res) => send(req, res));

  router.post(`${path}/rights`, signedInOnly, readForm, async (req, res) => {
    const { place, address } = placeOf(req);
    const { which, items, ...form } = rightsForm.parse(req.body);
    const chosen = which === 'chosen' ? { itemIds: items } : {};
    const outcome = await deps.clearRights({ ...place, ...form, ...chosen });
    if (outcome.done) res.redirect(303, address);
    else await send(req, res, { obstacles: [outcome.obstacle] });
  });

  router.post(`${path}/releases`, signedInOnly, readForm, async (req, res) => {
    const { place, address } = placeOf(req);
    const form = releaseForm.parse(req.body);
    const words = { ...form, licence: form.licence };
    const outcome = await deps.publishRelease({ ...place, ...words });
    if (outcome.published) res.redirect(303, address);
    else await send(req, res, { words, obstacles: outcome.obstacles });
  });

  async function send(req: Request, res: Response, tried?: PublishTried): Promise<void> {
    const { place } = placeOf(req);
    const { municipality } = readerOf(req);
    const found = await deps.bankToPublish(place);
    const words = {
      t: pages.texts(req),
      locale: pages.locale(req),
      timeZone: municipality.timeZone,
    };
    const model = publishPage({ ...found, municipalityName: municipality.name }, words, tried);
    const status = tried ? 422 : 200;
    pages.send(req, res, 'sharing/publish', model, { title: model.title, status });
  }

  return router;
}

function placeOf(req: Request) {
  const { person, today } = requireWhole(req, 'share-banks');
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('page');
  const { regionId, bankId } = parsed.data;
  return {
    place: { regionId, bankId, person, today },
    address: publishAddress(regionId, bankId),
  };
}
