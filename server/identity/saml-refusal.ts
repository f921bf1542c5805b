import { DomainError } from '../platform/errors.js';

/** What the person at the screen can do about it: the page says this, the code is for the log and the municipality's administrator. */
type SamlAdvice = 'sign-in-again' | 'not-signed-in' | 'ask-your-municipality';

/**
 * Every reason for which a login is refused, and the advice that goes with it. The codes are stable: administrators search for them.
 * Attacks and faulty identity providers look alike from outside, so the page never explains more than the advice.
 */
const adviceByCode = {
  // How the message came.
  'saml-message-elsewhere': 'ask-your-municipality',
  'saml-form-unreadable': 'ask-your-municipality',
  'saml-form': 'sign-in-again',
  'saml-base64': 'ask-your-municipality',
  'saml-encoding': 'ask-your-municipality',
  'saml-character': 'ask-your-municipality',
  'saml-xml-declaration': 'ask-your-municipality',
  // What must not be in any message.
  'saml-doctype': 'ask-your-municipality',
  'saml-entity': 'ask-your-municipality',
  'saml-comment': 'ask-your-municipality',
  'saml-cdata': 'ask-your-municipality',
  'saml-processing-instruction': 'ask-your-municipality',
  'saml-too-many-elements': 'ask-your-municipality',
  'saml-tree-shape': 'ask-your-municipality',
  'saml-not-xml': 'ask-your-municipality',
  // The response around the assertion.
  'saml-root': 'ask-your-municipality',
  'saml-destination': 'ask-your-municipality',
  'saml-issuer': 'ask-your-municipality',
  'saml-status': 'not-signed-in',
  'saml-encrypted': 'ask-your-municipality',
  'saml-assertion-count': 'ask-your-municipality',
  'saml-duplicate-id': 'ask-your-municipality',
  'saml-signature-missing': 'ask-your-municipality',
  'saml-signature-place': 'ask-your-municipality',
  'saml-signature-algorithm': 'ask-your-municipality',
  'saml-digest-algorithm': 'ask-your-municipality',
  'saml-transform': 'ask-your-municipality',
  'saml-signature': 'ask-your-municipality',
  // The request that it answers.
  'saml-unsolicited': 'sign-in-again',
  'saml-request-unknown': 'sign-in-again',
  'saml-request-other-municipality': 'sign-in-again',
  'saml-request-other-browser': 'sign-in-again',
  'saml-request-expired': 'sign-in-again',
  'saml-relay-state': 'sign-in-again',
  'saml-replay': 'sign-in-again',
  // What the assertion says.
  'saml-name-id': 'ask-your-municipality',
  'saml-conditions': 'ask-your-municipality',
  'saml-audience': 'ask-your-municipality',
  'saml-not-yet-valid': 'ask-your-municipality',
  'saml-expired': 'sign-in-again',
  'saml-too-old': 'sign-in-again',
  'saml-instant': 'ask-your-municipality',
  'saml-authn-statement': 'ask-your-municipality',
  'saml-session-over': 'sign-in-again',
  'saml-confirmation': 'ask-your-municipality',
  'saml-confirmation-expired': 'sign-in-again',
  'saml-recipient': 'ask-your-municipality',
  'saml-in-response-to': 'sign-in-again',
  'saml-library': 'ask-your-municipality',
  // A logout by redirect.
  'saml-logout-parameters': 'ask-your-municipality',
  'saml-deflate': 'ask-your-municipality',
  'saml-logout-root': 'ask-your-municipality',
  'saml-logout-stale': 'ask-your-municipality',
  // Who it is about.
  'saml-level': 'ask-your-municipality',
  'saml-scope': 'ask-your-municipality',
  'saml-subject-source': 'ask-your-municipality',
  'saml-subject-missing': 'ask-your-municipality',
  'saml-subject-ambiguous': 'ask-your-municipality',
  'saml-name-missing': 'ask-your-municipality',
} as const satisfies Record<string, SamlAdvice>;

export type SamlRefusalCode = keyof typeof adviceByCode;

/** A login was refused. Carries no data of the message: what an attacker sends must reach neither page nor log. */
export class SamlRefusal extends DomainError {
  readonly status = 403;
  readonly code: SamlRefusalCode;
  readonly advice: SamlAdvice;

  constructor(code: SamlRefusalCode) {
    super(`Login refused: ${code}`);
    this.name = 'SamlRefusal';
    this.code = code;
    this.advice = adviceByCode[code];
  }
}
