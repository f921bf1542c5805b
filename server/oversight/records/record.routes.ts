import { Router, type Request } from 'express';
import { z } from 'zod';
import type { AttemptStore } from '../../attempts/attempt.store.js';
import type { AuditTrail } from '../../audit/audit-event.js';
import type { CertificateFonts } from '../../certification/certificate-fonts.js';
import { may, scopeOf } from '../../organisation/policy.rules.js';
import type { PersonStore } from '../../organisation/person.store.js';
import { readerOf, requireWhole, signedInOnly } from '../../organisation/reader.routes.js';
import type { Clock } from '../../platform/clock.js';
import { DomainError, NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import type { ReadRecord } from './read-record.js';
import { recordListPage } from './record-list.view.js';
import { renderRecord } from './record-pdf.js';
import { recordView, type RecordView } from './record.view.js';

export interface RecordRoutesDeps {
  readonly pages: Pages;
  readonly attempts: AttemptStore;
  readonly people: PersonStore;
  readonly read: ReadRecord;
  readonly fonts: CertificateFonts;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly demo: boolean;
}

/** The keys of the items are in it, and one may meet them again. */
class OwnRecord extends DomainError {
  readonly code = 'own-record';
  readonly status = 403;

  constructor() {
    super('Nobody opens the record of their own exam');
    this.name = 'OwnRecord';
  }
}

const LISTED = 50;
const listQuery = z.object({ q: z.string().trim().max(100).catch('') });
const params = z.object({ attemptId: z.string().max(100) });
const pdfQuery = z.object({ keys: z.enum(['with', 'without']).catch('with') });

/** Records of attempts, for those who judge appeals and check how exams were decided. Opening one is in the trail. */
export function recordRoutes(deps: RecordRoutesDeps): Router {
  const { pages, attempts, people } = deps;
  const router = Router();

  router.get('/records', signedInOnly, async (req, res) => {
    const { municipality, person, today } = requireWhole(req, 'see-records');
    const { q } = listQuery.parse(req.query);
    const named =
      q === ''
        ? undefined
        : (await people.search(municipality.id, { q, day: today }, { page: 1, size: LISTED }))
            .people;
    const found = await attempts.newestOf(
      municipality.id,
      LISTED,
      named?.map(({ id }) => id),
    );
    const whose = await people.findAll(municipality.id, [
      ...new Set(found.map(({ personId }) => personId)),
    ]);
    const t = pages.texts(req);
    const words = { t, locale: pages.locale(req), timeZone: municipality.timeZone };
    const maySeeSimilarity = scopeOf(person, 'see-similarity', today).allowed;
    const model = recordListPage(
      { attempts: found, people: whose, q, readerId: person.id, maySeeSimilarity },
      words,
    );
    pages.send(req, res, 'records/list', model, { title: t('record.list') });
  });

  router.get('/records/:attemptId', signedInOnly, async (req, res) => {
    const view = await openedRecord(req, 'page', true);
    const { attemptId } = params.parse(req.params);
    const pdfHref = `/records/${attemptId}/pdf`;
    const model = { ...view, pdfHref, pdfWithoutKeysHref: `${pdfHref}?keys=without` };
    pages.send(req, res, 'records/record', model, { title: view.title });
  });

  router.get('/records/:attemptId/pdf', signedInOnly, async (req, res) => {
    const { keys } = pdfQuery.parse(req.query);
    const view = await openedRecord(req, 'pdf', keys === 'with');
    const { municipality } = readerOf(req);
    const { attemptId } = params.parse(req.params);
    const words = pages.texts(req);
    const file = await renderRecord(view, deps.fonts, {
      author: municipality.name,
      createdAt: deps.clock(),
      page: (page, count) => words('record.page', { attempt: attemptId, page, count }),
      t: words,
    });
    res
      .attachment(`medsert-${attemptId}${keys === 'with' ? '' : '-2'}.pdf`)
      .type('pdf')
      .send(file);
  });

  /** Before anything of it is shown, the trail says who opened it. */
  async function openedRecord(
    req: Request,
    as: 'page' | 'pdf',
    withKeys: boolean,
  ): Promise<RecordView> {
    const { municipality, person, today } = requireWhole(req, 'see-records');
    const { attemptId } = params.parse(req.params);
    const record = await deps.read(municipality, attemptId);
    if (!record) throw new NotFound('record');
    const subject = { municipalityId: municipality.id, personId: record.attempt.personId };
    if (!may(person, 'see-records', subject, today).allowed) throw new OwnRecord();
    await deps.audit.record({
      municipalityId: municipality.id,
      actor: person.id,
      action: 'record.opened',
      subject: `attempt:${attemptId}`,
      at: deps.clock(),
      details: { as, keys: withKeys },
    });
    return recordView(record, {
      t: pages.texts(req),
      locale: pages.locale(req),
      withKeys,
      demo: deps.demo,
    });
  }

  return router;
}
