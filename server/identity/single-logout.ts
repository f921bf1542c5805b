import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { eachInHand, withProvider, type LoginMunicipality } from './providers.rules.js';
import { logoutClaimsOf, logoutRequestXml, logoutResponseXml } from './logout-messages.js';
import type { LogoutRequestStore } from './logout-request.store.js';
import { checkedLogout } from './saml-checks/logout-checks.js';
import type { LogoutAddressee } from './saml-checks/logout-message.check.js';
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

interface BeginLogoutDeps {
  readonly publicUrl: string;
  readonly key: ServiceProviderKey;
  readonly logoutRequests: Pick<LogoutRequestStore, 'open'>;
  readonly municipalityOf: (municipalityId: string) => Promise<LoginMunicipality | undefined>;
  readonly clock: Clock;
}

export type BeginLogout = (ended: SessionRecord) => Promise<string | undefined>;

/** The address that tells the login service of a session that has ended here, if it wants to be told. */
export function beginLogout(deps: BeginLogoutDeps): BeginLogout {
  return async ({ municipalityId, login }) => {
    const found = login && (await deps.municipalityOf(municipalityId));
    const municipality = found && withProvider(found, login.providerId);
    const address = municipality?.identityProvider.signOutUrl;
    if (!municipality || address === undefined) return undefined;
    const now = deps.clock();
    const id = newSamlId();
    const expiresAt = new Date(now.getTime() + PENDING_FOR_MS);
    const { providerId } = municipality;
    const told = { municipalityId, ...(providerId !== undefined && { providerId }) };
    await deps.logoutRequests.open({ id, ...told, expiresAt });
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
  readonly municipality: LoginMunicipality;
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
  const addressee = { sloUrl: urls.sloUrl, decryptionKeys: decryptionKeysOf(key), now };
  const { message, sender } = fromOneOf(municipality, arrived, addressee);
  const { identityProvider, providerId } = sender;
  const { id, nameId, sessionIndexes } = logoutClaimsOf(message);
  // Sent again, it could end a session that was begun since.
  if (!(await usedAssertions.use(municipality.id, id, now))) throw new SamlRefusal('saml-replay');
  const provider = { municipalityId: municipality.id, providerId };
  const count = await sessions.endOfLogin(provider, nameId, sessionIndexes);
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
  try {
    const { message, sender } = fromOneOf(municipality, arrived, { sloUrl: urls.sloUrl, now });
    const requestId = attributeOf(message, 'InResponseTo') ?? '';
    const provider = { municipalityId: municipality.id, providerId: sender.providerId };
    if (!(await logoutRequests.answer(provider, requestId, now)))
      throw new SamlRefusal('saml-request-unknown');
    return isSuccess(message) ? SIGNED_OUT_PATH : UNCONFIRMED_PATH;
  } catch (error) {
    if (!(error instanceof SamlRefusal)) throw error;
    doubt(error);
    return UNCONFIRMED_PATH;
  }
}

/**
 * The message, and which of the municipality's login services has sent it: the one by whose key and under whose name it passes every check. If
 * none, it is refused for what was wrong beyond the signature, where one of them had signed it.
 */
function fromOneOf(
  municipality: LoginMunicipality,
  arrived: ArrivedLogout,
  addressee: Omit<LogoutAddressee, 'identityProvider'>,
): { readonly message: Element; readonly sender: LoginMunicipality } {
  const refusals: SamlRefusal[] = [];
  for (const sender of eachInHand(municipality)) {
    const { identityProvider } = sender;
    try {
      return { message: checkedLogout(arrived, { identityProvider, ...addressee }), sender };
    } catch (error) {
      if (!(error instanceof SamlRefusal)) throw error;
      refusals.push(error);
    }
  }
  throw refusals.find(({ code }) => code !== 'saml-signature') ?? new SamlRefusal('saml-signature');
}

/** Partial logout is told by a second code below the first. */
function isSuccess(response: Element): boolean {
  const status = onlyChild(response, namespaces.protocol, 'Status');
  const code = status && onlyChild(status, namespaces.protocol, 'StatusCode');
  const detail = code && onlyChild(code, namespaces.protocol, 'StatusCode');
  return attributeOf(code, 'Value') === STATUS_SUCCESS && !detail;
}
