import { SignedXml } from 'xml-crypto';
import {
  algorithms,
  BASIC_ATTRIBUTE_NAMES,
  BEARER,
  namespaces,
  STATUS_SUCCESS,
  URI_ATTRIBUTE_NAMES,
} from './saml-names.js';
import { escapeMarkup } from './xml-tree.js';

/** The messages of the demo's login service, and of the tests, which bend them. */

export interface SigningKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

export interface AssertionContent {
  readonly id: string;
  readonly issuer: string;
  readonly audience: string;
  readonly recipient: string;
  readonly inResponseTo: string;
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly sessionIndex: string;
  readonly issuedAt: Date;
  readonly validUntil: Date;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface ResponseContent {
  readonly id: string;
  readonly issuer: string;
  readonly destination: string;
  readonly inResponseTo: string;
  readonly issuedAt: Date;
}

export function assertionXml(content: AssertionContent): string {
  const issuedAt = content.issuedAt.toISOString();
  const validUntil = content.validUntil.toISOString();
  return [
    `<saml:Assertion xmlns:saml="${namespaces.assertion}" ID="${escapeMarkup(content.id)}" Version="2.0" IssueInstant="${issuedAt}">`,
    `<saml:Issuer>${escapeMarkup(content.issuer)}</saml:Issuer>`,
    '<saml:Subject>',
    `<saml:NameID Format="${escapeMarkup(content.nameIdFormat)}">${escapeMarkup(content.nameId)}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${BEARER}">`,
    `<saml:SubjectConfirmationData NotOnOrAfter="${validUntil}" Recipient="${escapeMarkup(content.recipient)}" InResponseTo="${escapeMarkup(content.inResponseTo)}"/>`,
    '</saml:SubjectConfirmation>',
    '</saml:Subject>',
    `<saml:Conditions NotBefore="${issuedAt}" NotOnOrAfter="${validUntil}">`,
    `<saml:AudienceRestriction><saml:Audience>${escapeMarkup(content.audience)}</saml:Audience></saml:AudienceRestriction>`,
    '</saml:Conditions>',
    `<saml:AuthnStatement AuthnInstant="${issuedAt}" SessionIndex="${escapeMarkup(content.sessionIndex)}">`,
    '<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext>',
    '</saml:AuthnStatement>',
    attributeStatement(content.attributes),
    '</saml:Assertion>',
  ].join('');
}

function attributeStatement(attributes: AssertionContent['attributes']): string {
  const stated = Object.entries(attributes).map(([name, values]) => {
    const format = /^(?:urn|https?):/.test(name) ? URI_ATTRIBUTE_NAMES : BASIC_ATTRIBUTE_NAMES;
    const valueElements = values.map(
      (value) => `<saml:AttributeValue>${escapeMarkup(value)}</saml:AttributeValue>`,
    );
    return `<saml:Attribute Name="${escapeMarkup(name)}" NameFormat="${format}">${valueElements.join('')}</saml:Attribute>`;
  });
  return stated.length === 0
    ? ''
    : `<saml:AttributeStatement>${stated.join('')}</saml:AttributeStatement>`;
}

export function responseXml(content: ResponseContent, assertion: string): string {
  return [
    `<samlp:Response xmlns:samlp="${namespaces.protocol}" ID="${escapeMarkup(content.id)}" Version="2.0" IssueInstant="${content.issuedAt.toISOString()}" Destination="${escapeMarkup(content.destination)}" InResponseTo="${escapeMarkup(content.inResponseTo)}">`,
    `<saml:Issuer xmlns:saml="${namespaces.assertion}">${escapeMarkup(content.issuer)}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="${STATUS_SUCCESS}"/></samlp:Status>`,
    assertion,
    '</samlp:Response>',
  ].join('');
}

export interface SignatureAlgorithms {
  readonly signature: string;
  readonly digest: string;
}

const SHA_256: SignatureAlgorithms = { signature: algorithms.rsaSha256, digest: algorithms.sha256 };

/** Signs the one element of that name and puts the signature where SAML wants it: after the issuer. */
export function signed(
  xml: string,
  element: 'Response' | 'Assertion' | 'LogoutRequest' | 'LogoutResponse',
  key: SigningKey,
  { signature, digest }: SignatureAlgorithms = SHA_256,
): string {
  const target = `//*[local-name(.)='${element}']`;
  const signer = new SignedXml({
    privateKey: key.privateKeyPem,
    publicCert: key.certificatePem,
    signatureAlgorithm: signature,
    canonicalizationAlgorithm: algorithms.exclusiveC14n,
  });
  signer.addReference({
    xpath: target,
    transforms: [algorithms.envelopedSignature, algorithms.exclusiveC14n],
    digestAlgorithm: digest,
  });
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${target}/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return signer.getSignedXml();
}
