import type { Clock } from '../platform/clock.js';
import { assertionXml, responseXml, signed, type SigningKey } from './demo-assertion.js';
import type { DemoLanguage, DemoPerson } from './demo-identity-provider.view.js';
import type { DemoServiceProvider, DemoSignInRequest } from './demo-sign-in-request.js';
import type { AttributeMapping } from './attribute-mapping.js';
import type { IdentityProviderSettings } from './identity-provider.js';
import { logoutClaimsOf, logoutResponseXml } from './logout-messages.js';
import { checkedLogout, redirectedLogout } from './saml-checks/logout-checks.js';
import { bindings, nameIdFormats, namespaces } from './saml-names.js';
import { redirectWith } from './saml-redirect.js';
import { newSamlId } from './secret.js';
import { bodyOfPem } from './sp-metadata.js';
import { escapeMarkup } from './xml-tree.js';

/** A made-up member of staff, with the attributes that the municipality's own login service would send. */
export interface DemoUser extends DemoPerson {
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface DemoMunicipality {
  readonly slug: string;
  readonly name: string;
  readonly language: DemoLanguage;
  readonly serviceProvider: DemoServiceProvider;
  readonly users: readonly DemoUser[];
}

/** Each municipality has a login service of its own, as in life; that they live in one process and share a key is the demo's. */
interface DemoIdentityProviderUrls {
  readonly entityId: string;
  readonly signInUrl: string;
  readonly signOutUrl: string;
}

export function demoIdentityProviderUrls(origin: string, slug: string): DemoIdentityProviderUrls {
  const base = `${origin.replace(/\/+$/, '')}/${encodeURIComponent(slug)}`;
  return {
    entityId: `${base}/metadata`,
    signInUrl: `${base}/sign-in`,
    signOutUrl: `${base}/sign-out`,
  };
}

/** What a demo municipality's record says about its login service. */
export function demoIdentityProviderSettings(
  origin: string,
  slug: string,
  key: Pick<SigningKey, 'certificatePem'>,
  attributes: AttributeMapping,
): IdentityProviderSettings {
  return {
    ...demoIdentityProviderUrls(origin, slug),
    certificates: [key.certificatePem],
    wantResponseSigned: true,
    attributes,
  };
}

const VALID_FOR_MS = 5 * 60 * 1000;

interface DemoSigner {
  readonly key: SigningKey;
  readonly clock: Clock;
  readonly entityId: string;
}

/** The signed response, in base64, that says this user has signed in. */
export function demoAnswer(
  { key, clock, entityId }: DemoSigner,
  service: DemoServiceProvider,
  request: DemoSignInRequest,
  user: DemoUser,
): string {
  const issuedAt = clock();
  const assertion = assertionXml({
    id: newSamlId(),
    issuer: entityId,
    audience: service.entityId,
    recipient: service.acsUrl,
    inResponseTo: request.id,
    nameId: user.username,
    nameIdFormat: nameIdFormats.persistent,
    sessionIndex: newSamlId(),
    issuedAt,
    validUntil: new Date(issuedAt.getTime() + VALID_FOR_MS),
    attributes: user.attributes,
  });
  const response = responseXml(
    {
      id: newSamlId(),
      issuer: entityId,
      destination: service.acsUrl,
      inResponseTo: request.id,
      issuedAt,
    },
    signed(assertion, 'Assertion', key),
  );
  return Buffer.from(signed(response, 'Response', key)).toString('base64');
}

/** It remembers nobody, so there is nothing to end: where the browser goes back to with its answer. */
export function demoSignOut(
  { key, clock, entityId, signOutUrl }: DemoSigner & Pick<DemoIdentityProviderUrls, 'signOutUrl'>,
  service: DemoServiceProvider,
  rawQuery: string,
): string {
  const now = clock();
  const arrived = redirectedLogout(rawQuery);
  if (arrived.kind !== 'SAMLRequest') throw new Error('The demo sends no requests to be answered');
  const request = checkedLogout(arrived, {
    identityProvider: { entityId: service.entityId, certificates: [service.certificatePem] },
    sloUrl: signOutUrl,
    now,
  });
  const { sloUrl } = service;
  const envelope = { id: newSamlId(), issuer: entityId, destination: sloUrl, issuedAt: now };
  const xml = logoutResponseXml(envelope, logoutClaimsOf(request).id);
  return redirectWith(sloUrl, { kind: 'SAMLResponse', xml, relayState: arrived.relayState }, key);
}

export function demoMetadata(urls: DemoIdentityProviderUrls, key: SigningKey): string {
  return [
    `<md:EntityDescriptor xmlns:md="${namespaces.metadata}" entityID="${escapeMarkup(urls.entityId)}">`,
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="${namespaces.protocol}">`,
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${namespaces.signature}"><ds:X509Data>`,
    `<ds:X509Certificate>${bodyOfPem(key.certificatePem)}</ds:X509Certificate>`,
    '</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>',
    `<md:SingleLogoutService Binding="${bindings.redirect}" Location="${escapeMarkup(urls.signOutUrl)}"/>`,
    `<md:SingleSignOnService Binding="${bindings.redirect}" Location="${escapeMarkup(urls.signInUrl)}"/>`,
    '</md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
  ].join('');
}
