import { Schema, type Connection, type QueryFilter, type UpdateQuery } from 'mongoose';
import type { ExamWindow, Place, StartCode, WindowExtension, WindowNews } from './exam-window.js';

export type ExamWindowStore = ReturnType<typeof createExamWindowStore>;

type WindowDocument = Omit<ExamWindow, 'id'> & { _id: string };

/** Windows of a municipality that somebody looks at. */
export interface WindowFilter {
  readonly municipalityId: string;
  /** Those of these units; absent: all, also those of the whole municipality. */
  readonly unitIds?: readonly string[] | undefined;
  readonly programmeId?: string | undefined;
  readonly closesAfter: Date;
}

type Whose = Pick<ExamWindow, 'id' | 'municipalityId'>;

/** Exam windows: one document each, with its places. Every change is one conditional update. */
export function createExamWindowStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const schema = new Schema<WindowDocument>(
    {
      _id: text,
      municipalityId: text,
      programmeId: text,
      unitId: String,
      room: String,
      opensAt: instant,
      closesAt: instant,
      seats: Number,
      revision: { type: Number, required: true },
      madeBy: text,
      madeAt: instant,
      places: { type: Schema.Types.Mixed, required: true },
      startCode: Schema.Types.Mixed,
      extensions: Schema.Types.Mixed,
      cancelled: Schema.Types.Mixed,
      untold: String,
    },
    { strict: 'throw', versionKey: false, collection: 'examWindows', minimize: false },
  );
  schema.index({ municipalityId: 1, closesAt: 1 });
  schema.index({ untold: 1 }, { sparse: true });
  const Windows = connection.model('ExamWindow', schema);

  const plain = ({ _id, ...rest }: WindowDocument): ExamWindow => ({ id: _id, ...rest });

  async function updated(
    { id, municipalityId }: Whose,
    condition: QueryFilter<WindowDocument>,
    update: UpdateQuery<WindowDocument>,
  ): Promise<boolean> {
    const { modifiedCount } = await Windows.updateOne(
      { _id: id, municipalityId, ...none('cancelled'), ...condition },
      update,
    ).exec();
    return modifiedCount === 1;
  }

  return {
    ensureIndexes: () => Windows.createIndexes(),

    async make({ id, ...rest }: ExamWindow): Promise<void> {
      await Windows.create({ _id: id, ...rest });
    },

    async find({ id, municipalityId }: Whose): Promise<ExamWindow | undefined> {
      const found = await Windows.findOne({ _id: id, municipalityId })
        .lean<WindowDocument>()
        .exec();
      return found ? plain(found) : undefined;
    },

    /** The first to open first; also cancelled ones. */
    async list(filter: WindowFilter): Promise<ExamWindow[]> {
      const { municipalityId, unitIds, programmeId, closesAfter } = filter;
      const found = await Windows.find({
        municipalityId,
        closesAt: { $gt: closesAfter },
        ...(unitIds ? { unitId: { $in: [...unitIds] } } : {}),
        ...(programmeId === undefined ? {} : { programmeId }),
      })
        .sort({ opensAt: 1, _id: 1 })
        .lean<WindowDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** Takes a place for who has none. False when none is left, or the window is over. Of many at once no more get one than there are. */
    takePlace: (window: Whose, place: Place): Promise<boolean> =>
      updated(
        window,
        {
          closesAt: { $gt: place.takenAt },
          'places.personId': { $ne: place.personId },
          $or: [
            { seats: { $exists: false } },
            { $expr: { $lt: [{ $size: '$places' }, '$seats'] } },
          ],
        },
        { $push: { places: place } },
      ),

    /** Gives the place back, unless the exam has been started from it. */
    leavePlace: (window: Whose, personId: string): Promise<boolean> =>
      updated(
        window,
        {
          places: {
            $elemMatch: { personId, ...none('enteredAt'), ...none('startedAt') },
          },
        },
        { $pull: { places: { personId } } },
      ),

    /** The new code takes the place of the one before it. */
    giveCode: (window: Whose, startCode: StartCode): Promise<boolean> =>
      updated(window, { closesAt: { $gt: startCode.at } }, { $set: { startCode } }),

    /** Notes that the person who has a place has come. False when they were there before. */
    enter: (window: Whose, personId: string, at: Date): Promise<boolean> =>
      updated(
        window,
        { places: { $elemMatch: { personId, ...none('enteredAt') } } },
        { $set: { 'places.$.enteredAt': at } },
      ),

    /** Lets in those who wait, or the one of them that is named; never whoever does it. False when nobody waits. */
    async admit(
      { id, municipalityId }: Whose,
      admitted: NonNullable<Place['admitted']>,
      personId?: string,
    ): Promise<boolean> {
      const { modifiedCount } = await Windows.updateOne(
        { _id: id, municipalityId, ...none('cancelled') },
        { $set: { 'places.$[place].admitted': admitted } },
        {
          arrayFilters: [
            {
              'place.enteredAt': { $exists: true },
              ...none('place.admitted'),
              'place.personId': { $ne: admitted.by, ...(personId ? { $eq: personId } : {}) },
            },
          ],
        },
      ).exec();
      return modifiedCount === 1;
    },

    /** Notes that the exam is started from the person's place, while the window is open. Again is no change, and true. */
    async start({ id, municipalityId }: Whose, personId: string, at: Date): Promise<boolean> {
      const { matchedCount } = await Windows.updateOne(
        {
          ...{ _id: id, municipalityId, cancelled: { $exists: false } },
          ...{ opensAt: { $lte: at }, closesAt: { $gt: at }, 'places.personId': personId },
        },
        { $set: { 'places.$.startedAt': at } },
      ).exec();
      return matchedCount === 1;
    },

    /** Changes when, where and for how many, if nobody has changed it since, nobody has started, and those who have a place keep it. */
    change: (
      window: ExamWindow,
      {
        unitId,
        room,
        seats,
        ...times
      }: Pick<ExamWindow, 'opensAt' | 'closesAt' | 'unitId' | 'room' | 'seats'>,
      news: WindowNews | undefined,
    ): Promise<boolean> =>
      updated(
        window,
        {
          revision: window.revision,
          ...none('places.enteredAt'),
          ...none('places.startedAt'),
          ...(seats === undefined ? {} : { [`places.${seats}`]: { $exists: false } }),
        },
        withUnset({
          ...{ ...times, unitId, room, seats, revision: window.revision + 1 },
          // Without news, what is still to be told stays to be told, and what was told is not told again.
          ...(news ? { untold: news } : {}),
        }),
      ),

    /** Gives all who sit in it so much more; once for the same act. */
    extend: (window: Whose, extension: WindowExtension): Promise<boolean> =>
      updated(
        window,
        { 'extensions.id': { $ne: extension.id } },
        { $push: { extensions: extension } },
      ),

    cancel: (window: Whose, cancelled: NonNullable<ExamWindow['cancelled']>): Promise<boolean> =>
      updated(window, {}, { $set: { cancelled, untold: 'cancelled' satisfies WindowNews } }),

    /** One that is still to come and whose news nobody has been told; to whoever takes it alone. */
    async takeUntold(now: Date): Promise<ExamWindow | undefined> {
      const before = await Windows.findOneAndUpdate(
        { untold: { $exists: true }, closesAt: { $gt: now } },
        { $unset: { untold: '' } },
      )
        .lean<WindowDocument>()
        .exec();
      return before ? plain(before) : undefined;
    },

    /** A person's places, for their own eyes. */
    async ofPerson(municipalityId: string, personId: string): Promise<ExamWindow[]> {
      const found = await Windows.find({ municipalityId, 'places.personId': personId })
        .sort({ opensAt: 1 })
        .lean<WindowDocument[]>()
        .exec();
      return found.map(plain);
    },

    /** A person's places become another's, who is the same human; where both have one, the other's stays. Again is no change. */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      const has = { 'places.personId': from };
      await Windows.updateMany(
        { municipalityId, $and: [has, { 'places.personId': { $ne: into } }] },
        { $set: { 'places.$[place].personId': into } },
        { arrayFilters: [{ 'place.personId': from }] },
      ).exec();
      await Windows.updateMany(
        { municipalityId, ...has },
        { $pull: { places: { personId: from } } },
      );
    },

    async removeOf(municipalityId: string, personId: string): Promise<void> {
      await Windows.updateMany(
        { municipalityId, 'places.personId': personId },
        { $pull: { places: { personId } } },
      ).exec();
    },

    /** Those that closed before that instant. How many. */
    async removeClosed(municipalityId: string, closedBefore: Date): Promise<number> {
      const { deletedCount } = await Windows.deleteMany({
        municipalityId,
        closesAt: { $lt: closedBefore },
      }).exec();
      return deletedCount;
    },
  };
}

const none = (field: string) => ({ [field]: { $exists: false } });

/** Sets what is given and takes away what is not. */
function withUnset(fields: Readonly<Record<string, unknown>>): UpdateQuery<WindowDocument> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const absent = Object.entries(fields).filter(([, value]) => value === undefined);
  return {
    $set: Object.fromEntries(given),
    ...(absent.length > 0
      ? { $unset: Object.fromEntries(absent.map(([name]) => [name, ''])) }
      : {}),
  };
}
