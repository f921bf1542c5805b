import { Router } from 'express';
import { z } from 'zod';
import { requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import type { Pages } from '../platform/http/page.js';
import type { ReadCoverage } from './coverage.js';
import { coveragePage } from './coverage.view.js';

const params = z.object({ regionId: z.string().min(1).max(100) });

/** A region's numbers, for the administrators of its host; a member sees its own. */
export function coverageRoutes({
  pages,
  coverage,
}: {
  readonly pages: Pages;
  readonly coverage: ReadCoverage;
}): Router {
  const router = Router();
  router.get('/regions/:regionId/coverage', signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'share-banks');
    const found = await coverage(params.parse(req.params).regionId, municipality.id);
    const words = { t: pages.texts(req), locale: pages.locale(req) };
    const model = coveragePage(found, words);
    pages.send(req, res, 'regions/coverage', model, { title: model.title });
  });
  return router;
}
