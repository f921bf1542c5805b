import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf } from '../xml-tree.js';
import type { RequestCheck, ResponseCheck } from './saml-check.js';

/** Logins start here, never at the login service: without a request of ours a stolen response could be used by anyone. */
export const solicited: ResponseCheck = (response) => {
  if (response.namespaceURI !== namespaces.protocol || !attributeOf(response, 'InResponseTo')) {
    throw new SamlRefusal('saml-unsolicited');
  }
};

/**
 * The response answers a login that was begun for this municipality, in this browser, is still open and comes with the key we sent
 * along. Without the browser an attacker could sign a victim in under the attacker's name and collect what the victim does there.
 */
export const openRequest: RequestCheck = (claimed) => {
  const { request, now } = claimed;
  if (!request) throw new SamlRefusal('saml-request-unknown');
  if (request.municipalityId !== claimed.municipalityId) {
    throw new SamlRefusal('saml-request-other-municipality');
  }
  if (request.browserFingerprint !== claimed.browserFingerprint) {
    throw new SamlRefusal('saml-request-other-browser');
  }
  if (request.relayState !== claimed.relayState) throw new SamlRefusal('saml-relay-state');
  if (request.answeredAt) throw new SamlRefusal('saml-replay');
  // A response received exactly when the request ends is too late.
  if (request.expiresAt <= now) throw new SamlRefusal('saml-request-expired');
};
