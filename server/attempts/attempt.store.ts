import { Schema, type Connection } from 'mongoose';
import { isDuplicate } from '../platform/database/connect.js';
import type { Response } from '../item-banks/item.js';
import type { Result } from '../scoring/result.rules.js';
import {
  standingResult,
  type Attempt,
  type ClosedAttempt,
  type Regrade,
  type SavedResponse,
} from './attempt.js';

export type AttemptStore = ReturnType<typeof createAttemptStore>;

type AttemptDocument = Omit<Attempt, 'id' | 'responses' | 'flagged'> & {
  _id: string;
  /** The last instant at which a save is taken: the deadline and its grace. */
  savesUntil: Date;
  responses: Record<string, SavedResponse>;
  flagged: Record<string, boolean>;
  /** Statistics leave the attempt out: it no longer tells what was responded. */
  responsesErased?: true;
};

/** One save of one slot, as the candidate's browser asks for it. */
export interface SlotSave {
  readonly slot: number;
  readonly response: Response;
  /** The revision the browser last saw; 0 when it saw none. */
  readonly basedOn: number;
  readonly saveId: string;
  /** When it was typed, if the browser gave evidence; else it counts as typed when it is saved. */
  readonly typedAt?: Date;
}

export interface SaveFilter {
  readonly attemptId: string;
  readonly personId: string;
  readonly now: Date;
}

/** An attempt is found by its id and nothing else, so the engine need not weigh other indexes at every save. */
const byId = { hint: { _id: 1 } } as const;
const atDeadline = [{ $set: { state: 'expired', closedAt: '$closesAt' } }];

