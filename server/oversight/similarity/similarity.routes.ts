import { Router } from 'express';
import { z } from 'zod';
import type { AuditTrail } from '../../audit/audit-event.js';
import { requireWhole, signedInOnly } from '../../organisation/reader.routes.js';
import type { Clock } from '../../platform/clock.js';
import type { Pages } from '../../platform/http/page.js';
import { addDays, parsePlainDate } from '../../platform/plain-date.js';
import type { SimilarityOf } from './read-similarity.js';
import { similarityPage } from './similarity.view.js';

export interface SimilarityRoutesDeps {
  readonly pages: Pages;
  readonly similarity: SimilarityOf;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

const SHOWN_DAYS = 30;
const day = z.string().transform(parsePlainDate).catch(undefined);
const query = z.object({ from: day, to: day });

/** The report of alike mistakes, for the coordinator. Reading it is in the trail. */
export function similarityRoutes({
  pages,
  similarity,
  audit,
  clock,
}: SimilarityRoutesDeps): Router {
  const router = Router();

  router.get('/records/similarity', signedInOnly, async (req, res) => {
    const { municipality, person, today } = requireWhole(req, 'see-similarity');
    const asked = query.parse(req.query);
    const to = asked.to ?? today;
    const from = asked.from && asked.from <= to ? asked.from : addDays(to, -SHOWN_DAYS);
    const found = await similarity(municipality, { from, to });
    await audit.record({
      municipalityId: municipality.id,
      actor: person.id,
      action: 'record.similarity-read',
      subject: `municipality:${municipality.id}`,
      at: clock(),
      details: { from, to, pairs: found.pairs.length },
    });
    const model = similarityPage(
      { ...found, from, to, readerId: person.id },
      {
        t: pages.texts(req),
        locale: pages.locale(req),
        timeZone: municipality.timeZone,
      },
    );
    pages.send(req, res, 'records/similarity', model, { title: model.title });
  });

  return router;
}
