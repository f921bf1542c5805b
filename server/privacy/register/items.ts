import type { KeptCollection } from './kept-collection.js';

const AUTHORS_ACTS = {
  given: { not: 'acts at work on items, in the trail as well; given with the trail' },
  erasure: 'the id stays and leads nowhere',
} as const;

export const ITEMS: readonly KeptCollection[] = [
  {
    collection: 'items',
    holds: 'items, their versions and who wrote and reviewed them',
    personal: AUTHORS_ACTS,
    notes: [
      {
        fields: '_id bankId itemId revision ownerId syncedHash confirmations versions',
        why: 'to write items together, and never to review one’s own',
        kept: 'institution',
        seenBy: ['authors'],
      },
    ],
  },
  {
    collection: 'itemBanks',
    holds: 'item banks',
    notes: [
      {
        fields: '_id content ownerMunicipalityId shipped addedSources',
        why: 'what a bank is called and which municipality writes it',
        kept: 'institution',
        seenBy: ['authors'],
      },
    ],
  },
  {
    collection: 'itemReports',
    holds: 'problems with items, as candidates reported them; by whom is not stored',
    notes: [
      {
        fields: '_id municipalityId bankId itemId version text at answer toldAt',
        why: 'to mend items',
        kept: 'institution',
        seenBy: ['authors'],
      },
    ],
  },
  {
    collection: 'itemStatistics',
    holds: 'statistics of items; nothing below 30 people',
    notes: [
      {
        fields: '_id municipalityId bankId itemId version computedAt standing',
        why: 'to find items that do not measure',
        kept: 'institution',
        seenBy: ['authors', 'coordinators'],
      },
    ],
  },
  {
    collection: 'bankStatistics',
    holds: 'statistics of banks; nothing below 30 people',
    notes: [
      {
        fields: '_id municipalityId bankId computedAt sittings programmes',
        why: 'to know how sure results are',
        kept: 'institution',
        seenBy: ['authors', 'coordinators'],
      },
    ],
  },
  {
    collection: 'neutralisations',
    holds: 'items found wrong, and who decided it',
    personal: AUTHORS_ACTS,
    notes: [
      {
        fields:
          '_id municipalityId bankId itemId version treatment from to reason by at completedAt',
        why: 'to regrade what an item that was wrong has decided',
        kept: 'institution',
        seenBy: ['coordinators'],
      },
    ],
  },
];
