import type { Clock } from '../platform/clock.js';
import { returnPathOf } from './return-path.rules.js';
import { SIGN_IN_LIFETIME_MS } from './saml-config.js';
import { fingerprintOf, newSamlId, newSecret } from './secret.js';
import type { SignInRequest, SignInRequestStore } from './sign-in-request.store.js';

interface BeginSignInDeps {
  readonly requests: Pick<SignInRequestStore, 'open'>;
  readonly clock: Clock;
}

interface BeginSignIn {
  readonly municipalityId: string;
  readonly providerId?: string | undefined;
  /** As asked for in the address, so anything at all. */
  readonly returnTo: unknown;
  readonly presentSessionId?: string | undefined;
  readonly isTest?: true;
  readonly isShared?: boolean;
}

export interface BegunSignIn {
  readonly request: SignInRequest;
  /** For the cookie that ties the login to this browser. */
  readonly browserSecret: string;
}

export function beginSignIn({ requests, clock }: BeginSignInDeps) {
  return async (begin: BeginSignIn): Promise<BegunSignIn> => {
    const now = clock();
    const browserSecret = newSecret();
    const request: SignInRequest = {
      id: newSamlId(),
      municipalityId: begin.municipalityId,
      ...(begin.providerId !== undefined && { providerId: begin.providerId }),
      relayState: newSecret(),
      returnPath: returnPathOf(begin.returnTo),
      browserFingerprint: fingerprintOf(browserSecret),
      ...(begin.presentSessionId !== undefined && { replacesSessionId: begin.presentSessionId }),
      ...(begin.isTest && { isTest: true }),
      ...(begin.isShared && { isShared: true }),
      issuedAt: now,
      expiresAt: new Date(now.getTime() + SIGN_IN_LIFETIME_MS),
    };
    await requests.open(request);
    return { request, browserSecret };
  };
}
