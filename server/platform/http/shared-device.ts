import type { CookieOptions, Request } from 'express';
import { readCookie } from './read-cookie.js';

const A_YEAR_MS = 365 * 86_400_000;

/** The mark of a PC that people take turns at, kept by its browser. It says nothing about anybody. */
export function sharedDeviceMark(https: boolean): { name: string; options: CookieOptions } {
  return {
    name: https ? '__Host-shared-device' : 'shared-device',
    options: { httpOnly: true, secure: https, sameSite: 'lax', path: '/', maxAge: A_YEAR_MS },
  };
}

/** Whichever way the service is reached: the one name is never set where the other is. */
export function isSharedDevice({ headers }: Pick<Request, 'headers'>): boolean {
  return [true, false].some(
    (https) => readCookie(headers.cookie, sharedDeviceMark(https).name) === 'yes',
  );
}
