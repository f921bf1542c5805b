import { createHmac } from 'node:crypto';
import type { AuditEntry, AuditEvent } from './audit-event.js';

/** Stands before the first entry of a municipality. */
export const CHAIN_START = '0'.repeat(64);

/**
 * HMAC-SHA-256 over everything an entry says and the hash before it. With a key that is not in the database, somebody who can write there
 * can neither change an entry nor make a new chain.
 */
export function hashOf(
  event: AuditEvent,
  sequence: number,
  previousHash: string,
  key: string,
): string {
  const details = Object.entries(event.details ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify([
    event.municipalityId,
    sequence,
    event.at.toISOString(),
    event.actor,
    event.action,
    event.subject,
    details,
    previousHash,
  ]);
  return createHmac('sha256', key).update(content).digest('hex');
}

/** The number of the first entry that does not follow from the one before it; undefined when the chain is whole. */
export function firstBrokenLink(entries: readonly AuditEntry[], key: string): number | undefined {
  let previousHash = CHAIN_START;
  for (const [index, entry] of entries.entries()) {
    const expected = hashOf(entry, index + 1, previousHash, key);
    if (
      entry.sequence !== index + 1 ||
      entry.previousHash !== previousHash ||
      entry.hash !== expected
    )
      return index + 1;
    previousHash = entry.hash;
  }
  return undefined;
}
