import { ValidateInResponseTo, type SamlConfig } from '@node-saml/passport-saml';
import { nameIdFormatOf } from './attribute-mapping.js';
import type { IdentityProviderSettings } from './identity-provider.js';
import { CLOCK_SKEW_MS, OLDEST_ASSERTION_MS } from './saml-checks/saml-check.js';
import type { ServiceProviderKey, ServiceProviderUrls } from './service-provider.js';
import type { SignInRequest } from './sign-in-request.store.js';

/** Time for a person to find the second factor, not for an attacker to use what lies about. */
export const SIGN_IN_LIFETIME_MS = 10 * 60 * 1000;

interface SamlParties {
  readonly urls: ServiceProviderUrls;
  readonly key: ServiceProviderKey;
  readonly identityProvider: IdentityProviderSettings;
}

/**
 * The library for one login: it knows this one request and no other. Every setting that protects is written out, since the library's
 * defaults do not (SHA-1, any issuer, unsolicited responses); none of them is a choice of whoever runs the service.
 */
export function samlConfig(parties: SamlParties, request: SignInRequest): SamlConfig {
  const { urls, key, identityProvider } = parties;
  return {
    entryPoint: identityProvider.signInUrl,
    idpIssuer: identityProvider.entityId,
    forceAuthn: request.isShared === true,
    idpCert: [...identityProvider.certificates],
    issuer: urls.entityId,
    audience: urls.entityId,
    callbackUrl: urls.acsUrl,

    privateKey: key.privateKeyPem,
    publicCert: key.certificatePem,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    authnRequestBinding: 'HTTP-Redirect',
    generateUniqueId: () => request.id,
    // Takes precedence over a RelayState in the address that the browser asked for.
    additionalParams: { RelayState: request.relayState },

    wantAssertionsSigned: true,
    wantAuthnResponseSigned: identityProvider.wantResponseSigned,
    acceptedClockSkewMs: CLOCK_SKEW_MS,
    maxAssertionAgeMs: OLDEST_ASSERTION_MS,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: SIGN_IN_LIFETIME_MS,
    cacheProvider: onlyThisRequest(request),

    // Login services send a passing NameID unless asked; where people are known by another attribute it does not matter.
    identifierFormat: nameIdFormatOf(identityProvider.attributes),
    ...wantedLevel(identityProvider),
  };
}

/** Unless the municipality demands a level, the login service decides: the library's default, a password, would shut out smart cards. */
function wantedLevel({
  wantedLevels = [],
}: IdentityProviderSettings): Pick<
  SamlConfig,
  'authnContext' | 'racComparison' | 'disableRequestedAuthnContext'
> {
  return wantedLevels.length === 0
    ? { disableRequestedAuthnContext: true }
    : { authnContext: [...wantedLevels], racComparison: 'exact' };
}

/** The store keeps the requests and uses them up in one atomic step, which the library cannot do: it reads first and removes later. */
function onlyThisRequest(request: SignInRequest): NonNullable<SamlConfig['cacheProvider']> {
  return {
    saveAsync: (_id, value) => Promise.resolve({ value, createdAt: request.issuedAt.getTime() }),
    getAsync: (id) => Promise.resolve(id === request.id ? request.issuedAt.toISOString() : null),
    removeAsync: (id) => Promise.resolve(id),
  };
}
