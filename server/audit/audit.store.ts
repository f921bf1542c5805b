import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { AuditEntry, AuditEvent, AuditTrail } from './audit-event.js';
import { CHAIN_START, hashOf } from './chain.rules.js';

export type AuditStore = ReturnType<typeof createAuditStore>;

interface Waiting {
  readonly event: AuditEvent;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * The append-only trail, one chain a municipality. Entries that arrive together are written together; a unique (municipality, sequence)
 * keeps several instances in one line: who loses the race reads the new end and tries again.
 */
export function createAuditStore(connection: Connection, key: string) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<AuditEntry>(
    {
      municipalityId: text,
      sequence: { type: Number, required: true },
      at: { type: Date, required: true },
      actor: text,
      action: text,
      subject: text,
      details: Schema.Types.Mixed,
      previousHash: text,
      hash: text,
    },
    { strict: 'throw', versionKey: false, collection: 'auditEvents' },
  );
  schema.index({ municipalityId: 1, sequence: 1 }, { unique: true });
  const Entries = connection.model('AuditEvent', schema);
  const waiting = new Map<string, Waiting[]>();
  const writing = new Set<string>();

  async function append(municipalityId: string, events: readonly AuditEvent[]): Promise<void> {
    const end = await Entries.findOne({ municipalityId })
      .sort({ sequence: -1 })
      .lean<AuditEntry>()
      .exec();
    let sequence = end?.sequence ?? 0;
    let previousHash = end?.hash ?? CHAIN_START;
    const entries = events.map((event): AuditEntry => {
      sequence += 1;
      const hash = hashOf(event, sequence, previousHash, key);
      const entry = { ...event, sequence, previousHash, hash };
      previousHash = hash;
      return entry;
    });
    // Ordered: at the first number that is taken nothing after it is written, so the chain never has a gap.
    await Entries.insertMany(entries, { ordered: true });
  }

  async function appendUntilDone(
    municipalityId: string,
    events: readonly AuditEvent[],
  ): Promise<void> {
    let left = events;
    for (;;) {
      try {
        await append(municipalityId, left);
        return;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const written = (error as { insertedDocs?: unknown[] }).insertedDocs?.length ?? 0;
        left = left.slice(written);
      }
    }
  }

  async function drain(municipalityId: string): Promise<void> {
    if (writing.has(municipalityId)) return;
    writing.add(municipalityId);
    try {
      for (;;) {
        const batch = waiting.get(municipalityId) ?? [];
        if (batch.length === 0) return;
        waiting.set(municipalityId, []);
        try {
          await appendUntilDone(
            municipalityId,
            batch.map(({ event }) => event),
          );
          for (const { done } of batch) done();
        } catch (error) {
          for (const { failed } of batch) failed(error);
        }
      }
    } finally {
      writing.delete(municipalityId);
    }
  }

  const trail: AuditTrail = {
    record: (event) =>
      new Promise((done, failed) => {
        const line = waiting.get(event.municipalityId) ?? [];
        line.push({ event, done, failed });
        waiting.set(event.municipalityId, line);
        void drain(event.municipalityId);
      }),
  };

  return {
    ...trail,
    ensureIndexes: () => Entries.createIndexes(),
    /** A municipality's chain from its beginning. */
    async entriesOf(municipalityId: string): Promise<AuditEntry[]> {
      const found = await Entries.find({ municipalityId })
        .sort({ sequence: 1 })
        .select('-_id')
        .lean<AuditEntry[]>()
        .exec();
      return found;
    },
  };
}
