import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../platform/clock.js';
import type { Response } from '../item-banks/item.js';
import { readTypedNumber } from '../item-banks/typed-number.rules.js';
import type { Attempt } from './attempt.js';
import type { SlotSave } from './attempt-saving.store.js';
import type { AttemptStore } from './attempt.store.js';
import { PAUSE_GRACE_MS, typedAt, type TypedEvidence } from './deadline.rules.js';

/** One slot as a browser sends it. */
export interface SentSave extends Omit<SlotSave, 'typedAt'> {
  readonly typed?: TypedEvidence | undefined;
}

export interface SaveCommand {
  readonly attemptId: string;
  readonly personId: string;
  readonly saves: readonly SentSave[];
  readonly flags?: ReadonlyMap<number, boolean>;
  /** Slots that the candidate is shown for the first time after this. */
  readonly shows?: readonly number[];
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
      readonly because: 'newer-work';
      readonly revision: number;
      readonly standing: Response | undefined;
      /** Of the save that stands: a browser recognises its own by it, when only the answer to that save was lost. */
      readonly standingSaveId: string | undefined;
    }
  | {
      /** It was typed after the deadline, or nothing shows that it was not. What was saved before stands. */
      readonly slot: number;
      readonly saved: false;
      readonly because: 'typed-too-late';
      readonly revision: number;
    };

export type SaveOutcome =
  | {
      readonly kind: 'saved' | 'conflict';
      readonly savedAt: Date;
      readonly closesAt: Date;
      readonly slots: readonly SlotOutcome[];
    }
  /** The attempt is over; nothing was changed. Unsaved are the slots where something else stands than was sent. */
  | { readonly kind: 'closed'; readonly unsaved: readonly number[] }
  /** The attempt rests: nothing was changed, and the browser keeps what it has until it goes on. */
  | { readonly kind: 'paused' }
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
    const { attemptId, personId, flags = NO_FLAGS, shows = [] } = command;
    const now = clock();
    const saves = command.saves.map((sent) => dated(sent, now));
    const filter = { attemptId, personId, now };
    const closesAt = await attempts.save(filter, saves, flags, shows);
    if (closesAt) return { kind: 'saved', savedAt: now, closesAt, slots: saves.map(savedNow) };
    const attempt = await attempts.findOwn(attemptId, personId);
    if (!attempt) return { kind: 'not-found' };
    if (attempt.state !== 'inProgress') return closed(saves, attempt);
    if (rests(attempt, now)) return { kind: 'paused' };
    const touched = [...saves.map(({ slot }) => slot), ...flags.keys(), ...shows];
    if (touched.some((slot) => !attempt.form.slots[slot])) return { kind: 'no-such-slot' };
    // A flag goes with its slot: where newer work stands, a stale page changes neither.
    const flagsWhere = (holds: (slot: number) => boolean) =>
      new Map([...flags].filter(([slot]) => holds(slot)));
    const flagsAlone = flagsWhere((slot) => !saves.some((save) => save.slot === slot));
    const flagged = flagsAlone.size > 0 && (await attempts.save(filter, [], flagsAlone));
    const slots: SlotOutcome[] = [];
    let latest = attempt;
    for (const save of saves) {
      const own = flagsWhere((slot) => slot === save.slot);
      if (await attempts.save(filter, [save], own)) slots.push(savedNow(save));
      else {
        latest = (await attempts.findOwn(attemptId, personId)) ?? attempt;
        slots.push(whyNot(save, latest));
      }
    }
    if (!flagged && slots.every(isTooLate)) return closed(saves, latest);
    return {
      kind: slots.every(({ saved }) => saved) ? 'saved' : 'conflict',
      savedAt: now,
      closesAt: attempt.closesAt,
      slots,
    };
  };
}

/** By now; what came a moment after a pause began has been taken. */
function rests({ paused }: Attempt, now: Date): boolean {
  return paused !== undefined && paused.since.getTime() < now.getTime() - PAUSE_GRACE_MS;
}

function dated({ typed, ...save }: SentSave, now: Date): SlotSave {
  return typed ? { ...save, typedAt: typedAt(typed, now) } : save;
}

function savedNow({ slot, response, basedOn }: SlotSave): SlotOutcome {
  return { slot, saved: true, revision: basedOn + 1, ...questionAbout(response) };
}

function isTooLate(outcome: SlotOutcome): boolean {
  return !outcome.saved && outcome.because === 'typed-too-late';
}

/** The reason one slot was not saved, or that it had been saved before. */
function whyNot({ slot, saveId, response, basedOn }: SlotSave, attempt: Attempt): SlotOutcome {
  const standing = attempt.responses.get(slot);
  const revision = standing?.revision ?? 0;
  if (standing?.saveId === saveId)
    return { slot, saved: true, revision, ...questionAbout(response) };
  // The revision was as expected, so it was the clock that refused.
  if (attempt.state !== 'inProgress' || revision === basedOn)
    return { slot, saved: false, because: 'typed-too-late', revision };
  return {
    slot,
    saved: false,
    because: 'newer-work',
    revision,
    standing: standing?.response,
    standingSaveId: standing?.saveId,
  };
}

function closed(saves: readonly SlotSave[], { responses }: Attempt): SaveOutcome {
  // What stands may have come by another way: a script saved it, and then the page's form brought it too.
  const unsaved = saves.filter(
    ({ slot, response }) => !isDeepStrictEqual(responses.get(slot)?.response, response),
  );
  return { kind: 'closed', unsaved: unsaved.map(({ slot }) => slot) };
}

/** `1.000` could mean two things: the page asks, and until then it counts as not answered. */
function questionAbout(response: Response): { question?: 'ambiguous' } {
  if (!('typed' in response) || response.meaning !== undefined) return {};
  return readTypedNumber(response.typed).kind === 'ambiguous' ? { question: 'ambiguous' } : {};
}
