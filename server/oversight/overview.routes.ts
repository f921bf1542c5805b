import { Router, type Request } from 'express';
import { readerOf, scopeFor, signedInOnly } from '../organisation/reader.routes.js';
import type { Pages } from '../platform/http/page.js';
import type { Words } from './certification-words.view.js';
import { filtersFrom } from './filters.js';
import type { OverviewOf } from './overview.js';
import { csvFileName, overviewCsv } from './overview-csv.view.js';
import { overviewPage, overviewTitle } from './overview.view.js';

/** The table of who is certified, for unit heads and HR, and the same as a file. */
export function overviewRoutes(deps: {
  readonly overview: OverviewOf;
  readonly pages: Pages;
}): Router {
  const { overview, pages } = deps;
  const router = Router();

  const overviewFor = (req: Request) => {
    const scope = scopeFor(req, 'see-certifications');
    const { municipality, today } = readerOf(req);
    return overview({ scope, filters: filtersFrom(req.query), municipality, today });
  };
  const wordsFor = (req: Request): Words => ({
    t: pages.texts(req),
    locale: pages.locale(req),
    timeZone: readerOf(req).municipality.timeZone,
  });

  router.get('/oversight', signedInOnly, async (req, res) => {
    const found = await overviewFor(req);
    const words = wordsFor(req);
    const model = overviewPage(found, words);
    pages.send(req, res, 'oversight/overview', model, { title: overviewTitle(found, words) });
  });

  router.get('/oversight.csv', signedInOnly, async (req, res) => {
    const found = await overviewFor(req);
    const words = wordsFor(req);
    res.attachment(csvFileName(found, words)).send(overviewCsv(found, words));
  });

  return router;
}
