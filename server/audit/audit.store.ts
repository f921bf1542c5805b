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

type ChainEnd = Pick<AuditEntry, 'sequence' | 'hash'>;

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
  // Entries are built here, and there is nothing for mongoose to cast.
  const raw = Entries.collection;
  const waiting = new Map<string, Waiting[]>();
  const writing = new Set<string>();
  /** Where this instance left each chain. Another may have gone on since: then the number is taken, and the chain is read again. */
  const ends = new Map<string, ChainEnd>();

  async function readEnd(municipalityId: string): Promise<ChainEnd> {
    const end = await Entries.findOne({ municipalityId })
      .sort({ sequence: -1 })
      .lean<AuditEntry>()
      .exec();
    return end ?? { sequence: 0, hash: CHAIN_START };
  }

  async function append(municipalityId: string, events: readonly AuditEvent[]): Promise<void> {
    let end = ends.get(municipalityId) ?? (await readEnd(municipalityId));
    ends.delete(municipalityId);
    const entries = events.map((event): AuditEntry => {
      const sequence = end.sequence + 1;
      const hash = hashOf(event, sequence, end.hash, key);
      const entry = { ...event, sequence, previousHash: end.hash, hash };
      end = { sequence, hash };
      return entry;
    });
    // Ordered: at the first number that is taken nothing after it is written, so the chain never has a gap.
    await raw.insertMany(entries, { ordered: true });
    ends.set(municipalityId, end);
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
        const written = (error as { insertedCount?: number }).insertedCount ?? 0;
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
