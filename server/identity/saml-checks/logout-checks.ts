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
import type { ArrivedRedirect } from './redirect-parameters.check.js';
import { redirectSignature } from './redirect-signature.check.js';

/** Every check of a logout message's content, in order. Before them come parameters, signature and inflation. */
const logoutChecks: Readonly<Record<ArrivedRedirect['kind'], readonly LogoutCheck[]>> = {
  SAMLRequest: [
    logoutRoot('LogoutRequest'),
    logoutDestination,
    logoutIssuer,
    logoutIsFresh,
    logoutNameId,
  ],
  SAMLResponse: [logoutRoot('LogoutResponse'), logoutDestination, logoutIssuer, logoutIsFresh],
};

/** The message, once nothing is wrong with it. Nothing is inflated that the login service has not signed. */
export function checkedLogout(arrived: ArrivedRedirect, addressee: LogoutAddressee): Element {
  redirectSignature(arrived, addressee.identityProvider.certificates);
  const message = inflatedMessage(arrived.message);
  for (const check of logoutChecks[arrived.kind]) check(message, addressee);
  return message;
}
