import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import type { IdentityProviderSettings } from './identity-provider.js';
import { logoutClaimsOf, logoutRequestXml, logoutResponseXml } from './logout-messages.js';
import type { LogoutRequestStore } from './logout-request.store.js';
import { checkedLogout } from './saml-checks/logout-checks.js';
import type { ArrivedLogout } from './saml-checks/arrived-logout.js';
import { namespaces, STATUS_SUCCESS } from './saml-names.js';
import { redirectWith } from './saml-redirect.js';
import { SamlRefusal } from './saml-refusal.js';
import { newSamlId } from './secret.js';
import {
  decryptionKeysOf,
  serviceProviderUrls,
  type ServiceProviderKey,
  type ServiceProviderUrls,
} from './service-provider.js';
import type { SessionRecord, SessionStore } from './session.store.js';
import type { UsedAssertionStore } from './used-assertion.store.js';
import { attributeOf, onlyChild } from './xml-tree.js';

/** Where a logout ends. `unconfirmed`: we do not know whether the login service has ended its session too. */
export const SIGNED_OUT_PATH = '/logged-out';
export const UNCONFIRMED_PATH = `${SIGNED_OUT_PATH}?at=here`;

const PENDING_FOR_MS = 10 * 60 * 1000;

interface LogoutMunicipality {
  readonly id: string;
  readonly slug: string;
  readonly identityProvider: IdentityProviderSettings;
}

interface BeginLogoutDeps {
  readonly publicUrl: string;
  readonly key: ServiceProviderKey;
  readonly logoutRequests: Pick<LogoutRequestStore, 'open'>;
  readonly municipalityOf: (municipalityId: string) => Promise<LogoutMunicipality | undefined>;
  readonly clock: Clock;
}

export type BeginLogout = (ended: SessionRecord) => Promise<string | undefined>;

/** The address that tells the login service of a session that has ended here, if it wants to be told. */
export function beginLogout(deps: BeginLogoutDeps): BeginLogout {
  return async ({ municipalityId, login }) => {
    const municipality = login && (await deps.municipalityOf(municipalityId));
    const address = municipality?.identityProvider.signOutUrl;
    if (!municipality || address === undefined) return undefined;
    const now = deps.clock();
    const id = newSamlId();
    const expiresAt = new Date(now.getTime() + PENDING_FOR_MS);
    await deps.logoutRequests.open({ id, municipalityId, expiresAt });
    const { entityId } = serviceProviderUrls(deps.publicUrl, municipality.slug);
    const envelope = { id, issuer: entityId, destination: address, issuedAt: now };
    const xml = logoutRequestXml(envelope, login);
    return redirectWith(address, { kind: 'SAMLRequest', xml }, deps.key);
  };
}

export interface ReceiveLogoutDeps {
  readonly key: ServiceProviderKey;
  readonly sessions: Pick<SessionStore, 'endOfLogin'>;
  readonly usedAssertions: Pick<UsedAssertionStore, 'use'>;
  readonly logoutRequests: Pick<LogoutRequestStore, 'answer'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

interface ArrivingLogout {
  readonly municipality: LogoutMunicipality;
  readonly urls: ServiceProviderUrls;
  readonly message: ArrivedLogout;
  /** Of an answer to a logout that cannot be believed. The person is logged out here all the same, and is told so. */
  readonly doubt: (refusal: SamlRefusal) => void;
}

/** A logout message by either binding: where the browser goes next, or a `SamlRefusal`, and then nobody was logged out. */
export function receiveLogout(deps: ReceiveLogoutDeps) {
  return (arriving: ArrivingLogout): Promise<string> =>
    arriving.message.kind === 'SAMLRequest'
      ? endedByProvider(deps, arriving)
      : answeredByProvider(deps, arriving);
}

async function endedByProvider(
  { key, sessions, usedAssertions, audit, clock }: ReceiveLogoutDeps,
  { municipality, urls, message: arrived }: ArrivingLogout,
): Promise<string> {
  const now = clock();
  const { identityProvider } = municipality;
  const decryptionKeys = decryptionKeysOf(key);
  const addressee = { identityProvider, sloUrl: urls.sloUrl, decryptionKeys, now };
  const message = checkedLogout(arrived, addressee);
  const { id, nameId, sessionIndexes } = logoutClaimsOf(message);
  // Sent again, it could end a session that was begun since.
  if (!(await usedAssertions.use(municipality.id, id, now))) throw new SamlRefusal('saml-replay');
  const count = await sessions.endOfLogin(municipality.id, nameId, sessionIndexes);
  await audit.record({
    municipalityId: municipality.id,
    actor: 'system',
    action: 'sessions.endedByProvider',
    subject: `municipality:${municipality.id}`,
    at: now,
    details: { count },
  });
  const destination = identityProvider.signOutResponseUrl ?? identityProvider.signOutUrl;
  if (destination === undefined) return SIGNED_OUT_PATH;
  const envelope = { id: newSamlId(), issuer: urls.entityId, destination, issuedAt: now };
  const xml = logoutResponseXml(envelope, id);
  const { relayState } = arrived;
  return redirectWith(destination, { kind: 'SAMLResponse', xml, relayState }, key);
}

async function answeredByProvider(
  { logoutRequests, clock }: ReceiveLogoutDeps,
  { municipality, urls, message: arrived, doubt }: ArrivingLogout,
): Promise<string> {
  const now = clock();
  const { identityProvider } = municipality;
  try {
    const message = checkedLogout(arrived, { identityProvider, sloUrl: urls.sloUrl, now });
    const requestId = attributeOf(message, 'InResponseTo') ?? '';
    if (!(await logoutRequests.answer(municipality.id, requestId, now)))
      throw new SamlRefusal('saml-request-unknown');
    return isSuccess(message) ? SIGNED_OUT_PATH : UNCONFIRMED_PATH;
  } catch (error) {
    if (!(error instanceof SamlRefusal)) throw error;
    doubt(error);
    return UNCONFIRMED_PATH;
  }
}

/** Partial logout is told by a second code below the first. */
function isSuccess(response: Element): boolean {
  const status = onlyChild(response, namespaces.protocol, 'Status');
  const code = status && onlyChild(status, namespaces.protocol, 'StatusCode');
  const detail = code && onlyChild(code, namespaces.protocol, 'StatusCode');
  return attributeOf(code, 'Value') === STATUS_SUCCESS && !detail;
}
