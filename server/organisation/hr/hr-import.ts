import type { ImportCounts } from './import-people.js';
import type { RefusedLine } from './hr-lines.rules.js';

/** `applying` is short; found later, it means that the service stopped in the middle, and somebody goes on with the same file. */
export type HrImportState = 'waiting' | 'applying' | 'applied' | 'discarded';

/** A file from the HR system: waiting for somebody's yes, or what became of it. The file itself is kept only while it waits. */
export interface HrImport {
  readonly id: string;
  readonly municipalityId: string;
  readonly source: 'upload' | 'folder';
  readonly fileName: string;
  /** Of the bytes: the same file has the same. */
  readonly fingerprint: string;
  readonly receivedAt: Date;
  /** A person's id, or `system`. */
  readonly receivedBy: string;
  /** After this nobody can say yes any more, and the file is removed. */
  readonly expiresAt: Date;
  readonly state: HrImportState;
  readonly counts: ImportCounts;
  readonly decidedAt?: Date;
  readonly decidedBy?: string;
  /** Lines that were refused, without what stood there. */
  readonly refused: readonly Pick<RefusedLine, 'line' | 'problem'>[];
  /** People whom somebody else changed meanwhile. */
  readonly overtaken?: number;
}

export const DAYS_TO_DECIDE = 7;
/** A plan that is being applied for longer than this has stopped. */
export const APPLYING_MS = 10 * 60_000;
