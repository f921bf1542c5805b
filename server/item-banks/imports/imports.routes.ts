import { Router, raw, type ErrorRequestHandler, type Request, type Response } from 'express';
import { z } from 'zod';
import { scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import { may } from '../../organisation/policy.rules.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import { readNamedFile } from '../../platform/http/single-file-upload.js';
import { LOCALES } from '../../platform/locale.js';
import type { BankStore } from '../bank.store.js';
import { bankAddress } from '../bank-words.view.js';
import { LIMITS } from '../formats/foreign-question.js';
import { itemQueryOf } from '../item-filters.js';
import { isUnit } from '../units.rules.js';
import type { confirmImport, readImport, uploadItems } from './import-items.js';
import { importPage, uploadPage, type ImportChoices } from './imports.view.js';
import { actorOf, found, slug, wordsFor } from '../item-request.routes.js';

export interface ImportsRoutesDeps {
  readonly pages: Pages;
  readonly banks: BankStore;
  readonly uploadItems: ReturnType<typeof uploadItems>;
  readonly readImport: ReturnType<typeof readImport>;
  readonly confirmImport: ReturnType<typeof confirmImport>;
}

const importParams = z.object({ bankId: slug, importId: z.string().regex(/^[\w-]{1,80}$/) });
const optional = z.string().min(1).max(60).optional().catch(undefined);
const choicesIn = z.object({
  language: z.enum(LOCALES).optional().catch(undefined),
  topic: optional,
  unit: optional.transform((unit) => (unit !== undefined && isUnit(unit) ? unit : undefined)),
});
const body = z.instanceof(Buffer);
/** Around the file in a form. */
const FORM_ROOM = 16 * 1024;

/** Questions of other systems in the browser: a file, a report of what each would become, and only then drafts. */
export function importsRoutes(deps: ImportsRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readFile = raw({
    type: 'multipart/form-data',
    limit: LIMITS.fileBytes + FORM_ROOM,
  });

  router.get('/item-banks/:bankId/import', signedInOnly, async (req, res) => {
    await sendUpload(req, res);
  });

  router.post('/item-banks/:bankId/import', signedInOnly, mayUpload, readFile, async (req, res) => {
    const { bankId, choices } = askedFor(req, pages.locale(req));
    const read = body.safeParse(req.body);
    const file = read.success ? readNamedFile(req.get('content-type') ?? '', read.data) : undefined;
    if (!file || file.bytes.length === 0) {
      await sendUpload(req, res, 'no-file');
      return;
    }
    const outcome = await deps.uploadItems({
      ...actorOf(req),
      ...choices,
      bankId,
      fileName: file.name,
      bytes: file.bytes,
    });
    if (outcome.read) res.redirect(303, `${bankAddress(bankId)}/imports/${outcome.importId}`);
    else await sendUpload(req, res, outcome.reason);
  });
  const refuseUpload: ErrorRequestHandler = (error: unknown, req, res, next) => {
    const isTooLarge = z.object({ type: z.literal('entity.too.large') }).safeParse(error).success;
    if (isTooLarge) void sendUpload(req, res, 'too-large').catch(next);
    else next(error);
  };
  router.use('/item-banks/:bankId/import', refuseUpload);

  router.get('/item-banks/:bankId/imports/:importId', signedInOnly, async (req, res) => {
    scopeFor(req, 'write-items');
    await sendReport(req, res, new Map());
  });

  router.post('/item-banks/:bankId/imports/:importId', signedInOnly, async (req, res) => {
    scopeFor(req, 'write-items');
    const { bankId, importId } = found(importParams, req.params);
    const command = { ...actorOf(req), bankId, importId };
    const shown = await deps.readImport(command);
    const left = await deps.confirmImport(command);
    if (left.size === 0) {
      res.redirect(303, bankAddress(bankId) + itemQueryOf({ state: 'draft', page: 1 }));
      return;
    }
    const model = importPage(shown, left, wordsFor(pages, req));
    pages.send(req, res, 'item-banks/import-report', model, { title: model.title, status: 409 });
  });

  async function sendReport(req: Request, res: Response, left: ReadonlyMap<string, string>) {
    const { bankId, importId } = found(importParams, req.params);
    const shown = await deps.readImport({ ...actorOf(req), bankId, importId });
    const model = importPage(shown, left, wordsFor(pages, req));
    pages.send(req, res, 'item-banks/import-report', model, { title: model.title });
  }

  async function sendUpload(req: Request, res: Response, problem?: string) {
    scopeFor(req, 'write-items');
    const { bankId, choices } = askedFor(req, pages.locale(req));
    const { person, today } = actorOf(req);
    const bank = await deps.banks.findReadable(bankId, person.municipalityId);
    const owner = { municipalityId: bank?.ownerMunicipalityId ?? '' };
    if (!bank || !may(person, 'write-items', owner, today).allowed) throw new NotFound('item bank');
    const model = uploadPage(bank, choices, problem, wordsFor(pages, req));
    const status = problem === undefined ? 200 : problem === 'too-large' ? 413 : 422;
    pages.send(req, res, 'item-banks/import', model, { title: model.title, status });
  }

  return router;
}

/** Asked before the file is read: whoever may not upload sends 32 MiB for nothing. */
function mayUpload(req: Request, _res: Response, next: () => void): void {
  scopeFor(req, 'write-items');
  next();
}

function askedFor(req: Request, locale: ImportChoices['language']) {
  const { bankId } = found(z.object({ bankId: slug }), req.params);
  const { language = locale, ...rest } = choicesIn.parse(req.query);
  return { bankId, choices: { language, ...rest } };
}
