import type { SamlConfig } from '@node-saml/passport-saml';
import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import { claimsOf, type AssertionClaims } from './assertion-claims.js';
import type { LoginAtProvider } from './logout-messages.js';
import { withProvider, type LoginMunicipality } from './providers.rules.js';
import {
  claimedRequestOf,
  openForm,
  readResponse,
  withoutOuterSignature,
  type ReadableResponse,
} from './read-response.js';
import type { Addressee, PostedForm } from './saml-checks/saml-check.js';
import { samlChecks } from './saml-checks/saml-checks.js';
import { samlConfig } from './saml-config.js';
import { SamlRefusal } from './saml-refusal.js';
import { fingerprintOf, newSecret } from './secret.js';
import type { ServiceProviderKey, ServiceProviderUrls } from './service-provider.js';
import { timesAtSignIn } from './session.rules.js';
import type { SessionLimitsStore } from './session-limits.store.js';
import type { SessionStore } from './session.store.js';
import type { SignInRequest, SignInRequestStore } from './sign-in-request.store.js';
import { signedInPerson, type SignedInPerson } from './signed-in-person.rules.js';
import { testedLogin, type TestedLogin } from './tested-login.js';
import type { UsedAssertionStore } from './used-assertion.store.js';
import { parseXml } from './xml-tree.js';

export interface SignInDeps {
  readonly requests: Pick<SignInRequestStore, 'find' | 'answer'>;
  readonly usedAssertions: Pick<UsedAssertionStore, 'use'>;
  readonly sessions: Pick<SessionStore, 'start' | 'end'>;
  readonly sessionLimits: Pick<SessionLimitsStore, 'of'>;
  readonly key: ServiceProviderKey;
  /** Finds the person by (municipality, issuer, subject) or makes a new one. */
  readonly recordPerson: (
    person: SignedInPerson,
    providerId: string | undefined,
  ) => Promise<{ readonly personId: string }>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** A browser back from its login service. */
interface Arrival {
  readonly municipality: LoginMunicipality;
  readonly urls: ServiceProviderUrls;
  readonly form: PostedForm;
  /** From the cookie that this browser was given for that login. */
  readonly browserSecret: (requestId: string) => string | undefined;
  readonly presentSessionId?: string | undefined;
  /** The library at work on this very post. */
  readonly verifiedAssertion: (config: SamlConfig, opened?: string) => Promise<string>;
}

export interface SignedIn {
  readonly sessionSecret: string;
  readonly requestId: string;
  readonly returnPath: string;
  /** Of the login service, where it was not the municipality's first. */
  readonly providerId: string | undefined;
  /** People take turns at the device, as it or the municipality says. */
  readonly isShared: boolean;
}

/** From a posted response to a session, or a `SamlRefusal`. Nothing is written before every check has passed. */
export function signIn(deps: SignInDeps) {
  return async (arrival: Arrival): Promise<SignedIn | TestedLogin> => {
    const now = deps.clock();
    const { urls } = arrival;
    const read = openForm(arrival.form);
    const municipality = await askedProvider(deps, arrival.municipality, read);
    const addressee: Addressee = {
      municipalityId: municipality.id,
      identityProvider: municipality.identityProvider,
      acsUrl: urls.acsUrl,
      now,
    };

    const { requestId, relayState, opened } = readResponse(read, addressee, deps.key);
    const asked = { ...arrival, municipality };
    const request = await openRequest(deps, asked, { requestId, relayState, now });
    const parties = { ...addressee, urls, key: deps.key };
    const config = samlConfig(
      opened === undefined ? parties : withoutOuterSignature(parties),
      request,
    );
    const assertion = parseXml(await arrival.verifiedAssertion(config, opened));
    if (!assertion) throw new SamlRefusal('saml-library');
    for (const check of samlChecks.assertion) check(assertion, { ...addressee, requestId });

    const claims = claimsOf(assertion);
    const { attributes } = municipality.identityProvider;
    const person = request.isTest ? undefined : signedInPerson(claims, attributes, municipality.id);
    const use = {
      municipalityId: municipality.id,
      assertionId: claims.assertionId,
      requestId,
      now,
    };
    for (const check of samlChecks.use) await check(use, deps);
    if (!person) return testedLogin(claims, municipality, requestId);

    const { personId } = await deps.recordPerson(person, municipality.providerId);
    const isShared = request.isShared === true;
    const limits = await deps.sessionLimits.of(municipality.id);
    const sessionSecret = await startSession(deps, {
      personId,
      municipalityId: municipality.id,
      login: loginOf(claims, municipality.providerId),
      ...timesAtSignIn(now, {
        limits,
        isShared,
        identityProviderSessionEnds: claims.sessionEnds,
      }),
    });
    await deps.audit.record({
      municipalityId: municipality.id,
      actor: personId,
      action: 'session.loggedIn',
      subject: `person:${personId}`,
      at: now,
    });
    await endOthersOfThisBrowser(deps, [request.replacesSessionId, arrival.presentSessionId]);
    const { providerId } = municipality;
    return { sessionSecret, requestId, returnPath: request.returnPath, providerId, isShared };
  };
}

/**
 * The municipality with the login service in hand that the claimed request was sent to: the message is held against that one, whoever it says it
 * is from. What claims no request of ours is held against the first, and refused in the end.
 */
async function askedProvider(
  { requests }: Pick<SignInDeps, 'requests'>,
  municipality: LoginMunicipality,
  read: ReadableResponse,
): Promise<LoginMunicipality> {
  if (!municipality.others?.length) return municipality;
  const request = await requests.find(claimedRequestOf(read));
  if (request?.municipalityId !== municipality.id) return municipality;
  return withProvider(municipality, request.providerId) ?? municipality;
}

async function openRequest(
  { requests }: Pick<SignInDeps, 'requests'>,
  { municipality, browserSecret }: Arrival,
  claimed: { requestId: string; relayState: string; now: Date },
): Promise<SignInRequest> {
  const request = await requests.find(claimed.requestId);
  const secret = browserSecret(claimed.requestId);
  for (const check of samlChecks.request) {
    check({
      municipalityId: municipality.id,
      request,
      relayState: claimed.relayState,
      browserFingerprint: secret === undefined ? undefined : fingerprintOf(secret),
      now: claimed.now,
    });
  }
  if (!request || request.providerId !== municipality.providerId)
    throw new SamlRefusal('saml-request-unknown');
  return request;
}

/** What single logout will need. */
function loginOf(claims: AssertionClaims, providerId: string | undefined): LoginAtProvider {
  const { nameId, nameIdFormat, nameQualifier, spNameQualifier, sessionIndex } = claims;
  return {
    ...(providerId !== undefined && { providerId }),
    nameId,
    ...(nameIdFormat !== undefined && { nameIdFormat }),
    ...(nameQualifier !== undefined && { nameQualifier }),
    ...(spNameQualifier !== undefined && { spNameQualifier }),
    ...(sessionIndex !== undefined && { sessionIndex }),
  };
}

/** Always a new secret: one that the browser brought along could have been planted in it. */
async function startSession(
  { sessions }: Pick<SignInDeps, 'sessions'>,
  session: Omit<Parameters<SessionStore['start']>[0], 'id'>,
): Promise<string> {
  const secret = newSecret();
  await sessions.start({ id: fingerprintOf(secret), ...session });
  return secret;
}

async function endOthersOfThisBrowser(
  { sessions }: Pick<SignInDeps, 'sessions'>,
  ids: readonly (string | undefined)[],
): Promise<void> {
  for (const id of ids) if (id !== undefined) await sessions.end(id);
}
