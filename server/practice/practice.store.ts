import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { ItemProgress, Practice, PracticeResponse, PracticeSet } from './practice.js';

export type PracticeStore = ReturnType<typeof createPracticeStore>;

export interface PracticeKey {
  readonly municipalityId: string;
  readonly personId: string;
  readonly bankId: string;
}

type PracticeDocument = Omit<Practice, 'set'> & {
  _id: string;
  /** Ids of people whose practice was added to this: once each. */
  tookOver?: string[];
  set: null | { id: string; drawn: unknown[]; responses: Record<string, PracticeResponse> };
};

/** Practice: one document a person and bank, with the set under way. */
export function createPracticeStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const schema = new Schema<PracticeDocument>(
    {
      _id: text,
      municipalityId: text,
      personId: text,
      bankId: text,
      points: { type: Number, default: 0 },
      items: { type: Schema.Types.Mixed, default: {} },
      streak: { type: Schema.Types.Mixed, default: { days: 0 } },
      showsStreak: { type: Boolean, default: false },
      set: { type: Schema.Types.Mixed, default: null },
      tookOver: { type: [String], default: undefined },
    },
    { strict: 'throw', versionKey: false, collection: 'practice', minimize: false },
  );
  schema.index({ municipalityId: 1, personId: 1 });
  const Practices = connection.model('Practice', schema);
  const idOf = ({ municipalityId, personId, bankId }: PracticeKey): string =>
    `${municipalityId}/${personId}/${bankId}`;

  const plain = ({ _id, set, tookOver: _tookOver, ...rest }: PracticeDocument): Practice => ({
    ...rest,
    ...(set ? { set: plainSet(set) } : {}),
  });

  return {
    ensureIndexes: () => Practices.createIndexes(),

    /** The person's practice in the bank; nothing done yet, when there is none. */
    async find(key: PracticeKey): Promise<Practice> {
      const found = await Practices.findById(idOf(key)).lean<PracticeDocument>().exec();
      return found
        ? plain(found)
        : { ...key, points: 0, items: {}, streak: { days: 0 }, showsStreak: false };
    },

    /** Begins a set in the place of the one that was seen; false when another tab has begun one since. */
    async begin(key: PracticeKey, set: PracticeSet, seen: string | undefined): Promise<boolean> {
      const { municipalityId, personId, bankId } = key;
      const drawn = set.slots.map((slot) => slot.drawn);
      const update = {
        $set: { set: { id: set.id, drawn, responses: {} } },
        $setOnInsert: { municipalityId, personId, bankId },
      };
      try {
        const { matchedCount, upsertedCount } = await Practices.updateOne(
          { _id: idOf(key), ...(seen === undefined ? { set: null } : { 'set.id': seen }) },
          update,
          { upsert: seen === undefined, setDefaultsOnInsert: true },
        ).exec();
        return matchedCount + upsertedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** Records the response to a slot of that set with all it changes, once; false when there is one already, or another set. */
    async respond(
      key: PracticeKey,
      place: { readonly setId: string; readonly slot: number; readonly item: string },
      response: PracticeResponse,
      progress: ItemProgress,
      streak: Practice['streak'],
    ): Promise<boolean> {
      const field = `set.responses.${place.slot}`;
      const { modifiedCount } = await Practices.updateOne(
        { _id: idOf(key), 'set.id': place.setId, [field]: { $exists: false } },
        {
          $set: { [field]: response, [`items.${place.item}`]: progress, streak },
          $inc: { points: response.points },
        },
      ).exec();
      return modifiedCount === 1;
    },

    async showStreak(key: PracticeKey, shows: boolean): Promise<void> {
      await Practices.updateOne({ _id: idOf(key) }, { $set: { showsStreak: shows } }).exec();
    },

    /** Adds a person's practice to another's, who is the same human: points and items of both, once. */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      const found = await Practices.find({ municipalityId, personId: from })
        .lean<PracticeDocument[]>()
        .exec();
      for (const { _id, bankId, ...gone } of found) {
        const key = { municipalityId, personId: into, bankId };
        await Practices.updateOne(
          { _id: idOf(key) },
          { $setOnInsert: { ...key, streak: gone.streak, showsStreak: gone.showsStreak } },
          { upsert: true, setDefaultsOnInsert: true },
        ).exec();
        const kept = await Practices.findById(idOf(key)).lean<PracticeDocument>().orFail().exec();
        await Practices.updateOne(
          { _id: idOf(key), tookOver: { $ne: from } },
          {
            $inc: { points: gone.points },
            $set: Object.fromEntries(
              Object.entries(gone.items).flatMap(([itemId, progress]) =>
                isLater(progress, kept.items[itemId]) ? [[`items.${itemId}`, progress]] : [],
              ),
            ),
            $push: { tookOver: from },
          },
        ).exec();
        await Practices.deleteOne({ _id }).exec();
      }
    },

    async removeOf(municipalityId: string, personId: string): Promise<void> {
      await Practices.deleteMany({ municipalityId, personId }).exec();
    },

    /** Everything of a person, to give to them. */
    async ofPerson(municipalityId: string, personId: string): Promise<Practice[]> {
      const found = await Practices.find({ municipalityId, personId })
        .lean<PracticeDocument[]>()
        .exec();
      return found.map(plain);
    },
  };
}

/** What is due later was practised later. */
function isLater(one: ItemProgress, other: ItemProgress | undefined): boolean {
  return other === undefined || one.dueOn > other.dueOn;
}

function plainSet({ id, drawn, responses }: NonNullable<PracticeDocument['set']>): PracticeSet {
  return {
    id,
    slots: (drawn as PracticeSet['slots'][number]['drawn'][]).map((one, slot) => {
      const response = responses[slot];
      return { drawn: one, ...(response ? { response } : {}) };
    }),
  };
}
