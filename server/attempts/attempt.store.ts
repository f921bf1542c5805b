import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import {
  standingResult,
  type Attempt,
  type AttemptSummary,
  type AttemptTime,
  type ClosedAttempt,
} from './attempt.js';
import { closingIn } from './attempt-closing.store.js';
import {
  byId,
  bySlot,
  found,
  metItem,
  plain,
  type AttemptDocument,
} from './attempt-document.store.js';
import { pausingIn } from './attempt-pausing.store.js';
import { regradingIn } from './attempt-regrading.store.js';
import { savingIn } from './attempt-saving.store.js';
import { seenKeysOf } from './seen-keys.rules.js';
import { supervisingIn } from './attempt-supervision.store.js';

export type AttemptStore = ReturnType<typeof createAttemptStore>;

/** Attempts: one document each, with form, responses and result. What is done to them by kind is in the files beside this one. */
export function createAttemptStore(connection: Connection) {
  const text = { type: String, required: true } as const;
  const mixed = { type: Schema.Types.Mixed, required: true } as const;
  const instant = { type: Date, required: true } as const;
  const schema = new Schema<AttemptDocument>(
    {
      _id: text,
      municipalityId: text,
      personId: text,
      programmeId: text,
      programmeVersion: { type: Number, required: true },
      cycle: { type: Number, required: true },
      state: text,
      locale: text,
      startedAt: instant,
      closesAt: instant,
      savesUntil: instant,
      closedAt: Date,
      form: mixed,
      frozen: mixed,
      responses: mixed,
      flagged: mixed,
      events: Schema.Types.Mixed,
      paused: Schema.Types.Mixed,
      seen: Schema.Types.Mixed,
      heardAt: Date,
      noticed: Schema.Types.Mixed,
      result: Schema.Types.Mixed,
      regrades: Schema.Types.Mixed,
      settledAt: Date,
      responsesErased: Boolean,
    },
    { strict: 'throw', versionKey: false, collection: 'attempts', minimize: false },
  );
  schema.index(
    { personId: 1, programmeId: 1 },
    {
      unique: true,
      partialFilterExpression: { state: 'inProgress' },
      name: 'one-open-attempt',
    },
  );
  schema.index({ municipalityId: 1, personId: 1, programmeId: 1, startedAt: -1 });
  schema.index({ municipalityId: 1, startedAt: -1 });
  schema.index({ state: 1, savesUntil: 1 });
  schema.index({ 'paused.until': 1 }, { sparse: true });
  schema.index({ state: 1, settledAt: 1 });
  schema.index({ municipalityId: 1, settledAt: 1 });
  const Attempts = connection.model('Attempt', schema);
  // The hot path speaks to the driver: values are built here, and there is nothing for mongoose to cast.
  const raw = Attempts.collection;

  return {
    ensureIndexes: () => Attempts.createIndexes(),
    ...savingIn(raw),
    ...closingIn(raw),
    ...supervisingIn(raw),
    ...pausingIn(raw),
    ...regradingIn(raw),

    /** Begins it, unless the person has an open attempt in the programme: then false. Two clicks at once begin one. */
    async begin(attempt: Attempt, savesUntil: Date): Promise<boolean> {
      const { id, responses: _responses, flagged: _flagged, ...rest } = attempt;
      try {
        await raw.insertOne({ _id: id, ...rest, savesUntil, responses: {}, flagged: {} } as never);
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },

    /** The candidate's own attempt; another person's is not found. */
    async findOwn(attemptId: string, personId: string): Promise<Attempt | undefined> {
      return found(await raw.findOne({ _id: attemptId as never, personId }, byId));
    },

    /** How the time of the candidate's own attempt stands, without the rest of it: a full hall asks for this all the time. */
    async timeOf(attemptId: string, personId: string): Promise<AttemptTime | undefined> {
      const document = await raw.findOne(
        { _id: attemptId as never, personId },
        { ...byId, projection: TIME },
      );
      if (!document) return undefined;
      const { _id, frozen, ...time } = document as unknown as AttemptDocument;
      return { ...time, isSupervised: frozen.rules.supervision !== undefined };
    },

    async find(attemptId: string): Promise<Attempt | undefined> {
      return found(await raw.findOne({ _id: attemptId as never }));
    },

    /** Someone's attempts in a programme, newest first, each with the result that counts now, without forms and responses. */
    async historyOf(
      municipalityId: string,
      personIds: readonly string[],
      programmeId?: string,
    ): Promise<AttemptSummary[]> {
      const documents = await raw
        .find(
          {
            municipalityId,
            personId: { $in: [...personIds] },
            ...(programmeId === undefined ? {} : { programmeId }),
          },
          { projection: WITHOUT_CONTENT },
        )
        .sort({ startedAt: -1 })
        .toArray();
      return documents.map((document) => summary(document as unknown as AttemptDocument));
    },

    /** The municipality's newest attempts, of these people if some are named, in the same way. */
    async newestOf(
      municipalityId: string,
      limit: number,
      personIds?: readonly string[],
    ): Promise<AttemptSummary[]> {
      const whose = personIds === undefined ? {} : { personId: { $in: [...personIds] } };
      const documents = await raw
        .find({ municipalityId, ...whose }, { projection: WITHOUT_CONTENT, limit })
        .sort({ startedAt: -1 })
        .toArray();
      return documents.map((document) => summary(document as unknown as AttemptDocument));
    },

    /** When an attempt of the municipality was last brought to its end. */
    async lastSettled(municipalityId: string): Promise<Date | undefined> {
      const [newest] = await raw
        .find(
          { municipalityId, settledAt: { $exists: true } },
          { projection: { settledAt: 1 }, sort: { settledAt: -1 }, limit: 1 },
        )
        .toArray();
      return (newest as { settledAt: Date } | undefined)?.settledAt;
    },

    /** The municipality's attempts that have a result and their responses still, the oldest first, one at a time: there may be more than memory holds. */
    async *closedOf(
      municipalityId: string,
      started?: { readonly from: Date; readonly before: Date },
    ): AsyncGenerator<ClosedAttempt> {
      const documents = raw.find(
        {
          municipalityId,
          ...(started ? { startedAt: { $gte: started.from, $lt: started.before } } : {}),
          settledAt: { $exists: true },
          state: { $in: ['submitted', 'expired'] },
          responsesErased: { $exists: false },
        },
        { projection: CLOSED, sort: { settledAt: 1 } },
      );
      for await (const document of documents) yield closed(document as unknown as AttemptDocument);
    },

    /** Everything of a person, one attempt at a time, oldest first. */
    async *allOf(municipalityId: string, personId: string): AsyncGenerator<Attempt> {
      const cursor = raw.find({ municipalityId, personId }).sort({ startedAt: 1 });
      for await (const document of cursor) yield plain(document as unknown as AttemptDocument);
    },

    /** Closed attempts become another person's, who is the same human. An open one stays where its browser is. */
    async moveTo(municipalityId: string, from: string, into: string): Promise<void> {
      await raw.updateMany(
        {
          municipalityId,
          personId: from,
          $or: [{ state: 'annulled' }, { settledAt: { $exists: true } }],
        },
        { $set: { personId: into } },
      );
    },

    /** Takes the responses out of somebody's closed attempts, and what others wrote about them; results stay. How many attempts had any. */
    async eraseResponsesOf(municipalityId: string, personId: string): Promise<number> {
      const { modifiedCount } = await raw.updateMany(
        { municipalityId, personId, state: { $ne: 'inProgress' }, ...HAS_CONTENT },
        ERASED,
      );
      await raw.updateMany(
        { municipalityId, personId, events: { $exists: true } },
        { $unset: { 'events.$[].reason': '' } },
      );
      return modifiedCount;
    },

    /** The same for all of a municipality that were closed before that instant. */
    async eraseResponsesBefore(municipalityId: string, closedBefore: Date): Promise<number> {
      const { modifiedCount } = await raw.updateMany(
        {
          municipalityId,
          settledAt: { $exists: true },
          closedAt: { $lt: closedBefore },
          ...HAS_CONTENT,
        },
        ERASED,
      );
      return modifiedCount;
    },

    /**
     * By `seenKey`, the items that a person has met in a programme's forms (those begun before that instant, if one is given), and when last,
     * in milliseconds. Said for forms of a programme whose bank this is: it may have had another before.
     */
    async itemsSeenBy(
      personId: string,
      { programmeId, bankId }: { readonly programmeId: string; readonly bankId: string },
      before?: Date,
    ): Promise<Map<string, number>> {
      const documents = await raw
        .find(
          { personId, programmeId, ...(before ? { startedAt: { $lt: before } } : {}) },
          {
            projection: {
              ...{
                'form.slots.itemId': 1,
                'form.slots.bankId': 1,
                'frozen.bankId': 1,
                startedAt: 1,
              },
              ...{ 'events.swapped.was.itemId': 1, 'events.swapped.was.bankId': 1 },
            },
            sort: { startedAt: 1 },
          },
        )
        .toArray();
      return new Map(
        documents.flatMap((document) => {
          const { form, frozen, startedAt, events = [] } = document as unknown as AttemptDocument;
          const swapped = events.flatMap((event) => event.swapped ?? []);
          return [...form.slots, ...swapped.map(({ was }) => was)].flatMap((slot) =>
            seenKeysOf(slot, frozen.bankId, bankId).map(
              (key) => [key, startedAt.getTime()] as const,
            ),
          );
        }),
      );
    },

    /** How many open attempts of the municipality have the item in their forms. */
    openWith: (municipalityId: string, bankId: string, itemId: string): Promise<number> =>
      raw.countDocuments({
        municipalityId,
        state: 'inProgress',
        ...metItem(bankId, { itemId }),
      }),

    /** Puts a finished attempt as history of a demo. */
    async put(attempt: Attempt, savesUntil: Date): Promise<void> {
      const { id, responses, flagged, ...rest } = attempt;
      const document = {
        ...rest,
        savesUntil,
        responses: Object.fromEntries(responses),
        flagged: Object.fromEntries([...flagged].map((slot) => [slot, true])),
      };
      await raw.replaceOne({ _id: id as never }, document, { upsert: true });
    },
  };
}

const HAS_CONTENT = { $or: [{ responses: { $ne: {} } }, { noticed: { $exists: true } }] };
const ERASED = {
  $set: { responses: {}, flagged: {}, responsesErased: true },
  $unset: { noticed: '' },
} as const;
const WITHOUT_CONTENT = {
  ...{ form: 0, frozen: 0, responses: 0, flagged: 0, noticed: 0 },
  ...{ 'result.slots': 0, 'regrades.result.slots': 0 },
} as const;
const TIME = {
  ...{ state: 1, closesAt: 1, paused: 1, heardAt: 1 },
  'frozen.rules.supervision': 1,
} as const;
const CLOSED = Object.fromEntries(
  [
    ...['personId', 'programmeId', 'programmeVersion', 'locale', 'startedAt', 'closedAt'],
    ...[
      'closesAt',
      'form.slots',
      'responses',
      'result',
      'frozen.bankId',
      'frozen.timeZone',
      'frozen.window',
    ],
  ].map((name) => [name, 1]),
);

function summary({
  _id,
  savesUntil: _savesUntil,
  regrades,
  ...rest
}: AttemptDocument): AttemptSummary {
  const result = standingResult({ ...rest, ...(regrades ? { regrades } : {}) });
  return { id: _id, ...rest, ...(result ? { result } : {}) };
}

function closed({ _id, responses, result, ...rest }: AttemptDocument): ClosedAttempt {
  if (!result) throw new Error(`Attempt ${_id} was settled without a result`);
  return {
    id: _id,
    ...rest,
    closedAt: rest.closedAt ?? rest.closesAt,
    result,
    responses: bySlot(responses),
  };
}
