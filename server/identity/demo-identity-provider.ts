import type { Clock } from '../platform/clock.js';
import { assertionXml, responseXml, signed, type SigningKey } from './demo-assertion.js';
import type { DemoLanguage, DemoPerson } from './demo-identity-provider.view.js';
import type { DemoServiceProvider, DemoSignInRequest } from './demo-sign-in-request.js';
import type { AttributeMapping, IdentityProviderSettings } from './identity-provider.js';
import { bindings, nameIdFormats, namespaces } from './saml-names.js';
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
}

export function demoIdentityProviderUrls(origin: string, slug: string): DemoIdentityProviderUrls {
  const base = `${origin.replace(/\/+$/, '')}/${encodeURIComponent(slug)}`;
  return { entityId: `${base}/metadata`, signInUrl: `${base}/sign-in` };
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

/** The signed response, in base64, that says this user has signed in. */
export function demoAnswer(
  { key, clock, entityId }: { key: SigningKey; clock: Clock; entityId: string },
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

export function demoMetadata(urls: DemoIdentityProviderUrls, key: SigningKey): string {
  return [
    `<md:EntityDescriptor xmlns:md="${namespaces.metadata}" entityID="${escapeMarkup(urls.entityId)}">`,
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="${namespaces.protocol}">`,
    `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="${namespaces.signature}"><ds:X509Data>`,
    `<ds:X509Certificate>${bodyOfPem(key.certificatePem)}</ds:X509Certificate>`,
    '</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>',
    `<md:SingleSignOnService Binding="${bindings.redirect}" Location="${escapeMarkup(urls.signInUrl)}"/>`,
    '</md:IDPSSODescriptor>',
    '</md:EntityDescriptor>',
  ].join('');
}
