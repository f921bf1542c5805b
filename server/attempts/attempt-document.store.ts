import type { Model } from 'mongoose';
import type { Attempt, SavedResponse } from './attempt.js';

/** The driver's own collection: values are built by the stores, and there is nothing for mongoose to cast. */
export type AttemptCollection = Model<AttemptDocument>['collection'];

export type AttemptDocument = Omit<Attempt, 'id' | 'responses' | 'flagged'> & {
  _id: string;
  /** The last instant at which a save is taken: the deadline and its grace. */
  savesUntil: Date;
  responses: Record<string, SavedResponse>;
  flagged: Record<string, boolean>;
};

/** An attempt is found by its id and nothing else, so the engine need not weigh other indexes at every save. */
export const byId = { hint: { _id: 1 } } as const;
export const plain = ({
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
export const found = (document: unknown): Attempt | undefined =>
  document ? plain(document as AttemptDocument) : undefined;

export function bySlot(responses: AttemptDocument['responses']): Attempt['responses'] {
  return new Map(Object.entries(responses).map(([slot, saved]) => [Number(slot), saved]));
}

/** Forms with an item of this bank: of the programme's, or of another that a section draws from. */
export function metItem(
  bankId: string,
  item: { readonly itemId: string; readonly version?: number },
) {
  return {
    $or: [
      {
        'frozen.bankId': bankId,
        'form.slots': { $elemMatch: { ...item, bankId: { $exists: false } } },
      },
      { 'form.slots': { $elemMatch: { ...item, bankId } } },
    ],
  };
}
