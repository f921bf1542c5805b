import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { SeedSource } from '../platform/rng.js';
import type { AuditAside, AuditEntry, AuditEvent, AuditTrail } from './audit-event.js';
import { digestOf, EMPTY_CHAIN, hashOf, type ChainEnd } from './chain.rules.js';

export type AuditStore = ReturnType<typeof createAuditStore>;

export interface AuditSurroundings {
  /** For the hashes of the chain. Never in the database. */
  readonly key: string;
  readonly salts: SeedSource;
  /** Of the request that is being served; nothing outside of one. */
  readonly requestId: () => string | undefined;
}

type Recorded = AuditEvent & Pick<AuditEntry, 'requestId'>;

interface Waiting {
  readonly event: Recorded;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

interface AsideDocument extends AuditAside {
  readonly _id: string;
  readonly municipalityId: string;
  readonly salt: string;
}

export interface AuditFilter {
  readonly municipalityId: string;
  /** Any of them; of an empty list nothing fits. */
  readonly actors?: readonly string[];
  /** The beginning of an action, as `attempt.` */
  readonly action?: string;
  readonly subject?: string;
  readonly from?: Date;
  /** Not itself. */
  readonly until?: Date;
}

/**
 * The append-only trail, one chain a municipality. Entries that arrive together are written together; a unique (municipality, sequence)
 * keeps several instances in one line: who loses the race reads the new end and tries again.
 */
export function createAuditStore(
  connection: Connection,
  { key, salts, requestId }: AuditSurroundings,
) {
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
      aside: new Schema({ id: text, digest: text }, { _id: false, strict: 'throw' }),
      once: String,
      requestId: String,
      previousHash: text,
      hash: text,
    },
    { strict: 'throw', versionKey: false, collection: 'auditEvents' },
  );
  schema.index({ municipalityId: 1, sequence: 1 }, { unique: true });
  schema.index({ municipalityId: 1, subject: 1, sequence: -1 });
  schema.index({ municipalityId: 1, actor: 1, sequence: -1 });
  schema.index(
    { municipalityId: 1, once: 1 },
    { unique: true, partialFilterExpression: { once: { $exists: true } } },
  );
  const asideSchema = new Schema<AsideDocument>(
    {
      _id: text,
      municipalityId: text,
      personId: text,
      salt: text,
      content: { type: Schema.Types.Mixed, required: true },
    },
    { strict: 'throw', versionKey: false, collection: 'auditAsides' },
  );
  asideSchema.index({ municipalityId: 1, personId: 1 });
  const Entries = connection.model('AuditEvent', schema);
  const Asides = connection.model('AuditAside', asideSchema);
  // Entries are built here, and there is nothing for mongoose to cast.
  const raw = Entries.collection;
  const waiting = new Map<string, Waiting[]>();
  const writing = new Set<string>();
  /** Where this instance left each chain. Another may have gone on since: then the number is taken, and the chain is read again. */
  const ends = new Map<string, ChainEnd>();

  const chain = (municipalityId: string) =>
    Entries.find({ municipalityId }).sort({ sequence: 1 }).select('-_id').lean<AuditEntry[]>();

  async function endOf(municipalityId: string): Promise<ChainEnd> {
    const end = await Entries.findOne({ municipalityId })
      .sort({ sequence: -1 })
      .select('sequence hash -_id')
      .lean<ChainEnd>()
      .exec();
    return end ?? EMPTY_CHAIN;
  }

  /** An aside stands before the entry that names it; one that a crash leaves without an entry is found by its person when they are erased. */
  async function putAside({ municipalityId, aside }: AuditEvent): Promise<AuditEntry['aside']> {
    if (!aside) return undefined;
    const [id, salt] = [salts(), salts()];
    await Asides.create({ _id: id, municipalityId, salt, ...aside });
    return { id, digest: digestOf(aside, salt) };
  }

  async function append(municipalityId: string, events: readonly Recorded[]): Promise<void> {
    let end = ends.get(municipalityId) ?? (await endOf(municipalityId));
    ends.delete(municipalityId);
    const entries: AuditEntry[] = [];
    for (const event of events) {
      const { aside: _aside, ...rest } = event;
      const aside = await putAside(event);
      const entry = {
        ...rest,
        ...(aside && { aside }),
        sequence: end.sequence + 1,
        previousHash: end.hash,
      };
      const hash = hashOf(entry, key);
      entries.push({ ...entry, hash });
      end = { sequence: entry.sequence, hash };
    }
    // Ordered: at the first number that is taken nothing after it is written, so the chain never has a gap.
    await raw.insertMany(entries, { ordered: true });
    ends.set(municipalityId, end);
  }

  async function appendUntilDone(
    municipalityId: string,
    events: readonly Recorded[],
  ): Promise<void> {
    let left = firstOfEach(events);
    while (left.length > 0) {
      try {
        await append(municipalityId, left);
        return;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        const written = (error as { insertedCount?: number }).insertedCount ?? 0;
        left = await unrecorded(municipalityId, left.slice(written));
      }
    }
  }

  /** Without those that have been recorded before and are recorded once only. */
  async function unrecorded(
    municipalityId: string,
    events: readonly Recorded[],
  ): Promise<readonly Recorded[]> {
    const words = events.flatMap(({ once }) => once ?? []);
    if (words.length === 0) return events;
    const known = await Entries.distinct('once', { municipalityId, once: { $in: words } }).exec();
    return events.filter(({ once }) => once === undefined || !known.includes(once));
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
        const request = requestId();
        const line = waiting.get(event.municipalityId) ?? [];
        line.push({
          event: { ...event, ...(request === undefined ? {} : { requestId: request }) },
          done,
          failed,
        });
        waiting.set(event.municipalityId, line);
        void drain(event.municipalityId);
      }),
  };

  return {
    ...trail,
    async ensureIndexes(): Promise<void> {
      await Entries.createIndexes();
      await Asides.createIndexes();
    },

    endOf,

    /** A municipality's chain from its beginning. */
    async entriesOf(municipalityId: string): Promise<AuditEntry[]> {
      return chain(municipalityId).exec();
    },

    /** The same, one entry at a time: it may be longer than memory. */
    streamOf(municipalityId: string): AsyncIterable<AuditEntry> {
      return chain(municipalityId).cursor();
    },

    /** What fits the filter, newest first, at most so many; those below `before` in the chain, to page on. */
    async search(filter: AuditFilter, limit: number, before?: number): Promise<AuditEntry[]> {
      const { municipalityId, actors, action, subject, from, until } = filter;
      return Entries.find({
        municipalityId,
        ...(before === undefined ? {} : { sequence: { $lt: before } }),
        ...(actors === undefined ? {} : { actor: { $in: [...actors] } }),
        ...(action === undefined ? {} : { action: { $gte: action, $lt: `${action}\uffff` } }),
        ...(subject === undefined ? {} : { subject }),
        ...(from || until
          ? { at: { ...(from && { $gte: from }), ...(until && { $lt: until }) } }
          : {}),
      })
        .sort({ sequence: -1 })
        .limit(limit)
        .select('-_id')
        .lean<AuditEntry[]>()
        .exec();
    },

    /** What stands beside these entries, by aside id; what was erased is missing. */
    async asidesOf(
      municipalityId: string,
      entries: readonly AuditEntry[],
    ): Promise<ReadonlyMap<string, AuditAside & { readonly salt: string }>> {
      const ids = entries.flatMap(({ aside }) => aside?.id ?? []);
      if (ids.length === 0) return new Map();
      const found = await Asides.find({ municipalityId, _id: { $in: ids } })
        .lean<AsideDocument[]>()
        .exec();
      return new Map(
        found.map(({ _id, personId, content, salt }) => [_id, { personId, content, salt }]),
      );
    },

    /** What stands beside the chain about a person. */
    async asidesAbout(municipalityId: string, personId: string): Promise<AuditAside['content'][]> {
      const found = await Asides.find({ municipalityId, personId }).lean<AsideDocument[]>().exec();
      return found.map(({ content }) => content);
    },

    /** Erases what stands beside the chain about a person. Returns how many there were. */
    async eraseAsidesAbout(municipalityId: string, personId: string): Promise<number> {
      const { deletedCount } = await Asides.deleteMany({ municipalityId, personId }).exec();
      return deletedCount;
    },
  };
}

function firstOfEach(events: readonly Recorded[]): readonly Recorded[] {
  const seen = new Set<string>();
  return events.filter(({ once }) => {
    if (once === undefined) return true;
    const isFirst = !seen.has(once);
    seen.add(once);
    return isFirst;
  });
}
