import type { AssertionClaims } from './assertion-claims.js';
import type { IdentityProviderSettings } from './identity-provider.js';
import { SamlRefusal, type SamlRefusalCode } from './saml-refusal.js';
import { signedInPerson, type SignedInPerson } from './signed-in-person.rules.js';

/** What a login brought and what the mapping makes of it. Shown once and stored nowhere. */
export interface TestedLogin {
  readonly requestId: string;
  readonly claims: AssertionClaims;
  /** The person, or why a real login would have been refused. */
  readonly outcome: SignedInPerson | SamlRefusalCode;
}

/** Only for an assertion that has passed every check. */
export function testedLogin(
  claims: AssertionClaims,
  municipality: { readonly id: string; readonly identityProvider: IdentityProviderSettings },
  requestId: string,
): TestedLogin {
  const { attributes } = municipality.identityProvider;
  try {
    return { requestId, claims, outcome: signedInPerson(claims, attributes, municipality.id) };
  } catch (error) {
    if (error instanceof SamlRefusal) return { requestId, claims, outcome: error.code };
    throw error;
  }
}
