import { bankOf, type Attempt } from '../../server/attempts/attempt.js';
import type { SlotSave } from '../../server/attempts/attempt-saving.store.js';
import type { SaveOutcome } from '../../server/attempts/save-response.js';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import type { Slot } from '../../server/exams/draw-form.rules.js';
import type { Item, Response } from '../../server/item-banks/item.js';
import type { TestService } from './a-service.js';

/** The item of a slot, in the version that was drawn. */
export function itemOf({ services }: TestService, attempt: Attempt, slot: number): Promise<Item> {
  const drawn = slotOf(attempt, slot);
  return services.items.version(bankOf(attempt.frozen, drawn), drawn.itemId, drawn.version);
}

export function slotOf(attempt: Attempt, slot: number): Slot {
  const found = attempt.form.slots[slot];
  if (!found) throw new Error(`There is no slot ${slot}`);
  return found;
}

/** A response to every slot: all right but those that are named, or all wrong. */
export async function responsesFor(
  service: TestService,
  attempt: Attempt,
  all: 'right' | 'wrong',
  but: readonly number[] = [],
): Promise<Map<number, Response>> {
  const responses = new Map<number, Response>();
  for (const [slot, drawn] of attempt.form.slots.entries()) {
    const item = await itemOf(service, attempt, slot);
    const right = (all === 'right') !== but.includes(slot);
    responses.set(slot, right ? rightResponse(item, drawn) : wrongResponse(item, drawn));
  }
  return responses;
}

/** Slots of the form that are like this. */
export function slotsWhere(attempt: Attempt, holds: (slot: Slot) => boolean): number[] {
  return attempt.form.slots.flatMap((slot, index) => (holds(slot) ? [index] : []));
}

let saves = 0;

/** A save as a browser sends it that has not seen this slot before. */
export function aSave(slot: number, changes: Partial<SlotSave> = {}): SlotSave {
  saves += 1;
  return {
    slot,
    response: { chosen: [0] },
    basedOn: 0,
    saveId: `save-number-${saves}`,
    ...changes,
  };
}

/** Saves these responses as the candidate's first. */
export function give(
  { services }: TestService,
  { id: attemptId, personId }: Attempt,
  responses: ReadonlyMap<number, Response>,
): Promise<SaveOutcome> {
  const all = [...responses].map(([slot, response]) => aSave(slot, { response }));
  return services.attempt.save({ attemptId, personId, saves: all });
}

/** Answers the whole attempt and hands it in. */
export async function handIn(
  service: TestService,
  attempt: Attempt,
  all: 'right' | 'wrong',
  but: readonly number[] = [],
): Promise<Attempt> {
  await give(service, attempt, await responsesFor(service, attempt, all, but));
  await service.services.attempt.submit(attempt.id, attempt.personId);
  return service.attempt(attempt.id);
}

/** So many at once; what became of each. */
export function atOnce<T>(times: number, act: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_none, index) => act(index)));
}
