import { namespaces, STATUS_SUCCESS } from './saml-names.js';
import { attributeOf, onlyChild, textOf, childrenNamed, escapeMarkup } from './xml-tree.js';

/** Under which name, and in which of its sessions, the login service knows this login. Needed to tell it of a logout. */
export interface LoginAtProvider {
  /** Which one, where it is not the municipality's first. */
  readonly providerId?: string;
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly nameQualifier?: string;
  readonly spNameQualifier?: string;
  readonly sessionIndex?: string;
}

interface Envelope {
  readonly id: string;
  readonly issuer: string;
  readonly destination: string;
  readonly issuedAt: Date;
}

const LIFETIME_MS = 5 * 60 * 1000;

export function logoutRequestXml(envelope: Envelope, login: LoginAtProvider): string {
  const until = new Date(envelope.issuedAt.getTime() + LIFETIME_MS).toISOString();
  const nameId = [
    attribute('NameQualifier', login.nameQualifier),
    attribute('SPNameQualifier', login.spNameQualifier),
    attribute('Format', login.nameIdFormat),
  ].join('');
  return [
    `<samlp:LogoutRequest${opening(envelope)} NotOnOrAfter="${until}">`,
    issuer(envelope),
    `<saml:NameID xmlns:saml="${namespaces.assertion}"${nameId}>${escapeMarkup(login.nameId)}</saml:NameID>`,
    login.sessionIndex === undefined
      ? ''
      : `<samlp:SessionIndex>${escapeMarkup(login.sessionIndex)}</samlp:SessionIndex>`,
    '</samlp:LogoutRequest>',
  ].join('');
}

export function logoutResponseXml(envelope: Envelope, inResponseTo: string): string {
  return [
    `<samlp:LogoutResponse${opening(envelope)} InResponseTo="${escapeMarkup(inResponseTo)}">`,
    issuer(envelope),
    `<samlp:Status><samlp:StatusCode Value="${STATUS_SUCCESS}"/></samlp:Status>`,
    '</samlp:LogoutResponse>',
  ].join('');
}

function opening({ id, destination, issuedAt }: Envelope): string {
  return ` xmlns:samlp="${namespaces.protocol}" ID="${escapeMarkup(id)}" Version="2.0" IssueInstant="${issuedAt.toISOString()}" Destination="${escapeMarkup(destination)}"`;
}

function issuer(envelope: Envelope): string {
  return `<saml:Issuer xmlns:saml="${namespaces.assertion}">${escapeMarkup(envelope.issuer)}</saml:Issuer>`;
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${escapeMarkup(value)}"`;
}

export interface LogoutClaims {
  readonly id: string;
  readonly nameId: string;
  /** None: all sessions of that name. */
  readonly sessionIndexes: readonly string[];
}

/** Only for a LogoutRequest that has passed every check. */
export function logoutClaimsOf(request: Element): LogoutClaims {
  return {
    id: attributeOf(request, 'ID') ?? '',
    nameId: textOf(onlyChild(request, namespaces.assertion, 'NameID')).trim(),
    sessionIndexes: childrenNamed(request, namespaces.protocol, 'SessionIndex').map((index) =>
      textOf(index).trim(),
    ),
  };
}
