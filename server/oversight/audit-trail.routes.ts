import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Router, type Request, type Response } from 'express';
import type { AuditHeadStore } from '../audit/audit-head.store.js';
import type { AuditTrail } from '../audit/audit-event.js';
import type { TrailCheckStore } from '../audit/trail-check.store.js';
import { requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { TRAIL_FORMATS, type TrailFormatName } from './audit-export.view.js';
import { auditFiltersFrom } from './audit-filters.js';
import type { ReadTrail } from './audit-trail.js';
import { auditPage } from './audit-trail.view.js';

export interface AuditTrailPageDeps {
  readonly trail: ReadTrail;
  readonly audit: AuditTrail;
  readonly heads: Pick<AuditHeadStore, 'newestOf'>;
  readonly checks: Pick<TrailCheckStore, 'find'>;
  readonly check: (municipalityId: string) => Promise<void>;
  readonly pages: Pages;
  readonly clock: Clock;
}

const PAGE_SIZE = 50;
const BATCH_SIZE = 500;

/** The audit trail for those who check what was done: filters, whether the chain is whole, and files to take away. */
export function auditTrailRoutes(deps: AuditTrailPageDeps): Router {
  const { trail, audit, heads, checks, pages, clock } = deps;
  const router = Router();

  router.get('/audit', signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'see-audit');
    const filters = auditFiltersFrom(req.query);
    const filter = await trail.filterOf(filters, municipality);
    const [found, check, head] = await Promise.all([
      trail.page(filter, PAGE_SIZE + 1, filters.before),
      checks.find(municipality.id),
      heads.newestOf(municipality.id),
    ]);
    const shown = { entries: found.slice(0, PAGE_SIZE), more: found.length > PAGE_SIZE };
    const t = pages.texts(req);
    const words = { t, locale: pages.locale(req), timeZone: municipality.timeZone };
    const model = auditPage({ ...shown, filters, check, headAt: head?.sequence }, words);
    pages.send(req, res, 'oversight/audit', model, { title: t('audit.title') });
  });

  router.post('/audit/check', signedInOnly, async (req, res) => {
    await deps.check(requireWhole(req, 'see-audit').municipality.id);
    res.redirect(303, '/audit');
  });

  router.get('/audit/head', signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'see-audit');
    const head = await heads.newestOf(municipality.id);
    if (!head) throw new NotFound('signed head');
    res.attachment(`${municipality.slug}-audit-head-${head.sequence}.jws`);
    res.type('text/plain').send(`${head.jws}\n`);
  });

  router.get('/audit.csv', signedInOnly, (req, res) => sendExport(req, res, 'csv'));
  router.get('/audit.jsonl', signedInOnly, (req, res) => sendExport(req, res, 'jsonl'));

  /** Who takes the trail away leaves a trace in it, before the first byte is sent. */
  async function sendExport(req: Request, res: Response, name: TrailFormatName): Promise<void> {
    const { municipality, person, today } = requireWhole(req, 'see-audit');
    const filters = auditFiltersFrom(req.query);
    const filter = await trail.filterOf(filters, municipality);
    const { from, to, kind, subject } = filters;
    const asked = { from, to, kind, subject, who: filter.actors?.join(' ') };
    await audit.record({
      municipalityId: municipality.id,
      actor: person.id,
      action: 'audit.exported',
      subject: `municipality:${municipality.id}`,
      at: clock(),
      details: { format: name, ...given(asked) },
    });
    const format = TRAIL_FORMATS[name];
    res.attachment(`${municipality.slug}-audit-${today}.${name}`).type(format.contentType);
    res.write(format.head(pages.texts(req)));
    await pipeline(Readable.from(written(format, trail.batches(filter, BATCH_SIZE))), res);
  }

  return router;
}

async function* written(
  { batch }: (typeof TRAIL_FORMATS)[TrailFormatName],
  batches: ReturnType<ReadTrail['batches']>,
): AsyncGenerator<string> {
  for await (const entries of batches) yield batch(entries);
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
