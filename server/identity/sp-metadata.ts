import { nameIdFormatOf, PERSISTENT_NAME_ID, type AttributeMapping } from './attribute-mapping.js';
import { bindings, BASIC_ATTRIBUTE_NAMES, namespaces, URI_ATTRIBUTE_NAMES } from './saml-names.js';
import type { ServiceProviderKey, ServiceProviderUrls } from './service-provider.js';
import { escapeMarkup } from './xml-tree.js';

/** How the service presents itself to the administrators of login services. Swedish federations demand all of it. */
export interface ServiceDescription {
  readonly names: readonly LocalText[];
  readonly descriptions: readonly LocalText[];
  readonly organisation: {
    readonly name: string;
    readonly url: string;
    readonly language: string;
  };
  readonly contactEmail: string;
}

export interface LocalText {
  readonly language: string;
  readonly text: string;
}

export interface MetadataContent {
  readonly urls: ServiceProviderUrls;
  readonly key: Pick<ServiceProviderKey, 'certificatePem' | 'second'>;
  readonly attributes: AttributeMapping;
  /** With a key to encrypt to; some login services begin to encrypt as soon as they see one. */
  readonly acceptsEncrypted?: boolean | undefined;
  readonly about: ServiceDescription;
}

/** Our own, because the library's generator knows neither requested attributes nor a description, and announces logout by post only. */
export function serviceProviderMetadata({
  urls,
  key,
  attributes,
  acceptsEncrypted,
  about,
}: MetadataContent): string {
  const nameIdFormat = nameIdFormatOf(attributes);
  const certificates = [key.certificatePem, ...(key.second ? [key.second.certificatePem] : [])];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<md:EntityDescriptor xmlns:md="${namespaces.metadata}" entityID="${escapeMarkup(urls.entityId)}">`,
    `<md:SPSSODescriptor protocolSupportEnumeration="${namespaces.protocol}" AuthnRequestsSigned="true" WantAssertionsSigned="true">`,
    userInterface(about),
    ...certificates.map((certificate) => keyDescriptor('signing', certificate)),
    acceptsEncrypted === true ? keyDescriptor('encryption', key.certificatePem) : '',
    ...[bindings.redirect, bindings.post].map(
      (binding) =>
        `<md:SingleLogoutService Binding="${binding}" Location="${escapeMarkup(urls.sloUrl)}"/>`,
    ),
    nameIdFormat === null ? '' : `<md:NameIDFormat>${nameIdFormat}</md:NameIDFormat>`,
    `<md:AssertionConsumerService index="0" isDefault="true" Binding="${bindings.post}" Location="${escapeMarkup(urls.acsUrl)}"/>`,
    attributeService(attributes, about),
    '</md:SPSSODescriptor>',
    organisation(about),
    contact('technical', about.contactEmail),
    contact('support', about.contactEmail),
    '</md:EntityDescriptor>',
  ].join('\n');
}

function userInterface({
  names,
  descriptions,
  organisation: { url, language },
}: ServiceDescription): string {
  const information = { language, text: url };
  return [
    `<md:Extensions><mdui:UIInfo xmlns:mdui="${namespaces.userInterface}">`,
    ...names.map((name) => localised('mdui:DisplayName', name)),
    ...descriptions.map((description) => localised('mdui:Description', description)),
    localised('mdui:InformationURL', information),
    '</mdui:UIInfo></md:Extensions>',
  ].join('');
}

function keyDescriptor(use: 'signing' | 'encryption', certificate: string): string {
  return [
    `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="${namespaces.signature}">`,
    `<ds:X509Data><ds:X509Certificate>${bodyOfPem(certificate)}</ds:X509Certificate></ds:X509Data>`,
    '</ds:KeyInfo>',
    ...(use === 'encryption' ? ENCRYPTION : []).map(
      (algorithm) => `<md:EncryptionMethod Algorithm="${algorithm}"/>`,
    ),
    '</md:KeyDescriptor>',
  ].join('');
}

/** What we can read, the best first. */
const ENCRYPTION = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
  'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
];

/** PEM without its frame: the first certificate's base64 on one line. */
export function bodyOfPem(pem: string): string {
  return pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');
}

function attributeService(attributes: AttributeMapping, about: ServiceDescription): string {
  const requested = [
    ...requestedAttributes(attributes.subject, true),
    ...requestedAttributes(attributes.givenName, true),
    ...requestedAttributes(attributes.familyName, true),
    ...requestedAttributes(attributes.email, false),
  ];
  if (requested.length === 0) return '';
  return [
    '<md:AttributeConsumingService index="0" isDefault="true">',
    ...about.names.map((name) => localised('md:ServiceName', name)),
    ...requested,
    '</md:AttributeConsumingService>',
  ].join('');
}

/** Of several sources any one will do, so none of them can be called required. */
function requestedAttributes(sources: readonly string[], isNeeded: boolean): string[] {
  const isRequired = isNeeded && sources.length === 1;
  return sources
    .filter((source) => source !== PERSISTENT_NAME_ID)
    .map((source) => {
      const format = /^(?:urn|https?):/.test(source) ? URI_ATTRIBUTE_NAMES : BASIC_ATTRIBUTE_NAMES;
      return `<md:RequestedAttribute Name="${escapeMarkup(source)}" NameFormat="${format}" isRequired="${String(isRequired)}"/>`;
    });
}

function organisation({ organisation: { name, url, language } }: ServiceDescription): string {
  return [
    '<md:Organization>',
    localised('md:OrganizationName', { language, text: name }),
    localised('md:OrganizationDisplayName', { language, text: name }),
    localised('md:OrganizationURL', { language, text: url }),
    '</md:Organization>',
  ].join('');
}

function contact(kind: 'technical' | 'support', email: string): string {
  const address = `<md:EmailAddress>mailto:${escapeMarkup(email)}</md:EmailAddress>`;
  return `<md:ContactPerson contactType="${kind}">${address}</md:ContactPerson>`;
}

function localised(element: string, { language, text }: LocalText): string {
  return `<${element} xml:lang="${escapeMarkup(language)}">${escapeMarkup(text)}</${element}>`;
}
