import type { IdentityProviderSettings } from './identity-provider.js';
import { signingCertificates, type SigningCertificate } from './idp-certificates.js';
import { IdpMetadataError } from './idp-metadata-error.js';
import type { MetadataPart } from './metadata-changes.rules.js';
import { readMetadata } from './read-metadata.js';
import { bindings, namespaces } from './saml-names.js';
import { attributeOf, childrenNamed, everyElement, textOf } from './xml-tree.js';

export interface ImportOptions {
  /** Which one, where the metadata has several. */
  readonly entityId?: string | undefined;
  /** PEM. Metadata that this certificate has not signed is refused, and nothing outside the signed bytes is read. */
  readonly trustedSigner?: string | undefined;
  readonly now: Date;
}

/** What an identity provider says of itself. A draft: an administrator compares the fingerprints with the provider before anyone relies on it. */
export interface ImportedIdentityProvider {
  readonly entityId: string;
  readonly signInUrl: string;
  readonly signOutUrl?: string;
  readonly signOutResponseUrl?: string;
  readonly certificates: readonly SigningCertificate[];
  readonly validUntil?: Date;
  readonly wantsSignedRequests: boolean;
  readonly nameIdFormats: readonly string[];
  /** The domains that it may speak for (Shibboleth's Scope). */
  readonly scopes: readonly string[];
  readonly isSigned: boolean;
  readonly warnings: readonly string[];
}

/** Reads the metadata of one identity provider, or of one out of a federation's aggregate. Throws `IdpMetadataError`. */
export function importIdentityProvider(
  file: Uint8Array,
  options: ImportOptions,
): ImportedIdentityProvider {
  const root = readMetadata(file, options.trustedSigner);
  const { entity, descriptor } = choose(root, options.entityId);
  const entityId = attributeOf(entity, 'entityID');
  if (entityId === undefined || entityId.length > 1024)
    throw new IdpMetadataError('metadata-entity-id');
  const validUntil = earliestEnd([root, entity, descriptor]);
  if (validUntil && validUntil <= options.now) throw new IdpMetadataError('metadata-expired');
  const signInUrl = addressOf(redirectEndpoint(descriptor, 'SingleSignOnService'), 'Location');
  if (signInUrl === undefined) throw new IdpMetadataError('metadata-no-redirect');
  const logout = redirectEndpoint(descriptor, 'SingleLogoutService');
  const signOutUrl = addressOf(logout, 'Location');
  const signOutResponseUrl = addressOf(logout, 'ResponseLocation');
  const { certificates, warnings } = signingCertificates(descriptor, options.now);
  const isSigned = options.trustedSigner !== undefined;
  return {
    entityId,
    signInUrl,
    ...(signOutUrl !== undefined && { signOutUrl }),
    ...(signOutResponseUrl !== undefined && { signOutResponseUrl }),
    certificates,
    ...(validUntil && { validUntil }),
    wantsSignedRequests: attributeOf(descriptor, 'WantAuthnRequestsSigned') === 'true',
    nameIdFormats: childrenNamed(descriptor, namespaces.metadata, 'NameIDFormat').map((format) =>
      textOf(format).trim(),
    ),
    scopes: Array.from(everyElement(entity))
      .filter(({ localName, namespaceURI }) => localName === 'Scope' && namespaceURI === SCOPES)
      .map((scope) => textOf(scope).trim()),
    isSigned,
    warnings: [
      ...(isSigned
        ? []
        : ['The metadata’s signature was not verified: compare the fingerprints by another way.']),
      ...warnings,
      ...(signOutUrl === undefined
        ? ['There is no logout address for HTTP-Redirect: logging out ends the session here only.']
        : []),
      ...(signInUrl.startsWith('http:')
        ? ['The identity provider is on this machine, without https: for trying out only.']
        : []),
    ],
  };
}

const SCOPES = 'urn:mace:shibboleth:metadata:1.0';

/** What of it is stored, once an administrator agrees. */
export function metadataPartOf(imported: ImportedIdentityProvider): MetadataPart {
  const { signInUrl, signOutUrl, signOutResponseUrl, certificates } = imported;
  return {
    signInUrl,
    ...(signOutUrl !== undefined && { signOutUrl }),
    ...(signOutResponseUrl !== undefined && { signOutResponseUrl }),
    certificates: certificates.map(({ pem }) => pem),
  };
}

/** The settings to be stored, once an administrator agrees. */
export function identityProviderSettings(
  imported: ImportedIdentityProvider,
  rest: Omit<IdentityProviderSettings, keyof MetadataPart | 'entityId'>,
): IdentityProviderSettings {
  return { entityId: imported.entityId, ...metadataPartOf(imported), ...rest };
}

interface Chosen {
  readonly entity: Element;
  readonly descriptor: Element;
}

/** WS-Federation's RoleDescriptors, service providers and attribute authorities stand beside it and are passed over. */
function choose(root: Element, entityId: string | undefined): Chosen {
  const entities = Array.from(everyElement(root)).filter(
    ({ localName, namespaceURI }) =>
      localName === 'EntityDescriptor' && namespaceURI === namespaces.metadata,
  );
  const providers = entities.flatMap((entity): Chosen[] => {
    const descriptor = childrenNamed(entity, namespaces.metadata, 'IDPSSODescriptor').find((one) =>
      (attributeOf(one, 'protocolSupportEnumeration') ?? '')
        .split(/\s+/)
        .includes(namespaces.protocol),
    );
    return descriptor ? [{ entity, descriptor }] : [];
  });
  if (providers.length === 0) throw new IdpMetadataError('metadata-no-identity-provider');
  const wanted = providers.filter(
    ({ entity }) => entityId === undefined || attributeOf(entity, 'entityID') === entityId,
  );
  const [chosen] = wanted;
  if (!chosen) throw new IdpMetadataError('metadata-entity-unknown');
  if (wanted.length > 1) throw new IdpMetadataError('metadata-several');
  return chosen;
}

function earliestEnd(elements: readonly Element[]): Date | undefined {
  const ends = elements.flatMap((element) => attributeOf(element, 'validUntil') ?? []);
  const times = ends.map((end) => Date.parse(end));
  if (times.some(Number.isNaN)) throw new IdpMetadataError('metadata-valid-until');
  return times.length === 0 ? undefined : new Date(Math.min(...times));
}

function redirectEndpoint(descriptor: Element, name: string): Element | undefined {
  return childrenNamed(descriptor, namespaces.metadata, name).find(
    (endpoint) => attributeOf(endpoint, 'Binding') === bindings.redirect,
  );
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function addressOf(
  endpoint: Element | undefined,
  attribute: 'Location' | 'ResponseLocation',
): string | undefined {
  const text = attributeOf(endpoint, attribute);
  if (text === undefined) return undefined;
  if (text.length > 2000 || !URL.canParse(text)) throw new IdpMetadataError('metadata-address');
  const address = new URL(text);
  if (`${address.username}${address.password}${address.hash}` !== '')
    throw new IdpMetadataError('metadata-address');
  const isSafe =
    address.protocol === 'https:' ||
    (address.protocol === 'http:' && LOOPBACK.test(address.hostname));
  if (!isSafe) throw new IdpMetadataError('metadata-not-https');
  return address.href;
}
