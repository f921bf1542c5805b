import type { CookieOptions, Request } from 'express';
import { readCookie } from './read-cookie.js';

const A_YEAR_MS = 365 * 86_400_000;
const SLUG = /^[a-z0-9-]{1,63}$/;

/** Where somebody has logged in last on this device, to be offered first the next time. It says nothing about who. */
export function municipalityMark(https: boolean): { name: string; options: CookieOptions } {
  return {
    name: https ? '__Host-municipality' : 'municipality',
    options: { httpOnly: true, secure: https, sameSite: 'lax', path: '/', maxAge: A_YEAR_MS },
  };
}

/** The slug of the municipality, whichever way the service is reached. */
export function rememberedMunicipality({ headers }: Pick<Request, 'headers'>): string | undefined {
  return [true, false]
    .flatMap((https) => readCookie(headers.cookie, municipalityMark(https).name) ?? [])
    .find((slug) => SLUG.test(slug));
}
