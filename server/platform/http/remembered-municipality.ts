import type { CookieOptions, Request } from 'express';
import { readCookie } from './read-cookie.js';

const A_YEAR_MS = 365 * 86_400_000;
const MARK = /^([a-z0-9-]{1,63})(?:\.([a-z0-9-]{1,30}))?$/;

/** Where somebody has logged in last on this device, to be offered first the next time. It says nothing about who. */
export function municipalityMark(https: boolean): { name: string; options: CookieOptions } {
  return {
    name: https ? '__Host-municipality' : 'municipality',
    options: { httpOnly: true, secure: https, sameSite: 'lax', path: '/', maxAge: A_YEAR_MS },
  };
}

/** Its value for one of several login services. */
export function rememberedMark(slug: string, provider: string): string {
  return `${slug}.${provider}`;
}

/** The slug of the municipality, whichever way the service is reached. */
export function rememberedMunicipality(req: Pick<Request, 'headers'>): string | undefined {
  return remembered(req)?.[1];
}

/** The key of the login service that was used last in that municipality. */
export function rememberedProvider(
  req: Pick<Request, 'headers'>,
  municipalitySlug: string,
): string | undefined {
  const [, slug, provider] = remembered(req) ?? [];
  return slug === municipalitySlug ? provider : undefined;
}

function remembered({ headers }: Pick<Request, 'headers'>): RegExpExecArray | undefined {
  for (const https of [true, false]) {
    const found = MARK.exec(readCookie(headers.cookie, municipalityMark(https).name) ?? '');
    if (found) return found;
  }
  return undefined;
}
