import type { KeptCollection } from './kept-collection.js';

export const PEOPLE: readonly KeptCollection[] = [
  {
    collection: 'people',
    holds: 'people, their work and roles',
    personal: { given: 'person', erasure: 'removed, last of all' },
    notes: [
      {
        fields: '_id municipalityId issuer subject',
        why: 'to know a person again at the next login, whatever their name is by then',
        kept: 'record',
        seenBy: ['self', 'administrators'],
      },
      {
        fields: 'givenName familyName sortName namedBy',
        why: 'to print on certificates and to show to those who answer for the person’s work',
        kept: 'record',
        seenBy: ['self', 'heads', 'coordinators', 'hr', 'auditors', 'administrators'],
      },
      {
        fields: 'email',
        why: 'to send reminders; nobody is known by it',
        kept: 'record',
        seenBy: ['self', 'administrators'],
      },
      {
        fields: 'employments grants',
        why: 'to decide what the person must be certified in, who sees it, and what the person may do here',
        kept: 'record',
        seenBy: ['self', 'heads', 'coordinators', 'hr', 'auditors', 'administrators'],
      },
    ],
  },
  {
    collection: 'scimUsers',
    holds: 'users as identity providers keep them by SCIM',
    personal: { given: 'loginService', erasure: 'removed' },
    notes: [
      {
        fields: '_id municipalityId userName userNameKey externalId active createdAt changedAt',
        why: 'so that the identity provider can open and close the access of people',
        kept: 'record',
        seenBy: ['self'],
      },
    ],
  },
  {
    collection: 'scimGroups',
    holds: 'groups as identity providers keep them by SCIM',
    personal: {
      given: { not: 'what comes of membership is a role, and that is given with the person' },
      erasure: 'the identity provider keeps its members; an id of somebody erased leads nowhere',
    },
    notes: [
      {
        fields: '_id municipalityId displayName externalId members createdAt changedAt',
        why: 'so that roles follow the groups of the identity provider',
        kept: 'institution',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'municipalities',
    holds: 'municipalities',
    notes: [
      {
        fields: '_id slug name country timeZone locale colour requirements retention',
        why: 'settings and requirements of the municipality',
        kept: 'institution',
        seenBy: ['administrators'],
      },
    ],
  },
  {
    collection: 'units',
    holds: 'units of municipalities',
    notes: [
      {
        fields: '_id municipalityId name kind codes to parentId',
        why: 'where people work',
        kept: 'institution',
        seenBy: ['heads', 'administrators'],
      },
    ],
  },
  {
    collection: 'regions',
    holds: 'municipalities that share',
    notes: [
      {
        fields: '_id name hostMunicipalityId revision members',
        why: 'which municipalities share item banks',
        kept: 'institution',
        seenBy: ['administrators'],
      },
    ],
  },
];
