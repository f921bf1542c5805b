import type { RequestHandler } from 'express';
import { keepChoice } from './choice.js';
import { readCookie } from './read-cookie.js';

const PARAMETER = 'spacing';
const cookieName = (https: boolean): string => (https ? '__Host-spacing' : 'spacing');

/** More space between letters, words and lines, for who reads better so: chosen by `?spacing=wide`, and kept in a cookie of this browser. */
export function chooseSpacing(https: boolean): RequestHandler {
  return (req, res, next) => {
    const chosen = req.query[PARAMETER];
    if (req.method === 'GET' && (chosen === 'wide' || chosen === 'normal')) {
      keepChoice(req, res, { name: cookieName(https), parameter: PARAMETER, value: chosen, https });
      return;
    }
    req.wideSpacing = readCookie(req.headers.cookie, cookieName(https)) === 'wide';
    next();
  };
}
