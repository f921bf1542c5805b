import express, {
  Router,
  urlencoded,
  type ErrorRequestHandler,
  type Request,
  type Response,
} from 'express';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import { readSingleFile } from '../../platform/http/single-file-upload.js';
import type { MunicipalityStore } from '../municipality.store.js';
import { id } from '../form-fields.js';
import { requireWhole, signedInOnly } from '../reader.routes.js';
import type { DecideImport, Decided } from './decide-import.js';
import type { HrImportStore } from './hr-import.store.js';
import { hrImportPage, hrPage, type UploadRefusal } from './hr.view.js';
import { LARGEST_FILE } from './read-hr-file.js';

export interface HrRoutesDeps {
  readonly pages: Pages;
  readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
  readonly imports: Pick<HrImportStore, 'find' | 'recent'>;
  readonly decide: DecideImport;
  readonly clock: Clock;
}

const PATH = '/administration/hr';
const FORM_ROOM = 8 * 1024;
const MOST_SHOWN = 50;

/** Files from the HR system: uploaded, looked at, applied as they were looked at. For HR and administrators. */
export function hrRoutes({ pages, municipalities, imports, decide, clock }: HrRoutesDeps): Router {
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '4kb', parameterLimit: 5 });
  const readUpload = express.raw({ type: 'multipart/form-data', limit: LARGEST_FILE + FORM_ROOM });
  const wordsFor = (req: Request) => ({ t: pages.texts(req), locale: pages.locale(req) });
  const whoseOf = (req: Request) => {
    const { municipality, person } = requireWhole(req, 'import-people');
    return { municipalityId: municipality.id, actor: person.id };
  };
  const forHr: express.RequestHandler = (req, _res, next) => {
    whoseOf(req);
    next();
  };

  router.get(PATH, signedInOnly, async (req, res) => {
    await sendList(req, res);
  });

  router.post(PATH, signedInOnly, forHr, readUpload, async (req, res) => {
    const bytes = uploadedFile(req);
    if (typeof bytes === 'string') {
      await sendList(req, res, { problem: bytes });
      return;
    }
    const file = { ...whoseOf(req), bytes, source: 'upload', fileName: '' } as const;
    const outcome = await decide.receive(file);
    if (outcome.received) res.redirect(303, addressOf(outcome.id));
    else await sendList(req, res, outcome.refusal);
  });

  router.get(`${PATH}/:id`, signedInOnly, async (req, res) => {
    await sendImport(req, res);
  });

  router.post(`${PATH}/:id/apply`, signedInOnly, readForm, async (req, res) => {
    const whose = whoseOf(req);
    const { digest, endings } = approval.parse(req.body);
    const agreed = { digest, ...(endings === undefined ? {} : { endings }) };
    await answer(req, res, await decide.approve(whose, idOf(req), agreed));
  });

  router.post(`${PATH}/:id/discard`, signedInOnly, async (req, res) => {
    await answer(req, res, await decide.discard(whoseOf(req), idOf(req)));
  });

  const tooLarge: ErrorRequestHandler = async (error: unknown, req, res, next) => {
    if ((error as { type?: unknown }).type !== 'entity.too.large') next(error);
    else await sendList(req, res, { problem: 'too-large' });
  };
  router.use(PATH, tooLarge);

  async function answer(req: Request, res: Response, decided: Decided): Promise<void> {
    if (decided.done) res.redirect(303, addressOf(idOf(req)));
    else await sendImport(req, res, decided.reason);
  }

  async function sendList(req: Request, res: Response, refusal?: UploadRefusal): Promise<void> {
    const { municipality } = requireWhole(req, 'import-people');
    const recent = await imports.recent(municipality.id, MOST_SHOWN);
    const words = wordsFor(req);
    const { timeZone } = municipality;
    const model = hrPage({ recent, refusal, timeZone }, words);
    const status = refusal === undefined ? 200 : 422;
    pages.send(req, res, 'administration/hr', model, { title: words.t('hr.title'), status });
  }

  async function sendImport(req: Request, res: Response, refused?: string): Promise<void> {
    const { municipality } = requireWhole(req, 'import-people');
    const [found, planned, units] = await Promise.all([
      imports.find(municipality.id, idOf(req)),
      decide.planOf(municipality.id, idOf(req)),
      municipalities.unitsOf(municipality.id),
    ]);
    if (!found) throw new NotFound('HR file');
    const { timeZone } = municipality;
    const around = { found, planned, units, refused, timeZone, now: clock() };
    const words = wordsFor(req);
    const status = refused === undefined ? 200 : 409;
    const title = words.t('hr.one');
    pages.send(req, res, 'administration/hr-import', hrImportPage(around, words), {
      title,
      status,
    });
  }

  return router;
}

const addressOf = (importId: string): string => `${PATH}/${encodeURIComponent(importId)}`;
const idOf = (req: Request): string => id.parse(req.params['id']);
const approval = z.object({
  digest: z.string().max(64),
  endings: z.preprocess(
    (typed) =>
      typeof typed === 'string' && /^\s*\d{1,6}\s*$/.test(typed) ? Number(typed) : undefined,
    z.number().optional(),
  ),
});

function uploadedFile(req: Request): Buffer | 'no-file' | 'unreadable' {
  const body = z.instanceof(Buffer).safeParse(req.body);
  if (!body.success) return 'no-file';
  const file = readSingleFile(req.get('content-type') ?? '', body.data);
  if (file === undefined) return 'unreadable';
  return file.length === 0 ? 'no-file' : file;
}
