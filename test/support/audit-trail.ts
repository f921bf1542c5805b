import type { Connection } from 'mongoose';
import type { AuditEntry } from '../../server/audit/audit-event.js';
import { createAuditStore, type AuditStore } from '../../server/audit/audit.store.js';
import { EMPTY_CHAIN, follows, type ChainEnd } from '../../server/audit/chain.rules.js';
import { systemSeeds } from '../../server/platform/rng.js';

/** As `anAuditStore`, that of a process that has just begun: it remembers nothing of what the connection did before. */
export function aFreshAuditStore(connection: Connection, key: string): AuditStore {
  for (const name of connection.modelNames())
    if (name.startsWith('Audit')) connection.deleteModel(name);
  return anAuditStore(connection, key);
}

/** A trail as jobs and commands have it: outside of any request. */
export function anAuditStore(connection: Connection, key: string): AuditStore {
  return createAuditStore(connection, { key, salts: systemSeeds, requestId: () => undefined });
}

/** The number of the first entry that does not follow from the one before it; undefined when the chain is whole. */
export function firstBrokenLink(entries: readonly AuditEntry[], key: string): number | undefined {
  let end: ChainEnd = EMPTY_CHAIN;
  for (const entry of entries) {
    if (!follows(entry, end, key)) return end.sequence + 1;
    end = entry;
  }
  return undefined;
}
