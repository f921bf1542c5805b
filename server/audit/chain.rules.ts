import { createHmac } from 'node:crypto';
import type { AuditAside, AuditEntry } from './audit-event.js';

/** Stands before the first entry of a municipality. */
export const CHAIN_START = '0'.repeat(64);

/**
 * HMAC-SHA-256 over everything an entry says and the hash before it. With a key that is not in the database, somebody who can write there
 * can neither change an entry nor make a new chain.
 */
export function hashOf(entry: Omit<AuditEntry, 'hash'>, key: string): string {
  const content = JSON.stringify([
    entry.municipalityId,
    entry.sequence,
    entry.at.toISOString(),
    entry.actor,
    entry.action,
    entry.subject,
    sorted(entry.details),
    entry.aside?.id,
    entry.aside?.digest,
    entry.once,
    entry.requestId,
    entry.previousHash,
  ]);
  return createHmac('sha256', key).update(content).digest('hex');
}

/** What the chain says of an aside. Without the salt, which is kept and erased with the aside, it says nothing. */
export function digestOf({ personId, content }: AuditAside, salt: string): string {
  return createHmac('sha256', salt)
    .update(JSON.stringify([personId, sorted(content)]))
    .digest('hex');
}

function sorted(values: Readonly<Record<string, unknown>> = {}): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The end of a chain that has been followed so far. */
export type ChainEnd = Pick<AuditEntry, 'sequence' | 'hash'>;

export const EMPTY_CHAIN: ChainEnd = { sequence: 0, hash: CHAIN_START };

/** Whether the entry is the very next one after that end, and unchanged. */
export function follows(entry: AuditEntry, end: ChainEnd, key: string): boolean {
  return (
    entry.sequence === end.sequence + 1 &&
    entry.previousHash === end.hash &&
    entry.hash === hashOf(entry, key)
  );
}
