import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { DomainError } from '../errors.js';

/** A form or script of another site tried to act for the person. */
export class ForeignOrigin extends DomainError {
  readonly code = 'foreign-origin';
  readonly status = 403;

  constructor() {
    super('The request came from another site');
    this.name = 'ForeignOrigin';
  }
}

/** Headers of every answer. No inline script or style exists, so none is allowed; `data:` images are the icons of the design system. */
export function securityHeaders(https: boolean): RequestHandler {
  const headers = headersSetBy(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          'base-uri': ["'none'"],
          'object-src': ["'none'"],
        },
      },
      // helmet's default, no-referrer, makes browsers send `Origin: null` with our own forms.
      referrerPolicy: { policy: 'same-origin' },
      strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    }),
  );
  headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  headers.set('Cache-Control', 'no-store');
  return (_req: Request, res: Response, next: NextFunction) => {
    res.setHeaders(headers);
    next();
  };
}

/** They are the same for every answer, so the middleware is asked once. */
function headersSetBy(middleware: ReturnType<typeof helmet>): Map<string, string> {
  const headers = new Map<string, string>();
  const answer = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => undefined,
  };
  middleware({} as unknown as Request, answer as unknown as Response, (trouble?: unknown) => {
    if (trouble) throw trouble as Error;
  });
  return headers;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses changes asked for by another site. Browsers say where a request comes from in `Sec-Fetch-Site`; older ones in `Origin`.
 * A request with neither is refused. The SAML response, which comes from elsewhere by design, is mounted before this and guards itself.
 */
export function refuseForeignOrigin(publicOrigin: string): RequestHandler {
  return (req, _res, next) => {
    if (SAFE.has(req.method)) {
      next();
      return;
    }
    const site = req.get('sec-fetch-site');
    const own = site === undefined ? req.get('origin') === publicOrigin : site === 'same-origin';
    if (!own) throw new ForeignOrigin();
    next();
  };
}
