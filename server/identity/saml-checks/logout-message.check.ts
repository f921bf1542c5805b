import type { IdentityProviderSettings } from '../identity-provider.js';
import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { attributeOf, everyElement, onlyChild, textOf } from '../xml-tree.js';
import { CLOCK_SKEW_MS } from './saml-check.js';

/** What a logout message must fit to be for us. From the path and our own records, never from the message. */
export interface LogoutAddressee {
  readonly identityProvider: Pick<IdentityProviderSettings, 'entityId' | 'certificates'>;
  readonly sloUrl: string;
  /** PEM. None: an encrypted name is refused. */
  readonly decryptionKeys?: readonly string[];
  readonly now: Date;
}

export type LogoutCheck = (message: Element, addressee: LogoutAddressee) => void;

/** A signed logout is good for so long: time to go from one server to the other by way of a browser. */
const OLDEST_MS = 5 * 60 * 1000;

export function logoutRoot(name: 'LogoutRequest' | 'LogoutResponse'): LogoutCheck {
  return (message) => {
    const isIt =
      message.localName === name &&
      message.namespaceURI === namespaces.protocol &&
      attributeOf(message, 'Version') === '2.0' &&
      attributeOf(message, 'ID') !== undefined;
    if (!isIt) throw new SamlRefusal('saml-logout-root');
  };
}

/** Also against a message for another municipality, or another service, of the same login service. */
export const logoutDestination: LogoutCheck = (message, { sloUrl }) => {
  if (attributeOf(message, 'Destination') !== sloUrl) throw new SamlRefusal('saml-destination');
};

/** Where one hub signs for many, the key does not tell who speaks. */
export const logoutIssuer: LogoutCheck = (message, { identityProvider }) => {
  const issuer = onlyChild(message, namespaces.assertion, 'Issuer');
  if (textOf(issuer) !== identityProvider.entityId) throw new SamlRefusal('saml-issuer');
};

export const logoutIsFresh: LogoutCheck = (message, { now }) => {
  const age = now.getTime() - Date.parse(attributeOf(message, 'IssueInstant') ?? '');
  const isFresh = age >= -CLOCK_SKEW_MS && age < OLDEST_MS;
  const end = attributeOf(message, 'NotOnOrAfter');
  const isOpen = end === undefined || Date.parse(end) + CLOCK_SKEW_MS > now.getTime();
  if (!isFresh || !isOpen) throw new SamlRefusal('saml-logout-stale');
};

/** One readable NameID: an encrypted one was opened before. */
export const logoutNameId: LogoutCheck = (message) => {
  const names = Array.from(everyElement(message), ({ localName }) => localName);
  if (names.includes('EncryptedID')) throw new SamlRefusal('saml-encrypted');
  const nameId = onlyChild(message, namespaces.assertion, 'NameID');
  if (textOf(nameId).trim() === '') throw new SamlRefusal('saml-name-id');
};