/** Attempts: one document each, with form, responses and result. Saving is one conditional update and no read. */
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
  schema.index({ state: 1, savesUntil: 1 });
  schema.index({ state: 1, settledAt: 1 });
  schema.index({ municipalityId: 1, settledAt: 1 });
  const Attempts = connection.model('Attempt', schema);
  // The hot path speaks to the driver: values are built here, and there is nothing for mongoose to cast.
  const raw = Attempts.collection;

  const plain = ({
    _id,
    responses,
    flagged,
    savesUntil: _savesUntil,
    ...rest
  }: AttemptDocument): Attempt => ({
    id: _id,
    ...rest,
    responses: bySlot(responses),
    flagged: new Set(Object.entries(flagged).flatMap(([slot, on]) => (on ? [Number(slot)] : []))),
  });
  const found = (document: unknown): Attempt | undefined =>
    document ? plain(document as AttemptDocument) : undefined;

  return {
    ensureIndexes: () => Attempts.createIndexes(),

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

    async find(attemptId: string): Promise<Attempt | undefined> {
      return found(await raw.findOne({ _id: attemptId as never }));
    },

    /** Someone's attempts in a programme, newest first, each with the result that counts now, without forms and responses. */
    async historyOf(
      municipalityId: string,
      personIds: readonly string[],
      programmeId?: string,
    ): Promise<Omit<Attempt, 'form' | 'frozen' | 'responses' | 'flagged' | 'regrades'>[]> {
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
      return documents.map((document) => {
        const {
          _id,
          savesUntil: _savesUntil,
          regrades,
          ...rest
        } = document as unknown as AttemptDocument;
        const result = standingResult({ ...rest, ...(regrades ? { regrades } : {}) });
        return { id: _id, ...rest, ...(result ? { result } : {}) };
      });
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
    async *closedOf(municipalityId: string): AsyncGenerator<ClosedAttempt> {
      const documents = raw.find(
        {
          municipalityId,
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

    /** Takes the responses out of somebody's closed attempts; results stay. How many attempts had any. */
    async eraseResponsesOf(municipalityId: string, personId: string): Promise<number> {
      const { modifiedCount } = await raw.updateMany(
        { municipalityId, personId, state: { $ne: 'inProgress' }, responses: { $ne: {} } },
        { $set: { responses: {}, flagged: {}, responsesErased: true } },
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
          responses: { $ne: {} },
        },
        { $set: { responses: {}, flagged: {}, responsesErased: true } },
      );
      return modifiedCount;
    },

    /** Ids of the items that a person has met in a programme's forms. */
    async itemsSeenBy(personId: string, programmeId: string): Promise<Set<string>> {
      const documents = await raw
        .find({ personId, programmeId }, { projection: { 'form.slots.itemId': 1 } })
        .toArray();
      return new Set(
        documents.flatMap((document) =>
          (document as unknown as AttemptDocument).form.slots.map(({ itemId }) => itemId),
        ),
      );
    },

    /**
     * Saves responses if the attempt is the person's, open, and has these slots, if they were typed by the deadline and arrive by the end of
     * its grace, and nobody has saved them since the browser last looked.
     * All of them or none. Returns the deadline as it is now; nothing when a condition did not hold: read the attempt to learn which.
     */
    async save(
      { attemptId, personId, now }: SaveFilter,
      saves: readonly SlotSave[],
      flags: ReadonlyMap<number, boolean> = new Map(),
    ): Promise<Date | undefined> {
      const filter: Record<string, unknown> = {
        _id: attemptId,
        personId,
        state: 'inProgress',
        savesUntil: { $gte: now },
        closesAt: { $gte: latestTyped(saves, now) },
      };
      const set: Record<string, unknown> = {};
      for (const { slot, response, basedOn, saveId, typedAt } of saves) {
        filter[`responses.${slot}.revision`] = basedOn === 0 ? { $exists: false } : basedOn;
        set[`responses.${slot}`] = {
          response,
          revision: basedOn + 1,
          saveId,
          savedAt: now,
          ...(typedAt ? { typedAt } : {}),
        };
      }
      for (const [slot, on] of flags) set[`flagged.${slot}`] = on;
      // Slots are counted without a gap: where the last is, all are.
      const last = Math.max(...saves.map(({ slot }) => slot), ...flags.keys());
      if (last >= 0) filter[`form.slots.${last}`] = { $exists: true };
      const before = await raw.findOneAndUpdate(
        filter,
        // With nothing to save it still answers whether saving would be possible.
        Object.keys(set).length === 0 ? { $set: { state: 'inProgress' } } : { $set: set },
        { ...byId, projection: { closesAt: 1 } },
      );
      return (before as { closesAt: Date } | null)?.closesAt;
    },

    /** Hands it in if it is the person's, open and in time. Returns it as it then is; of two who try, one is told. */
    async submit({ attemptId, personId, now }: SaveFilter): Promise<Attempt | undefined> {
      return found(
        await raw.findOneAndUpdate(
          { _id: attemptId as never, personId, state: 'inProgress', closesAt: { $gte: now } },
          { $set: { state: 'submitted', closedAt: now } },
          { ...byId, returnDocument: 'after' },
        ),
      );
    },

    /** Ends an open attempt that is past its deadline, with the deadline as the recorded time. Returns it as it then is. */
    async expire(attemptId: string, now: Date): Promise<Attempt | undefined> {
      return found(
        await raw.findOneAndUpdate(
          { _id: attemptId as never, state: 'inProgress', closesAt: { $lt: now } },
          atDeadline,
          { ...byId, returnDocument: 'after' },
        ),
      );
    },

    /** Ends all open attempts whose time, with its grace, is over, each with its deadline as the recorded time. Returns how many. */
    async expireOverdue(now: Date): Promise<number> {
      const { modifiedCount } = await raw.updateMany(
        { state: 'inProgress', savesUntil: { $lt: now } },
        atDeadline,
      );
      return modifiedCount;
    },

    /** Ids of attempts without a result yet: all that ran out, and those that were handed in before that instant, by a process that has died since. */
    async unsettled(submittedBefore: Date, limit: number): Promise<string[]> {
      const documents = await raw
        .find(
          {
            settledAt: { $exists: false },
            $or: [{ state: 'expired' }, { state: 'submitted', closedAt: { $lt: submittedBefore } }],
          },
          { projection: { _id: 1 }, limit },
        )
        .toArray();
      return documents.map(({ _id }) => String(_id));
    },

    /** Writes the result once; later calls change nothing. */
    async settle(attemptId: string, result: Result, now: Date): Promise<boolean> {
      const { modifiedCount } = await raw.updateOne(
        { _id: attemptId as never, settledAt: { $exists: false }, state: { $ne: 'inProgress' } },
        { $set: { result, settledAt: now } },
        byId,
      );
      return modifiedCount === 1;
    },

    /** How many open attempts of the municipality have the item in their forms. */
    openWith: (municipalityId: string, bankId: string, itemId: string): Promise<number> =>
      raw.countDocuments({
        municipalityId,
        state: 'inProgress',
        'frozen.bankId': bankId,
        'form.slots.itemId': itemId,
      }),

    /** Ids of attempts with a result that met this version of an item and closed in the period, `until` not itself. */
    async metIn(
      municipalityId: string,
      bankId: string,
      { itemId, version }: { readonly itemId: string; readonly version: number },
      period: { readonly from: Date; readonly until: Date },
    ): Promise<string[]> {
      const documents = await raw
        .find(
          {
            municipalityId,
            settledAt: { $exists: true },
            state: { $in: ['submitted', 'expired'] },
            'frozen.bankId': bankId,
            closedAt: { $gte: period.from, $lt: period.until },
            'form.slots': { $elemMatch: { itemId, version } },
          },
          { projection: { _id: 1 }, sort: { closedAt: 1 } },
        )
        .toArray();
      return documents.map(({ _id }) => String(_id));
    },

    /** Attempts that a neutralisation has regraded, in the order they closed. */
    async regradedBy(municipalityId: string, neutralisationId: string): Promise<Attempt[]> {
      const documents = await raw
        .find({ municipalityId, 'regrades.neutralisationId': neutralisationId })
        .sort({ closedAt: 1 })
        .toArray();
      return documents.flatMap((document) => found(document) ?? []);
    },

    /** Adds it beside the result, if so many were there before: of two at once the later must look again, and is told false. */
    async addRegrade(attemptId: string, regrade: Regrade, before: number): Promise<boolean> {
      const seen =
        before === 0 ? { regrades: { $exists: false } } : { regrades: { $size: before } };
      const { modifiedCount } = await raw.updateOne(
        { _id: attemptId as never, ...seen },
        { $push: { regrades: regrade } } as never,
        byId,
      );
      return modifiedCount === 1;
    },

    /** Says once whether a regrade that waits for it stands. */
    async decideRegrade(
      attemptId: string,
      municipalityId: string,
      neutralisationId: string,
      stands: boolean,
      decision: NonNullable<Regrade['decision']>,
    ): Promise<boolean> {
      const waiting = { neutralisationId, stands: false, decision: { $exists: false } };
      const { modifiedCount } = await raw.updateOne(
        { _id: attemptId as never, municipalityId, regrades: { $elemMatch: waiting } },
        { $set: { 'regrades.$.stands': stands, 'regrades.$.decision': decision } },
      );
      return modifiedCount === 1;
    },

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

const WITHOUT_CONTENT = {
  ...{ form: 0, frozen: 0, responses: 0, flagged: 0 },
  ...{ 'result.slots': 0, 'regrades.result.slots': 0 },
} as const;
const CLOSED = Object.fromEntries(
  [
    ...['personId', 'programmeId', 'programmeVersion', 'locale', 'startedAt', 'closedAt'],
    ...['closesAt', 'form.slots', 'responses', 'result', 'frozen.bankId', 'frozen.timeZone'],
  ].map((name) => [name, 1]),
);

function closed({ responses, result, ...rest }: AttemptDocument): ClosedAttempt {
  if (!result) throw new Error(`Attempt ${rest._id} was settled without a result`);
  return {
    ...rest,
    closedAt: rest.closedAt ?? rest.closesAt,
    result,
    responses: bySlot(responses),
  };
}

function bySlot(responses: AttemptDocument['responses']): Attempt['responses'] {
  return new Map(Object.entries(responses).map(([slot, saved]) => [Number(slot), saved]));
}

/** What comes without evidence, flags among it, counts as typed now. */
function latestTyped(saves: readonly SlotSave[], now: Date): Date {
  const typed = saves.map(({ typedAt }) => (typedAt ?? now).getTime());
  return typed.length === 0 ? now : new Date(Math.max(...typed));
}
