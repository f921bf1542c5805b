import { decryptedText } from '../decrypt-element.js';
import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { onlyChild, parseXml } from '../xml-tree.js';
import type { ArrivedLogout } from './arrived-logout.js';
import { inflatedMessage } from './inflated-message.check.js';
import {
  logoutDestination,
  logoutIsFresh,
  logoutIssuer,
  logoutNameId,
  logoutRoot,
  type LogoutAddressee,
  type LogoutCheck,
} from './logout-message.check.js';
import { redirectParameters } from './redirect-parameters.check.js';
import { redirectSignature } from './redirect-signature.check.js';

/** Every check of a logout message's content, in order. Before them come how it arrived and its signature. */
const logoutChecks: Readonly<Record<ArrivedLogout['kind'], readonly LogoutCheck[]>> = {
  SAMLRequest: [
    logoutRoot('LogoutRequest'),
    logoutDestination,
    logoutIssuer,
    logoutIsFresh,
    logoutNameId,
  ],
  SAMLResponse: [logoutRoot('LogoutResponse'), logoutDestination, logoutIssuer, logoutIsFresh],
};

/** A message by HTTP-Redirect. Nothing is inflated that the login service has not signed. */
export function redirectedLogout(rawQuery: string): ArrivedLogout {
  const arrived = redirectParameters(rawQuery);
  return {
    kind: arrived.kind,
    ...(arrived.relayState !== undefined && { relayState: arrived.relayState }),
    open(certificates) {
      redirectSignature(arrived, certificates);
      return inflatedMessage(arrived.message);
    },
  };
}

/** The message, once nothing is wrong with it. */
export function checkedLogout(arrived: ArrivedLogout, addressee: LogoutAddressee): Element {
  const message = arrived.open(addressee.identityProvider.certificates);
  openNameId(message, addressee.decryptionKeys ?? []);
  for (const check of logoutChecks[arrived.kind]) check(message, addressee);
  return message;
}

/** Shibboleth encrypts the NameID of a logout as soon as it knows a key of ours. */
function openNameId(message: Element, decryptionKeys: readonly string[]): void {
  const encrypted = onlyChild(message, namespaces.assertion, 'EncryptedID');
  if (!encrypted) return;
  let nameId: Element | undefined;
  try {
    nameId = parseXml(decryptedText(encrypted, decryptionKeys));
  } catch {
    throw new SamlRefusal('saml-encrypted');
  }
  if (!nameId) throw new SamlRefusal('saml-encrypted');
  message.replaceChild(message.ownerDocument.importNode(nameId, true), encrypted);
}
