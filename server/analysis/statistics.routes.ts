import { Router, type Request } from 'express';
import { z } from 'zod';
import { may } from '../organisation/policy.rules.js';
import { readerOf, scopeFor, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { bankStatisticsPage, statisticsAddress } from './bank-statistics.view.js';
import type { NeutralisationStore } from './neutralisation.store.js';
import { itemStatisticsPage } from './item-statistics.view.js';
import {
  readAllStatistics,
  readBankStatistics,
  readItemStatistics,
  type ReadStatisticsDeps,
} from './read-statistics.js';
import type { RefreshStatistics } from './refresh-statistics.js';
import { statisticsFiltersFrom } from './statistics-filters.js';
import { statisticsListPage } from './statistics-list.view.js';

export interface StatisticsRoutesDeps extends ReadStatisticsDeps {
  readonly pages: Pages;
  readonly refresh: RefreshStatistics;
  readonly neutralisations: NeutralisationStore;
}

const slug = z.string().regex(/^[a-z0-9-]{1,80}$/);
const params = z.object({ bankId: slug, itemId: slug.optional() });
const shown = z.object({ version: z.coerce.number().int().min(1).optional().catch(undefined) });

/** What attempts say of items and programmes, for those who write, review and coordinate. */
export function statisticsRoutes(deps: StatisticsRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readAll = readAllStatistics(deps);
  const readBank = readBankStatistics(deps);
  const readItem = readItemStatistics(deps);

  const wordsFor = (req: Request) => ({
    t: pages.texts(req),
    locale: pages.locale(req),
    timeZone: readerOf(req).municipality.timeZone,
  });

  router.get('/statistics', signedInOnly, async (req, res) => {
    const { municipalityId } = scopeFor(req, 'see-item-statistics');
    const neutralised = mayRegrade(req) ? await deps.neutralisations.of(municipalityId) : [];
    const model = statisticsListPage(await readAll(municipalityId), neutralised, wordsFor(req));
    pages.send(req, res, 'analysis/banks', model, { title: model.title });
  });

  router.get('/item-banks/:bankId/statistics', signedInOnly, async (req, res) => {
    const { municipalityId } = scopeFor(req, 'see-item-statistics');
    const found = await readBank(municipalityId, namedIn(req).bankId);
    const model = bankStatisticsPage(found, statisticsFiltersFrom(req.query), wordsFor(req));
    pages.send(req, res, 'analysis/bank', model, { title: model.title });
  });

  router.post('/item-banks/:bankId/statistics', signedInOnly, async (req, res) => {
    const { municipalityId } = scopeFor(req, 'see-item-statistics');
    const { bank } = await readBank(municipalityId, namedIn(req).bankId);
    await deps.refresh(municipalityId);
    res.redirect(303, statisticsAddress(bank.id));
  });

  router.get('/item-banks/:bankId/items/:itemId/statistics', signedInOnly, async (req, res) => {
    const { municipalityId } = scopeFor(req, 'see-item-statistics');
    const { bankId, itemId = '' } = namedIn(req);
    const { version } = shown.parse(req.query);
    const found = await readItem(municipalityId, bankId, itemId, version);
    const model = itemStatisticsPage(found, mayRegrade(req), wordsFor(req));
    pages.send(req, res, 'analysis/item', model, { title: model.title });
  });

  return router;
}

function mayRegrade(req: Request): boolean {
  const { person, municipality, today } = readerOf(req);
  return may(person, 'regrade', { municipalityId: municipality.id }, today).allowed;
}

/** What can't be an address of ours is not found, like what is not there. */
function namedIn(req: Request): z.infer<typeof params> {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('page');
  return parsed.data;
}
