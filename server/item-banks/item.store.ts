import { Schema, type Connection } from 'mongoose';
import type { Item } from './item.js';
import type { ItemEvent, ItemRecord, ItemVersion } from './life-cycle.js';
import type { SourceConfirmation } from './sources/source.js';
import type { VersionEvent } from './life-cycle.rules.js';
import type { ItemUpstream } from './upstream.js';

type VersionDocument = Omit<ItemVersion, 'content'> & { content: string };
type ItemDocument = Omit<ItemRecord, 'versions'> & { _id: string; versions: VersionDocument[] };

/** One state of one item, as a writer has seen it; with another revision nothing is written. */
export type SeenItem = Pick<ItemRecord, 'bankId' | 'itemId' | 'revision'>;

export type ItemStore = ReturnType<typeof createItemStore>;

/** Items with their versions and what happened to each: one document an item. Every writer names the revision it has seen. */
export function createItemStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const number = { type: Number, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const event = new Schema<ItemEvent>(
    {
      to: text,
      by: text,
      at: instant,
      comment: String,
      variantsHash: String,
      replacedBy: Number,
    },
    { _id: false, strict: 'throw' },
  );
  const version = new Schema<VersionDocument>(
    {
      version: number,
      contentHash: text,
      // Content as JSON text: it is never queried, and keys such as "a" or "1" stay what they are.
      content: text,
      authors: [String],
      addedAt: instant,
      events: [event],
    },
    { _id: false, strict: 'throw' },
  );
  const confirmation = new Schema<SourceConfirmation>(
    { source: text, successors: [String], by: text, at: instant, reason: text },
    { _id: false, strict: 'throw' },
  );
  const schema = new Schema<ItemDocument>(
    {
      _id: text,
      bankId: text,
      itemId: text,
      revision: number,
      ownerId: String,
      syncedHash: String,
      confirmations: { type: [confirmation], default: undefined },
      upstream: new Schema<ItemUpstream>(
        { version: number, contentHash: text, state: text },
        { _id: false, strict: 'throw' },
      ),
      versions: [version],
    },
    { strict: 'throw', versionKey: false, collection: 'items' },
  );
  // Covers the question "what has changed", which every start of an exam asks.
  schema.index({ bankId: 1, itemId: 1, revision: 1 });
  const Items = connection.model('Item', schema);

  const idOf = ({ bankId, itemId }: Pick<ItemRecord, 'bankId' | 'itemId'>): string =>
    `${bankId}/${itemId}`;
  const plain = ({ _id, versions, ...rest }: ItemDocument): ItemRecord => ({
    ...rest,
    versions: versions.map((one) => ({ ...one, content: JSON.parse(one.content) as Item })),
  });
  const stored = (one: ItemVersion): VersionDocument => ({
    ...one,
    content: JSON.stringify(one.content),
  });
  const pushed = (events: readonly VersionEvent[]): Record<string, ItemEvent> =>
    Object.fromEntries(
      events.map((one) => [`versions.${one.version - 1}.events`, one.event] as const),
    );

  async function change(seen: SeenItem, update: object): Promise<boolean> {
    const { modifiedCount } = await Items.updateOne(
      { _id: idOf(seen), revision: seen.revision },
      { ...update, $inc: { revision: 1 } },
    ).exec();
    return modifiedCount === 1;
  }

  return {
    ensureIndexes: () => Items.createIndexes(),

    async find(bankId: string, itemId: string): Promise<ItemRecord | undefined> {
      const found = await Items.findById(idOf({ bankId, itemId })).lean<ItemDocument>().exec();
      return found ? plain(found) : undefined;
    },

    /** Every item of a bank, or those of these ids, by id. */
    async allOf(bankId: string, itemIds?: readonly string[]): Promise<ItemRecord[]> {
      const filter = itemIds === undefined ? { bankId } : { bankId, itemId: { $in: [...itemIds] } };
      const found = await Items.find(filter).sort({ itemId: 1 }).lean<ItemDocument[]>().exec();
      return found.map(plain);
    },

    /** Another whenever an item of the bank is another: items are never taken out, and revisions only grow. */
    async stateOf(bankId: string): Promise<string> {
      const [sums] = await Items.aggregate<{ items: number; revisions: number }>([
        { $match: { bankId } },
        { $group: { _id: null, items: { $sum: 1 }, revisions: { $sum: '$revision' } } },
      ]).exec();
      return `${sums?.items ?? 0}/${sums?.revisions ?? 0}`;
    },

    /** Item to revision, by item id: all it takes to see what has changed since. */
    async revisionsOf(bankId: string): Promise<Map<string, number>> {
      const found = await Items.find({ bankId })
        .select({ _id: 0, itemId: 1, revision: 1 })
        .sort({ itemId: 1 })
        .lean<{ itemId: string; revision: number }[]>()
        .exec();
      return new Map(found.map(({ itemId, revision }) => [itemId, revision]));
    },

    /** Adds an item with its first version; false when there is one of that id. */
    async create(record: Omit<ItemRecord, 'revision'>): Promise<boolean> {
      const { versions, ...rest } = record;
      const { upsertedCount } = await Items.updateOne(
        { _id: idOf(record) },
        { $setOnInsert: { ...rest, revision: 1, versions: versions.map(stored) } },
        { upsert: true },
      ).exec();
      return upsertedCount === 1;
    },

    /** Adds a version, and what that does to earlier ones. False when somebody else was first: read again. */
    addVersion(
      seen: SeenItem,
      added: ItemVersion,
      { events = [], syncedHash, upstream }: Added = {},
    ): Promise<boolean> {
      // Version n stands at place n - 1, so this appends; a push would forbid touching the others.
      return change(seen, {
        $set: {
          [`versions.${added.version - 1}`]: stored(added),
          ...(syncedHash === undefined ? {} : { syncedHash }),
          ...(upstream === undefined ? {} : { upstream }),
        },
        ...(events.length === 0 ? {} : { $push: pushed(events) }),
      });
    },

    /** Replaces the text of a version, which nobody but its authors has worked with. False as above. */
    rewrite(
      seen: SeenItem,
      { version: place, content, contentHash }: RewrittenVersion,
      author: string,
    ): Promise<boolean> {
      const path = `versions.${place - 1}`;
      return change(seen, {
        $set: {
          [`${path}.content`]: JSON.stringify(content),
          [`${path}.contentHash`]: contentHash,
        },
        $addToSet: { [`${path}.authors`]: author },
      });
    },

    /** Appends what happened to versions. False as above. */
    append(
      seen: SeenItem,
      events: readonly VersionEvent[],
      { syncedHash, upstream }: Omit<Added, 'events'> = {},
    ): Promise<boolean> {
      const agreed = {
        ...(syncedHash === undefined ? {} : { syncedHash }),
        ...(upstream === undefined ? {} : { upstream }),
      };
      return change(seen, {
        $push: pushed(events),
        ...(Object.keys(agreed).length === 0 ? {} : { $set: agreed }),
      });
    },

    /** Says that file and database agree. False as above. */
    setSynced: (seen: SeenItem, syncedHash: string): Promise<boolean> =>
      change(seen, { $set: { syncedHash } }),

    /** Says that the item and the release it comes from agree, or have been compared by a person. False as above. */
    setUpstream: (seen: SeenItem, upstream: ItemUpstream): Promise<boolean> =>
      change(seen, { $set: { upstream } }),

    /** Says who answers for the item. False as above. */
    setOwner: (seen: SeenItem, ownerId: string): Promise<boolean> =>
      change(seen, { $set: { ownerId } }),

    /** Keeps an author's word that the item still holds. False as above. */
    confirm: (seen: SeenItem, confirmations: SourceConfirmation): Promise<boolean> =>
      change(seen, { $push: { confirmations } }),

    /** Gives everything of a bank that one person answers for (or nobody does) to another. How many items. */
    async handOver(bankId: string, from: string | undefined, to: string): Promise<number> {
      const { modifiedCount } = await Items.updateMany(
        { bankId, ownerId: from ?? { $exists: false } },
        { $set: { ownerId: to }, $inc: { revision: 1 } },
      ).exec();
      return modifiedCount;
    },
  };
}

type RewrittenVersion = Pick<ItemVersion, 'version' | 'content' | 'contentHash'>;

interface Added {
  readonly events?: readonly VersionEvent[];
  readonly syncedHash?: string;
  readonly upstream?: ItemUpstream;
}
