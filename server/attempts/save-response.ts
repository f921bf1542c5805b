import type { Clock } from '../platform/clock.js';
import type { Response } from '../item-banks/item.js';
import { readTypedNumber } from '../item-banks/typed-number.rules.js';
import type { Attempt } from './attempt.js';
import type { AttemptStore, SlotSave } from './attempt.store.js';

export interface SaveCommand {
  readonly attemptId: string;
  readonly personId: string;
  readonly saves: readonly SlotSave[];
  readonly flags?: ReadonlyMap<number, boolean>;
}

/** What became of one slot. `revision` is what the browser bases its next save on. */
export type SlotOutcome =
  | {
      readonly slot: number;
      readonly saved: true;
      readonly revision: number;
      readonly question?: 'ambiguous';
    }
  | {
      /** Somebody (another tab, another device) saved this slot since: theirs stands, and here it is. */
      readonly slot: number;
      readonly saved: false;
      readonly revision: number;
      readonly standing: Response | undefined;
      /** Of the save that stands: a browser recognises its own by it, when only the answer to that save was lost. */
      readonly standingSaveId: string | undefined;
    };

export type SaveOutcome =
  | {
      readonly kind: 'saved' | 'conflict';
      readonly savedAt: Date;
      readonly closesAt: Date;
      readonly slots: readonly SlotOutcome[];
    }
  /** The attempt is over; nothing was changed. */
  | { readonly kind: 'closed' }
  /** A slot that the form does not have; nothing was changed. */
  | { readonly kind: 'no-such-slot' }
  | { readonly kind: 'not-found' };

const NO_FLAGS: ReadonlyMap<number, boolean> = new Map();

/**
 * Saves responses: normally one durable conditional update. Only when that did not take is the attempt read, to tell why:
 * a retry of a save that had arrived (it counts as saved), newer work from elsewhere (it stands), the end of the attempt.
 */
export function saveResponse({ attempts, clock }: { attempts: AttemptStore; clock: Clock }) {
  return async (command: SaveCommand): Promise<SaveOutcome> => {
    const { attemptId, personId, saves, flags = NO_FLAGS } = command;
    const now = clock();
    const filter = { attemptId, personId, now };
    const closesAt = await attempts.save(filter, saves, flags);
    if (closesAt) return { kind: 'saved', savedAt: now, closesAt, slots: saves.map(savedNow) };
    const attempt = await attempts.findOwn(attemptId, personId);
    if (!attempt) return { kind: 'not-found' };
    if (attempt.state !== 'inProgress') return { kind: 'closed' };
    const touched = [...saves.map(({ slot }) => slot), ...flags.keys()];
    if (touched.some((slot) => !attempt.form.slots[slot])) return { kind: 'no-such-slot' };
    // A flag goes with its slot: where newer work stands, a stale page changes neither.
    const flagsWhere = (holds: (slot: number) => boolean) =>
      new Map([...flags].filter(([slot]) => holds(slot)));
    const flagsAlone = flagsWhere((slot) => !saves.some((save) => save.slot === slot));
    if (!(await attempts.save(filter, [], flagsAlone))) return { kind: 'closed' };
    const slots: SlotOutcome[] = [];
    for (const save of saves) {
      const own = flagsWhere((slot) => slot === save.slot);
      const outcome = (await attempts.save(filter, [save], own))
        ? savedNow(save)
        : whyNot(save, (await attempts.findOwn(attemptId, personId)) ?? attempt);
      if (!outcome) return { kind: 'closed' };
      slots.push(outcome);
    }
    return {
      kind: slots.every(({ saved }) => saved) ? 'saved' : 'conflict',
      savedAt: now,
      closesAt: attempt.closesAt,
      slots,
    };
  };
}

function savedNow({ slot, response, basedOn }: SlotSave): SlotOutcome {
  return { slot, saved: true, revision: basedOn + 1, ...questionAbout(response) };
}

/** The reason one slot was not saved; undefined when the attempt's time is over. */
function whyNot(save: SlotSave, attempt: Attempt): SlotOutcome | undefined {
  const standing = attempt.responses.get(save.slot);
  if (attempt.state !== 'inProgress') return undefined;
  if (standing?.saveId === save.saveId)
    return {
      slot: save.slot,
      saved: true,
      revision: standing.revision,
      ...questionAbout(save.response),
    };
  // The revision was as expected, so it was the clock that refused.
  if ((standing?.revision ?? 0) === save.basedOn) return undefined;
  return {
    slot: save.slot,
    saved: false,
    revision: standing?.revision ?? 0,
    standing: standing?.response,
    standingSaveId: standing?.saveId,
  };
}

/** `1.000` could mean two things: the page asks, and until then it counts as not answered. */
function questionAbout(response: Response): { question?: 'ambiguous' } {
  if (!('typed' in response) || response.meaning !== undefined) return {};
  return readTypedNumber(response.typed).kind === 'ambiguous' ? { question: 'ambiguous' } : {};
}
