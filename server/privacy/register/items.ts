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
        fields: '_id bankId itemId revision ownerId syncedHash upstream confirmations versions',
        why: 'to write items together, and never to review one’s own',
        kept: 'institution',
        seenBy: ['authors'],
      },
    ],
  },
  {
    collection: 'itemImages',
    holds:
      'images that items show; those of an upload that nobody has confirmed, for a day; those that no saved draft shows, for 30 days',
    notes: [
      {
        fields: '_id holder name bytes expiresAt',
        why: 'to ask about what is to be seen',
        kept: 'institution',
        seenBy: ['authors', 'self'],
      },
    ],
  },
  {
    collection: 'itemBanks',
    holds: 'item banks, and who put a release of another’s bank aside',
    personal: AUTHORS_ACTS,
    notes: [
      {
        fields: '_id content ownerMunicipalityId shipped addedSources heldBy upstream',
        why: 'what a bank is called, which municipality writes it and which releases it follows',
        kept: 'institution',
        seenBy: ['authors'],
      },
    ],
  },
  {
    collection: 'lintStandings',
    holds:
      'what a municipality has decided of the rules that items are looked at by; by whom is in the trail',
    notes: [
      {
        fields: '_id revision standings',
        why: 'to look at items as strictly as the pharmacist wants',
        kept: 'institution',
        seenBy: ['authors'],
      },
    ],
  },
  {
    collection: 'itemClearances',
    holds: 'which texts may be given to others, and who made sure',
    personal: AUTHORS_ACTS,
    notes: [
      {
        fields: '_id bankId itemId contentHash basis note by at',
        why: 'to publish nothing without cleared rights',
        kept: 'institution',
        seenBy: ['administrators'],
      },
    ],
  },
  {
    collection: 'bankReleases',
    holds: 'what was published of banks, and by whom',
    personal: AUTHORS_ACTS,
    notes: [
      {
        fields:
          '_id bankId number regionId publisherId publishedAt by licence rightsHolder notes bank items',
        why: 'to share banks in releases that stay what they were',
        kept: 'institution',
        seenBy: ['authors', 'administrators'],
      },
    ],
  },
  {
    collection: 'itemImports',
    holds: 'files of items that somebody is importing, until they decide',
    personal: {
      given: { not: 'the person’s own file, under way for a short time' },
      erasure: 'lapses by itself',
    },
    notes: [
      {
        fields: '_id municipalityId personId bankId fileName at entries expiresAt',
        why: 'to show what an import would bring before it does',
        kept: 'day',
        seenBy: ['self'],
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
