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
  | { readonly kind: 'not-found' };

/**
 * Saves responses: normally one durable conditional update. Only when that did not take is the attempt read, to tell why:
 * a retry of a save that had arrived (it counts as saved), newer work from elsewhere (it stands), the end of the attempt.
 */
export function saveResponse({ attempts, clock }: { attempts: AttemptStore; clock: Clock }) {
  return async (command: SaveCommand): Promise<SaveOutcome> => {
    const { attemptId, personId, saves, flags } = command;
    const now = clock();
    const filter = { attemptId, personId, now };
    const closesAt = await attempts.save(filter, saves, flags);
    if (closesAt) return { kind: 'saved', savedAt: now, closesAt, slots: saves.map(savedNow) };
    const attempt = await attempts.findOwn(attemptId, personId);
    if (!attempt) return { kind: 'not-found' };
    if (attempt.state !== 'inProgress') return { kind: 'closed' };
    const slots: SlotOutcome[] = [];
    for (const save of saves) {
      const outcome = (await attempts.save(filter, [save], flags))
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
  };
}

/** `1.000` could mean two things: the page asks, and until then it counts as not answered. */
function questionAbout(response: Response): { question?: 'ambiguous' } {
  if (!('typed' in response) || response.meaning !== undefined) return {};
  return readTypedNumber(response.typed).kind === 'ambiguous' ? { question: 'ambiguous' } : {};
}
