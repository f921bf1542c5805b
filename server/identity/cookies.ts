import { cookiesIn } from '../platform/http/read-cookie.js';

interface CookieDescription {
  readonly name: string;
  readonly options: {
    readonly httpOnly: true;
    readonly secure: boolean;
    readonly sameSite: 'lax' | 'none';
    readonly path: '/';
    readonly maxAge?: number;
  };
}

/** Plain http is for the demo on one machine only: there a browser takes neither `Secure` nor the `__Host-` prefix. */
function isHttps(publicUrl: string): boolean {
  return publicUrl.startsWith('https://');
}

export function sessionCookie(publicUrl: string): CookieDescription {
  const secure = isHttps(publicUrl);
  return {
    name: secure ? '__Host-session' : 'session',
    options: { httpOnly: true, secure, sameSite: 'lax', path: '/' },
  };
}

/**
 * Ties one login to the browser that began it. One cookie per login, so that two tabs can sign in side by side. It has to travel with a
 * post from the login service's site, so SameSite is None; the session cookie stays Lax.
 */
export function bindingCookie(
  publicUrl: string,
  requestId: string,
  lifetimeMs: number,
): CookieDescription {
  const secure = isHttps(publicUrl);
  return {
    name: bindingPrefix(publicUrl) + requestId,
    options: {
      httpOnly: true,
      secure,
      sameSite: secure ? 'none' : 'lax',
      path: '/',
      maxAge: lifetimeMs,
    },
  };
}

/**
 * The same once more for plain http on one machine, for a login service on its other name (`localhost` and `127.0.0.1` are two sites): Chromium
 * and Firefox take `Secure` there, others keep to the cookie above. Nothing with https.
 */
export function crossSiteBinding(
  publicUrl: string,
  requestId: string,
  lifetimeMs: number,
): CookieDescription | undefined {
  if (isHttps(publicUrl)) return undefined;
  const { name, options } = bindingCookie(publicUrl, requestId, lifetimeMs);
  return { name: `cross-${name}`, options: { ...options, secure: true, sameSite: 'none' } };
}

function bindingPrefix(publicUrl: string): string {
  return isHttps(publicUrl) ? '__Host-saml-' : 'saml-';
}

const MOST_OPEN_LOGINS = 8;

/** The oldest logins of a browser that has too many open: else a page elsewhere could fill the cookie header until we refuse it. */
export function abandonedBindings(cookieHeader: string | undefined, publicUrl: string): string[] {
  const prefix = bindingPrefix(publicUrl);
  const open = cookiesIn(cookieHeader)
    .map(([name]) => name)
    .filter((name) => name.startsWith(prefix));
  // Browsers send the oldest first (RFC 6265, 5.4).
  return open.slice(0, Math.max(0, open.length - MOST_OPEN_LOGINS + 1));
}
