/** Why metadata cannot be used, in words for the administrator who got it from somebody else and must tell them. */
const wordsByCode = {
  'metadata-too-large':
    'The file is too large. Ask for the metadata of the one identity provider instead of the whole federation’s.',
  'metadata-not-utf-8':
    'The file is not UTF-8 text. Save the metadata as it came, without editing it.',
  'metadata-doctype':
    'The file has a DOCTYPE or an entity, which metadata never needs and attacks do.',
  'metadata-too-many-elements':
    'The file has too many elements. Ask for the metadata of the one identity provider.',
  'metadata-not-xml': 'The file is not well-formed XML. It may be a web page or cut off.',
  'metadata-root':
    'The file is XML but no SAML 2.0 metadata: it must begin with EntityDescriptor or EntitiesDescriptor.',
  'metadata-not-signed': 'The metadata is not signed, and a signer was named.',
  'metadata-algorithm': 'The metadata is signed with an algorithm that is not safe (SHA-1).',
  'metadata-signature':
    'The signature does not belong to the named signer, or the file was changed.',
  'metadata-no-identity-provider':
    'The metadata describes no SAML 2.0 identity provider. It may be that of a service, or for WS-Federation only.',
  'metadata-entity-unknown': 'No identity provider in the metadata has that entityID.',
  'metadata-several': 'The metadata has several identity providers: choose one with --entity-id.',
  'metadata-entity-id': 'The entityID is missing or longer than 1024 characters.',
  'metadata-expired': 'The metadata has expired. Ask for a new copy.',
  'metadata-valid-until': 'The date in validUntil cannot be read.',
  'metadata-no-certificate':
    'The metadata has no RSA signing certificate, so no login could be verified.',
  'metadata-certificate': 'A signing certificate cannot be read.',
  'metadata-weak-key': 'A signing key is shorter than 2048 bits. Ask for a new one.',
  'metadata-no-redirect':
    'There is no address for logins by HTTP-Redirect, which is how this service sends its requests.',
  'metadata-address':
    'An address is not a complete address (URL), or is longer than 2000 characters.',
  'metadata-not-https': 'An address does not begin with https://.',
  'metadata-address-not-public':
    'The address of the metadata is in a private network or on this machine. Fetch it there and give it as a file.',
  'metadata-redirected':
    'The address of the metadata leads on to another one, which is not followed. Give that one.',
  'metadata-unreachable':
    'The metadata cannot be fetched: there is no answer within ten seconds, or another one than 200 OK.',
  'metadata-signer': 'The pinned signer is no certificate (PEM).',
} as const;

export type IdpMetadataCode = keyof typeof wordsByCode;

export class IdpMetadataError extends Error {
  readonly code: IdpMetadataCode;

  constructor(code: IdpMetadataCode) {
    super(wordsByCode[code]);
    this.name = 'IdpMetadataError';
    this.code = code;
  }
}
