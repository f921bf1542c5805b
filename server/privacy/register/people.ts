import type { KeptCollection } from './kept-collection.js';

export const PEOPLE: readonly KeptCollection[] = [
  {
    collection: 'people',
    holds: 'people, their work and roles',
    personal: { given: 'person', erasure: 'removed, last of all' },
    notes: [
      {
        fields: '_id municipalityId issuer subject formerIds mergedInto merge',
        why: 'to know a person again at the next login, whatever their name is by then, and by each of their logins once records of one human were merged',
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
        fields:
          '_id slug name country timeZone locale languages colour arms requirements retention',
        why: 'settings and requirements of the municipality',
        kept: 'institution',
        seenBy: ['administrators'],
      },
    ],
  },
  {
    collection: 'arms',
    holds: 'coats of arms of municipalities',
    notes: [
      {
        fields: '_id arms',
        why: 'to show on pages and to print on certificates',
        kept: 'verifiable',
        seenBy: ['everybody'],
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
    collection: 'hrImports',
    holds: 'files from HR systems that wait for approval, and what became of the others',
    personal: {
      given: { not: 'what a file says of a person is given as their work, once it is applied' },
      erasure:
        'a file is removed when it is decided or after seven days; what remains are counts, and ids that lead nowhere',
    },
    notes: [
      {
        fields: '_id municipalityId source fileName fingerprint receivedAt expiresAt state',
        why: 'to show what came from the HR system and whether it was applied',
        kept: 'institution',
        seenBy: ['hr', 'administrators'],
      },
      {
        fields: 'receivedBy decidedAt decidedBy counts refused overtaken claimedAt',
        why: 'to show who decided what, and how many people it changed',
        kept: 'institution',
        seenBy: ['hr', 'administrators'],
      },
      {
        fields: 'file',
        why: 'so that exactly what was looked at is applied; removed when it is decided, after seven days at the latest',
        kept: 'week',
        seenBy: ['hr', 'administrators'],
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
