import express, {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { z } from 'zod';
import type { Clock } from '../platform/clock.js';
import type { Pages } from '../platform/http/page.js';
import type { RateLimit, RateLimits } from '../platform/limits/rate-limits.js';
import type { Certificate } from './certificate.js';
import type { CertificateStore } from './certificate.store.js';
import type { FileAnswer } from './check-file.js';
import { isFamilyNameOf } from './holder-name.rules.js';
import { readSingleFile } from '../platform/http/single-file-upload.js';
import { readCode } from './verification-code.js';
import {
  filePage,
  statusPage,
  type NameGuess,
  type Reading,
  type UploadFault,
} from './verification.view.js';

export interface VerificationRoutesDeps {
  readonly certificates: Pick<CertificateStore, 'findByCode'>;
  readonly checkFile: (pdf: Buffer) => Promise<FileAnswer>;
  readonly nameGuesses: Pick<RateLimits, 'take' | 'giveBack'>;
  readonly pages: Pages;
  readonly clock: Clock;
}

/** Of a family name, a code: nobody goes through a list of names. */
const NAME_GUESSES: RateLimit = { name: 'name-guesses', most: 5, periodMs: 15 * 60_000 };

const LARGEST_FILE = 2 * 1024 * 1024;
/** The head and the boundaries of a form around the file. */
const FORM_ROOM = 8 * 1024;
const UPLOAD_STATUS: Readonly<Record<UploadFault, number>> = {
  'no-file': 400,
  'not-a-pdf': 422,
  'too-large': 413,
  unreadable: 400,
};

const codeInPath = z.object({ code: z.string() });
const codeInQuery = z.object({ code: z.string().trim().default('').catch('') });
const guessBody = z
  .object({ familyName: z.string().trim().max(200).catch('') })
  .catch({ familyName: '' });
const body = z.instanceof(Buffer);

/** Whoever holds a certificate, on paper or as a file, asks here whether it holds good. Nobody signs in. */
export function verificationRoutes(deps: VerificationRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readingOf = (req: Request): Reading => ({
    locale: pages.locale(req),
    t: pages.texts(req),
    now: deps.clock(),
  });

  /** A code that can't be one is looked for like any other: the answer takes the same way, and as long. */
  async function find(typed: string): Promise<Certificate | undefined> {
    return deps.certificates.findByCode(readCode(typed) ?? 'not a code');
  }

  function sendCodePage(req: Request, res: Response, typed: string, status: 200 | 404): void {
    const title = pages.texts(req)('verify.code.title');
    const model = { typed, unknown: status === 404 };
    pages.send(req, res, 'certification/code', model, { title, status });
  }

  function sendStatus(
    req: Request,
    res: Response,
    certificate: Certificate,
    guess: NameGuess,
    status = 200,
  ): void {
    const model = statusPage(certificate, guess, readingOf(req));
    const { municipalityName } = certificate.record;
    const options = { title: model.answer.heading, municipalityName, status };
    pages.send(req, res, 'certification/status', model, options);
  }

  function sendFilePage(
    req: Request,
    res: Response,
    given: FileAnswer | UploadFault | undefined,
  ): void {
    const model = filePage(given, readingOf(req));
    const title = model.answer?.heading ?? pages.texts(req)('verify.file.title');
    const status = typeof given === 'string' ? UPLOAD_STATUS[given] : 200;
    pages.send(req, res, 'certification/file', model, { title, status, scripts: ['verify-drop'] });
  }

  async function answerCode(req: Request, res: Response, typed: string): Promise<void> {
    const certificate = await find(typed);
    if (certificate) sendStatus(req, res, certificate, { kind: 'none' });
    else sendCodePage(req, res, typed, 404);
  }

  router.use('/v', keepToYourself);

  router.get('/v', async (req, res) => {
    const { code } = codeInQuery.parse(req.query);
    if (code === '') sendCodePage(req, res, '', 200);
    else await answerCode(req, res, code);
  });

  router.get('/v/:code', async (req, res) => {
    await answerCode(req, res, codeInPath.parse(req.params).code);
  });

  const readForm = express.urlencoded({ extended: false, limit: '4kb' });
  router.post('/v/:code', readForm, async (req, res) => {
    const { code } = codeInPath.parse(req.params);
    const { familyName } = guessBody.parse(req.body);
    const certificate = await find(code);
    if (!certificate) {
      sendCodePage(req, res, code, 404);
      return;
    }
    const guess = await guessName(deps, certificate, familyName);
    sendStatus(req, res, certificate, guess, GUESS_STATUS[guess.kind]);
  });

  router.get('/verify', (req, res) => {
    sendFilePage(req, res, undefined);
  });

  const readFile = express.raw({ type: 'application/pdf', limit: LARGEST_FILE });
  const readFileForm = express.raw({
    type: 'multipart/form-data',
    limit: LARGEST_FILE + FORM_ROOM,
  });
  router.post('/verify', readFile, readFileForm, async (req, res) => {
    const file = uploadedFile(req);
    sendFilePage(req, res, typeof file === 'string' ? file : await deps.checkFile(file));
  });

  const refuseUpload: ErrorRequestHandler = (error: unknown, req, res, next) => {
    const fault = uploadFaultOf(error);
    if (fault === undefined) next(error);
    else sendFilePage(req, res, fault);
  };
  router.use('/verify', refuseUpload);

  return router;
}

/** What stands in the address is nobody else's business: not a search engine's, not that of a page one goes to from here. */
const keepToYourself: RequestHandler = (_req, res, next) => {
  res.set({ 'X-Robots-Tag': 'noindex', 'Referrer-Policy': 'no-referrer' });
  next();
};

const GUESS_STATUS: Readonly<Record<NameGuess['kind'], number>> = {
  none: 200,
  right: 200,
  wrong: 422,
  blocked: 429,
};

/** Counted before it is looked at, so that many at once get no more guesses than one after another. */
async function guessName(
  { nameGuesses }: Pick<VerificationRoutesDeps, 'nameGuesses'>,
  { record }: Certificate,
  typed: string,
): Promise<NameGuess> {
  const until = await nameGuesses.take(NAME_GUESSES, record.code);
  if (until) return { kind: 'blocked', until };
  if (!isFamilyNameOf(typed, record.holderName)) return { kind: 'wrong', typed };
  await nameGuesses.giveBack(NAME_GUESSES, record.code);
  return { kind: 'right' };
}

/** The file, from a script or from the form. It is in memory only, and gone with the answer. */
function uploadedFile(req: Request): Buffer | UploadFault {
  const read = body.safeParse(req.body);
  if (!read.success) return req.get('content-type') === undefined ? 'no-file' : 'unreadable';
  const file = req.is('multipart/form-data')
    ? readSingleFile(req.get('content-type') ?? '', read.data)
    : read.data;
  if (file === undefined) return 'unreadable';
  if (file.length === 0) return 'no-file';
  if (file.length > LARGEST_FILE) return 'too-large';
  return file.toString('latin1', 0, 5) === '%PDF-' ? file : 'not-a-pdf';
}

const bodyError = z.object({ type: z.string(), status: z.int().min(400).max(499) });

/** The reader of bodies says in `type` what was wrong with one; other errors are not about the upload. */
function uploadFaultOf(error: unknown): UploadFault | undefined {
  const known = bodyError.safeParse(error);
  if (!known.success) return undefined;
  return known.data.type === 'entity.too.large' ? 'too-large' : 'unreadable';
}
