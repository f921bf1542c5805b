import { SignedXml } from 'xml-crypto';
import type { SigningKey } from '../../server/identity/demo-assertion.js';
import { algorithms, bindings, namespaces } from '../../server/identity/saml-names.js';
import { bodyOfPem } from '../../server/identity/sp-metadata.js';

interface MetadataInWords {
  readonly entityId?: string;
  readonly certificates: readonly string[];
  /** On IDPSSODescriptor. */
  readonly attributes?: string;
  /** On EntityDescriptor. */
  readonly entityAttributes?: string;
  readonly keyUse?: string;
  readonly endpoints?: string;
  readonly before?: string;
}

export const IDP = 'https://idp.skien.example';

export function endpoint(
  name: 'SingleSignOnService' | 'SingleLogoutService',
  location: string,
  binding: string = bindings.redirect,
  more = '',
): string {
  return `<md:${name} Binding="${binding}" Location="${location}"${more}/>`;
}

/** The metadata of one identity provider, as good ones write it. */
export function someMetadata(words: MetadataInWords): string {
  const keys = words.certificates.map(
    (certificate) =>
      `<md:KeyDescriptor${words.keyUse ?? ' use="signing"'}><ds:KeyInfo xmlns:ds="${namespaces.signature}"><ds:X509Data><ds:X509Certificate>${bodyOfPem(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
  );
  return [
    `<md:EntityDescriptor xmlns:md="${namespaces.metadata}" entityID="${words.entityId ?? `${IDP}/`}" ID="_entity"${words.entityAttributes ?? ''}>`,
    words.before ?? '',
    `<md:IDPSSODescriptor protocolSupportEnumeration="${namespaces.protocol}"${words.attributes ?? ''}>`,
    ...keys,
    words.endpoints ??
      endpoint('SingleLogoutService', `${IDP}/slo`) +
        endpoint('SingleSignOnService', `${IDP}/sso`, bindings.post) +
        endpoint('SingleSignOnService', `${IDP}/sso`),
    '</md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('');
}

export function aggregate(entities: readonly string[]): string {
  return `<md:EntitiesDescriptor xmlns:md="${namespaces.metadata}" ID="_all" validUntil="2099-01-01T00:00:00Z">${entities.join('')}</md:EntitiesDescriptor>`;
}

export function signedMetadata(
  xml: string,
  key: SigningKey,
  signatureAlgorithm: string = algorithms.rsaSha256,
): string {
  const signer = new SignedXml({
    privateKey: key.privateKeyPem,
    publicCert: key.certificatePem,
    signatureAlgorithm,
    canonicalizationAlgorithm: algorithms.exclusiveC14n,
  });
  signer.addReference({
    xpath: '/*',
    transforms: [algorithms.envelopedSignature, algorithms.exclusiveC14n],
    digestAlgorithm: algorithms.sha256,
  });
  signer.computeSignature(xml, { prefix: 'ds', location: { reference: '/*', action: 'prepend' } });
  return signer.getSignedXml();
}
