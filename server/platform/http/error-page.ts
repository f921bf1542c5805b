import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import { describedError } from '../described-error.js';
import { DomainError, NotFound } from '../errors.js';
import type { Logger } from '../logger.js';
import { FormTokenMissing, keptForm } from './form-token.js';
import type { Pages } from './page.js';
import { isSharedDevice } from './shared-device.js';

interface Told {
  readonly code: string;
  readonly status: number;
  /** Something is broken in the service, not in the request. */
  readonly ours: boolean;
}

export const notFound: RequestHandler = () => {
  throw new NotFound('page');
};

/**
 * The one place where an error becomes an answer: a page in the person's language with a way out, or problem details (RFC 9457)
 * for programs. What is told is the code; what happened stands in the log under the request's reference.
 */
export function handleErrors(pages: Pages, log: Logger): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    const told = toldOf(error);
    const requestId = req.requestId ?? '';
    const event = { requestId, code: told.code, method: req.method };
    if (told.ours) log.error({ ...event, cause: describedError(error) }, 'request failed');
    else log.info(event, 'request refused');
    if (res.headersSent) {
      next(error);
      return;
    }
    if (!wantsPage(req)) {
      res
        .status(told.status)
        .type('application/problem+json')
        .send(JSON.stringify({ type: told.code, status: told.status, code: told.code, requestId }));
      return;
    }
    if (told.code === 'sign-in-needed' && req.method === 'GET') {
      res.redirect(302, `/?returnTo=${encodeURIComponent(req.originalUrl)}`);
      return;
    }
    const t = pages.texts(req);
    const kept = await keptFrom(error, told.code, req, res);
    if (kept) {
      const key = told.code === 'sign-in-needed' ? 'error.resend-sign-in' : 'error.form-token';
      const title = t(key);
      const model = {
        heading: title,
        text: t(`${key}.text`),
        kept: t(`${key}.kept`),
        signIn: told.code === 'sign-in-needed',
        action: req.originalUrl,
        fields: kept,
        reference: requestId,
      };
      pages.send(req, res, 'errors/send-again', model, { title, status: told.status });
      return;
    }
    const key = textKey(told.code);
    const model = {
      heading: t(`error.${key}`),
      text: t(`error.${key}.text`),
      wayOut: t(key === 'saml' || key === 'sign-in-needed' ? 'error.signIn' : 'error.home'),
      wayOutHref: '/',
      otherWayOut: req.otherWayOut && {
        href: req.otherWayOut.href,
        text: t(req.otherWayOut.textKey),
      },
      reference: requestId,
    };
    pages.send(req, res, 'errors/error', model, { title: model.heading, status: told.status });
  };
}

/** What was typed into a form that only has to be sent again. Not on a shared device, where somebody else may sit by now. */
async function keptFrom(error: unknown, code: string, req: Request, res: Response) {
  if (error instanceof FormTokenMissing) return error.fields;
  return code === 'sign-in-needed' && req.method === 'POST' && !isSharedDevice(req)
    ? keptForm(req, res)
    : undefined;
}

const PAGE_CODES = new Set([
  'sign-in-needed',
  'too-many-requests',
  'not-found',
  'role-needed',
  'own-record',
  'bad-request',
  'foreign-origin',
  'form-token',
  'form-not-drawable',
  'unavailable',
  'unexpected',
  'unprintable-character',
]);

/** All refusals of a login read alike to the person; the log tells them apart. */
function textKey(code: string): string {
  if (code.startsWith('saml')) return 'saml';
  return PAGE_CODES.has(code) ? code : 'unexpected';
}

function toldOf(error: unknown): Told {
  if (error instanceof DomainError)
    return { code: error.code, status: error.status, ours: error.status >= 500 };
  if (error instanceof ZodError) return { code: 'bad-request', status: 400, ours: false };
  if (!(error instanceof Error)) return { code: 'unexpected', status: 500, ours: true };
  if (isDatabaseAway(error)) return { code: 'unavailable', status: 503, ours: true };
  const { status } = error as { status?: unknown };
  // A body parser's refusal: too large, wrong type, broken.
  if (typeof status === 'number' && status >= 400 && status < 500)
    return { code: 'bad-request', status, ours: false };
  return { code: 'unexpected', status: 500, ours: true };
}

const NO_CONNECTION =
  /^(PoolCleared|Mongo(ose)?(ServerSelection|Network|NotConnected|Pool|WaitQueue|OperationTimeout|\w+Closed))/;
/** Shutting down, or no longer the primary of a replica set. */
const STEPPING_DOWN: readonly unknown[] = [91, 189, 10_107, 11_600, 11_602, 13_435, 13_436];

function isDatabaseAway(error: Error): boolean {
  return (
    NO_CONNECTION.test(error.name) || STEPPING_DOWN.includes((error as { code?: unknown }).code)
  );
}

function wantsPage(req: Request): boolean {
  return req.accepts('html', 'json') === 'html';
}
