import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { urlencoded, type Request, type RequestHandler, type Response } from 'express';
import { DomainError } from '../errors.js';
import { exchangeHead } from './exchange-head.js';
import { readCookie } from './read-cookie.js';

/** The first field of every form of ours that changes something; `views.ts` puts it there. */
export const FORM_TOKEN_FIELD = 'formToken';

type TypedFields = readonly { readonly name: string; readonly value: string }[];

/** A form without the token of the browser that sends it. What was typed is kept, so that the person can send it again. */
export class FormTokenMissing extends DomainError {
  readonly code = 'form-token';
  readonly status = 403;
  /** Absent where the body was no plain form. */
  readonly fields?: TypedFields;

  constructor(fields?: TypedFields) {
    super('The form does not carry the token of this browser');
    this.name = 'FormTokenMissing';
    if (fields) this.fields = fields;
  }
}

const A_YEAR_MS = 365 * 86_400_000;
const TOKEN = '[\\w-]{43}';
const TOKEN_LENGTH = 43;
const DEVICE = /^[\w-]{43}$/;
const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*$/i;

/**
 * The second guard of forms, behind the origin of a request (`refuseForeignOrigin`). A browser keeps a secret of its own in a cookie, and the
 * token in a form is the HMAC of that secret: it outlives logins, so no form that was open meanwhile is lost (ADR 0015).
 */
export function formTokens({ secret, https }: { secret: string; https: boolean }) {
  const name = https ? '__Host-device' : 'device';
  /** What the forms in the browser with this secret carry. */
  const tokenFor = (device: string): string =>
    createHmac('sha256', `form-token:${secret}`).update(device).digest('base64url');
  const deviceOf = (req: Request): string | undefined => {
    const device = readCookie(req.headers.cookie, name);
    return device !== undefined && DEVICE.test(device) ? device : undefined;
  };

  /** For a form on the page that is being made. A browser without a secret is given one with it. */
  function give(req: Request, res: Response): string {
    const device = deviceOf(req) ?? randomBytes(32).toString('base64url');
    if (deviceOf(req) === undefined)
      res.cookie(name, device, {
        httpOnly: true,
        secure: https,
        sameSite: 'lax',
        path: '/',
        maxAge: A_YEAR_MS,
      });
    return tokenFor(device);
  }

  /**
   * Takes the token off the front of the body, before any parser sees it: so no route has to think of it, and each keeps its own limit.
   * What no form of another site can send, such as JSON, needs none: browsers ask us first, and we never allow it (ASVS 3.5.2).
   */
  const require: RequestHandler = async (req, res, next) => {
    if (req.method !== 'POST' || !canComeFromAForm(req)) {
      next();
      return;
    }
    const device = deviceOf(req);
    const expected = device === undefined ? undefined : Buffer.from(tokenFor(device));
    const front = frontOf(req.headers['content-type'] ?? '');
    const isOwn = (head: Buffer): boolean => {
      const given = front?.pattern.exec(head.toString('latin1'))?.[1];
      return given !== undefined && !!expected && timingSafeEqual(Buffer.from(given), expected);
    };
    let passed = 0;
    if (front)
      await exchangeHead(req, front.length, (head) => {
        if (!isOwn(head)) return head;
        passed += 1;
        return front.instead;
      });
    if (passed > 0) next();
    else if (front && !front.isMultipart) refuseKept(req, res, next);
    else throw new FormTokenMissing();
  };

  return { cookieName: name, tokenFor, give, require };
}

const readWhole: RequestHandler = urlencoded({
  extended: false,
  limit: '300kb',
  parameterLimit: 1000,
});

const refuseKept: RequestHandler = (req, res, next) => {
  void readWhole(req, res, (trouble?: unknown) => {
    next(trouble ?? new FormTokenMissing(typedIn(req.body)));
  });
};

/** Names and values of a plain form that was refused, to be sent again; nothing where the body was something else. */
export function keptForm(req: Request, res: Response): Promise<TypedFields | undefined> {
  return new Promise((resolve) => {
    void readWhole(req, res, (trouble?: unknown) => {
      resolve(trouble || !req.is('urlencoded') ? undefined : typedIn(req.body));
    });
  });
}

function typedIn(body: unknown): TypedFields {
  return Object.entries((body ?? {}) as Record<string, string | string[]>)
    .filter(([name]) => name !== FORM_TOKEN_FIELD)
    .flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}

/** As the Fetch standard has it: what a page may send to anybody without being asked first. Nothing at all is among it. */
function canComeFromAForm(req: Request): boolean {
  const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return ['', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded'].includes(
    type,
  );
}

/** How the body of such a form begins when the token is its first field, and what stands there once it is taken off. */
function frontOf(contentType: string) {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const field = `${FORM_TOKEN_FIELD}=`;
    const pattern = new RegExp(`^${field}(${TOKEN})$`);
    // Something has to be left for a parser to read, if the form is empty otherwise.
    const instead = Buffer.from('&');
    return { length: field.length + TOKEN_LENGTH, pattern, instead, isMultipart: false };
  }
  const found = BOUNDARY.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined || !/^multipart\/form-data\b/i.test(contentType)) return undefined;
  const lines = `--${boundary}\r\nContent-Disposition: form-data; name="${FORM_TOKEN_FIELD}"\r\n\r\n`;
  const pattern = new RegExp(`^${lines.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(${TOKEN})\r\n$`);
  const length = lines.length + TOKEN_LENGTH + 2;
  return { length, pattern, instead: Buffer.alloc(0), isMultipart: true };
}
