import { PERSISTENT_NAME_ID, type AttributeMapping } from './attribute-mapping.js';

const WS_CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const OID_GIVEN_NAME = 'urn:oid:2.5.4.42';
const OID_SURNAME = 'urn:oid:2.5.4.4';
const OID_MAIL = 'urn:oid:0.9.2342.19200300.100.1.3';
const OID_EDU_PERSON_UNIQUE_ID = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.13';
const SAMBI = 'http://sambi.se/attributes/1';

/**
 * The Names that the login services of Nordic municipalities send when nobody has changed their settings: a start for an administrator,
 * who may add to the list of any field but must not reorder `subject` once people have signed in.
 */
export const attributePresets = {
  /** Norwegian municipalities set these up for KS Læring, so most have them already. */
  ksLaering: {
    subject: ['uid'],
    givenName: ['fornavn'],
    familyName: ['etternavn'],
    email: ['epost'],
  },
  /** The object id stays when a person changes name and with it user name and address. */
  entraId: {
    subject: ['http://schemas.microsoft.com/identity/claims/objectidentifier'],
    givenName: [`${WS_CLAIMS}/givenname`],
    familyName: [`${WS_CLAIMS}/surname`],
    email: [`${WS_CLAIMS}/emailaddress`],
  },
  adfs: {
    subject: ['http://schemas.microsoft.com/ws/2008/06/identity/claims/primarysid'],
    givenName: [`${WS_CLAIMS}/givenname`],
    familyName: [`${WS_CLAIMS}/surname`],
    email: [`${WS_CLAIMS}/emailaddress`],
  },
  /** Not eduPersonPrincipalName: it follows the user name. */
  feide: {
    subject: ['eduPersonUniqueId', OID_EDU_PERSON_UNIQUE_ID],
    givenName: ['givenName', OID_GIVEN_NAME],
    familyName: ['sn', OID_SURNAME],
    email: ['mail', OID_MAIL],
  },
  swamid: {
    subject: ['urn:oasis:names:tc:SAML:attribute:subject-id', OID_EDU_PERSON_UNIQUE_ID],
    givenName: [OID_GIVEN_NAME],
    familyName: [OID_SURNAME],
    email: [OID_MAIL],
  },
  /** The NameID is transient here. Whoever has several HSA ids chooses one at the login service, and is one person to us under each. */
  inera: {
    subject: [`${SAMBI}/employeeHsaId`],
    givenName: [`${SAMBI}/givenName`],
    familyName: [`${SAMBI}/surname`],
    email: [`${SAMBI}/mail`, OID_MAIL],
  },
  /** For a login service of one's own, such as SimpleSAMLphp or Keycloak, told to send a persistent NameID. */
  persistentNameId: {
    subject: [PERSISTENT_NAME_ID],
    givenName: ['givenName', OID_GIVEN_NAME],
    familyName: ['sn', OID_SURNAME],
    email: ['mail', OID_MAIL],
  },
} as const satisfies Record<string, AttributeMapping>;
