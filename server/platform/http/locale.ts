import type { Request, RequestHandler } from 'express';
import { LOCALES, type Locale } from '../locale.js';
import { addressOf } from './address.js';
import { readCookie } from './read-cookie.js';
import type {} from './request.js';

const cookieName = (https: boolean): string => (https ? '__Host-locale' : 'locale');
const A_YEAR_MS = 365 * 86_400_000;

function isLocale(text: unknown): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/**
 * The language of the pages: what the person chose (`?lng=sv`, kept in a cookie), else what the browser asks for, else bokmål.
 * A choice is answered by a redirect to the same address without it, so that it is never in a link that is passed on.
 */
export function chooseLocale(https: boolean): RequestHandler {
  return (req, res, next) => {
    const chosen = req.query['lng'];
    if (req.method === 'GET' && isLocale(chosen)) {
      res.cookie(cookieName(https), chosen, {
        maxAge: A_YEAR_MS,
        httpOnly: true,
        sameSite: 'lax',
        secure: https,
        path: '/',
      });
      res.redirect(302, withoutLocale(req));
      return;
    }
    req.locale = fromCookie(req, https) ?? fromBrowser(req);
    next();
  };
}

function withoutLocale(req: Request): string {
  const address = addressOf(req);
  address.searchParams.delete('lng');
  return address.pathname.replace(/^\/+/, '/') + address.search;
}

function fromCookie(req: Request, https: boolean): Locale | undefined {
  const value = readCookie(req.headers.cookie, cookieName(https));
  return isLocale(value) ? value : undefined;
}

function fromBrowser(req: Request): Locale {
  const wanted = req.acceptsLanguages('nb', 'no', 'nn', 'sv', 'en');
  if (wanted === 'no') return 'nb';
  return isLocale(wanted) ? wanted : 'nb';
}
