import type { NextFunction, Request, Response } from 'express';
import { isSharedDevice } from '../platform/http/shared-device.js';
import { beginSignIn, type BegunSignIn } from './begin-sign-in.js';
import { abandonedBindings, bindingCookie, crossSiteBinding } from './cookies.js';
import type { LoginMunicipality } from './providers.rules.js';
import type { SessionLimitsStore } from './session-limits.store.js';
import { samlConfig, SIGN_IN_LIFETIME_MS } from './saml-config.js';
import type { createSamlPassport } from './saml-passport.js';
import { serviceProviderUrls, type ServiceProviderKey } from './service-provider.js';

type LoginSenderDeps = Parameters<typeof beginSignIn>[0] & {
  readonly sessionLimits: Pick<SessionLimitsStore, 'of'>;
  readonly publicUrl: string;
  readonly key: ServiceProviderKey;
  readonly passport: Pick<ReturnType<typeof createSamlPassport>, 'redirectToSignIn'>;
};

interface Login {
  readonly municipality: LoginMunicipality;
  /** As asked for in the address, so anything at all. */
  readonly returnTo: unknown;
  readonly presentSessionId?: string | undefined;
  readonly isTest?: true;
}

/** Begins a login, ties it to this browser and sends the browser to the login service that the municipality has in hand. */
export function loginSender(deps: LoginSenderDeps) {
  const { publicUrl, key, passport } = deps;
  const begin = beginSignIn(deps);
  return async (
    req: Request,
    res: Response,
    next: NextFunction,
    { municipality, ...wanted }: Login,
  ): Promise<void> => {
    const { everyDeviceIsShared } = await deps.sessionLimits.of(municipality.id);
    const isShared = everyDeviceIsShared || isSharedDevice(req);
    const { id: municipalityId, providerId } = municipality;
    const begun = await begin({ municipalityId, providerId, ...wanted, isShared });
    bindToBrowser(req, res, publicUrl, begun);
    const urls = serviceProviderUrls(publicUrl, municipality.slug);
    const { identityProvider } = municipality;
    const config = samlConfig({ urls, key, identityProvider }, begun.request);
    passport.redirectToSignIn(req, res, next, config);
  };
}

function bindToBrowser(
  req: Request,
  res: Response,
  publicUrl: string,
  { request, browserSecret }: BegunSignIn,
): void {
  const { name, options } = bindingCookie(publicUrl, request.id, SIGN_IN_LIFETIME_MS);
  const cross = crossSiteBinding(publicUrl, request.id, SIGN_IN_LIFETIME_MS);
  for (const abandoned of abandonedBindings(req.headers.cookie, publicUrl)) {
    res.clearCookie(abandoned, options);
    if (cross) res.clearCookie(cross.name.replace(name, abandoned), cross.options);
  }
  res.cookie(name, browserSecret, options);
  if (cross) res.cookie(cross.name, browserSecret, cross.options);
  res.set('Cache-Control', 'no-store');
}
