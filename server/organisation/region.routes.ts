import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import type { ChangeRegion } from './change-region.js';
import type { MunicipalityStore } from './municipality.store.js';
import { requireWhole, signedInOnly } from './reader.routes.js';
import type { RegionAct, RegionObstacle } from './region.rules.js';
import type { RegionStore } from './region.store.js';
import { regionAddress, regionPage, regionsPage } from './region.view.js';

interface RegionRoutesDeps {
  readonly pages: Pages;
  readonly regions: RegionStore;
  readonly municipalities: MunicipalityStore;
  readonly changeRegion: ChangeRegion;
}

const id = z.string().min(1).max(100);
const inviteForm = z.object({ municipalityId: id });
const answerForm = z.object({ answer: z.enum(['accept', 'decline']) });
const endForm = z.object({ municipalityId: id, reason: z.string().max(2000).default('') });

/** The regions of a municipality: its administrators answer invitations, the host's invite. */
export function regionRoutes(deps: RegionRoutesDeps): Router {
  const { pages, regions, municipalities, changeRegion } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 10 });

  router.get('/regions', signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'share-banks');
    const found = await regions.ofMunicipality(municipality.id);
    const words = wordsFor(req);
    const title = words.t('regions.title');
    pages.send(req, res, 'regions/regions', regionsPage(found, await readBy(req), words), {
      title,
    });
  });

  router.get('/regions/:regionId', signedInOnly, (req, res) => send(req, res));

  router.post('/regions/:regionId/invitations', signedInOnly, readForm, (req, res) =>
    act(req, res, () => ({ kind: 'invite', ...inviteForm.parse(req.body) })),
  );

  router.post('/regions/:regionId/answer', signedInOnly, readForm, (req, res) =>
    act(req, res, (municipalityId) => {
      return { kind: answerForm.parse(req.body).answer, municipalityId };
    }),
  );

  router.post('/regions/:regionId/end', signedInOnly, readForm, (req, res) =>
    act(req, res, () => ({ kind: 'end', ...endForm.parse(req.body) })),
  );

  async function act(
    req: Request,
    res: Response,
    actOf: (municipalityId: string) => RegionAct,
  ): Promise<void> {
    const { municipality, person, today } = requireWhole(req, 'share-banks');
    const regionId = regionIdOf(req);
    const by = { municipalityId: municipality.id, personId: person.id };
    const outcome = await changeRegion({ regionId, act: actOf(municipality.id), by, today });
    if (outcome.done) res.redirect(303, regionAddress(regionId));
    else await send(req, res, outcome.obstacle);
  }

  async function send(req: Request, res: Response, refused?: RegionObstacle): Promise<void> {
    const { municipality } = requireWhole(req, 'share-banks');
    const region = await regions.findFor(regionIdOf(req), municipality.id);
    if (!region) throw new NotFound('region');
    const model = regionPage(region, await readBy(req), wordsFor(req), refused);
    const status = refused === undefined ? 200 : 422;
    pages.send(req, res, 'regions/region', model, { title: region.name, status });
  }

  async function readBy(req: Request) {
    const { municipality, today } = requireWhole(req, 'share-banks');
    const others = await municipalities.all();
    const names = new Map(others.map((one) => [one.id, one.name]));
    return { municipalityId: municipality.id, today, names, others };
  }

  const wordsFor = (req: Request) => ({ t: pages.texts(req), locale: pages.locale(req) });

  return router;
}

function regionIdOf(req: Request): string {
  return z.object({ regionId: id }).parse(req.params).regionId;
}
