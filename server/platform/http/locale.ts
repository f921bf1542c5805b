import type { Request, RequestHandler } from 'express';
import { LOCALES, type Locale } from '../locale.js';
import { keepChoice } from './choice.js';
import { readCookie } from './read-cookie.js';
import type {} from './request.js';

const cookieName = (https: boolean): string => (https ? '__Host-locale' : 'locale');

function isLocale(text: unknown): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/**
 * The language of the pages: what the person chose (`?lng=sv`, kept in a cookie), else what the browser asks for. Where neither says anything, the
 * reader's municipality does, and bokmål is the last resort.
 */
export function chooseLocale(https: boolean): RequestHandler {
  return (req, res, next) => {
    const chosen = req.query['lng'];
    if (req.method === 'GET' && isLocale(chosen)) {
      keepChoice(req, res, { name: cookieName(https), parameter: 'lng', value: chosen, https });
      return;
    }
    const locale = fromCookie(req, https) ?? fromBrowser(req);
    if (locale !== undefined) req.locale = locale;
    next();
  };
}

function fromCookie(req: Request, https: boolean): Locale | undefined {
  const value = readCookie(req.headers.cookie, cookieName(https));
  return isLocale(value) ? value : undefined;
}

function fromBrowser(req: Request): Locale | undefined {
  if (req.get('accept-language') === undefined) return undefined;
  const wanted = req.acceptsLanguages('nb', 'no', 'nn', 'sv', 'en');
  if (wanted === 'no') return 'nb';
  return isLocale(wanted) ? wanted : undefined;
}
