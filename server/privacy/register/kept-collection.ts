import type { PartName } from '../personal-data.js';

/** Until when something is kept. The times themselves are decided by `retention.rules` and `session.rules`. */
export const KEPT = {
  record:
    'as long as the person works here, and 36 months (or longer, by choice of the municipality) after the last certificate ended',
  responses:
    '12 months (by choice of the municipality) and three weeks for appeals after the attempt was closed',
  session: 'until the login ends, 12 hours at most',
  minutes: 'minutes; removed when it is used or lapses',
  day: 'a day at most; removed when it is used',
  expiry: 'until the certificate it is about has ended',
  week: 'until somebody has decided, seven days at most',
  verifiable:
    'for good, so that a certificate can be verified; without a name once its holder is erased',
  trail: 'for good, by an id that leads nowhere once the person is erased',
  institution: 'as long as the municipality uses the service',
} as const;

/** Who sees it in the service. Whoever runs the database sees all of it, but for what is stored as a digest. */
export const SEEN_BY = {
  self: 'the person',
  heads: 'unit heads, for their units',
  coordinators: 'coordinators',
  hr: 'HR',
  auditors: 'auditors',
  administrators: 'administrators',
  authors: 'authors and reviewers of items',
  everybody: 'everybody who has the certificate or its code',
  nobody: 'nobody',
} as const;

/** Fields that serve the same end. */
interface Note {
  /** Names of fields in the database, parted by spaces; what is nested counts with its top field. */
  readonly fields: string;
  readonly why: string;
  readonly kept: keyof typeof KEPT;
  readonly seenBy: readonly (keyof typeof SEEN_BY)[];
}

/** What a collection of the database holds. Each of its fields stands in exactly one note; a test compares with the schemas. */
export interface KeptCollection {
  readonly collection: string;
  readonly holds: string;
  readonly notes: readonly Note[];
  /** Absent: nothing in it is about a person. */
  readonly personal?: {
    /** The part of "my data" that gives it, or why the person is not given it. */
    readonly given: PartName | { readonly not: string };
    /** What becomes of it when the person is erased. */
    readonly erasure: string;
  };
}
