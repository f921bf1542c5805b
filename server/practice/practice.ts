import type { DrawableItem } from '../item-banks/drawn-item.rules.js';
import type { DrawnItem, Response } from '../item-banks/item.js';
import type { PlainDate } from '../platform/plain-date.js';

/** What a person's practice with one item has come to. */
export interface ItemProgress {
  /** 0 after a wrong response; one more each time it was right when it was due. */
  readonly box: number;
  /** From this day on it is time to see it again. */
  readonly dueOn: PlainDate;
  readonly lastRight: boolean;
  /** The person was sure last time. */
  readonly lastSure: boolean;
}

/** An item that may be practised on for a programme. */
export interface PractisableItem extends DrawableItem {
  /** Of a section that draws from another bank than the programme's. */
  readonly bankId?: string | undefined;
}

/** A topic of a programme: of its bank, or of another that a section draws from. Also what a wish names. */
export function topicKey(topic: string, bankId: string | undefined): string {
  return bankId === undefined ? topic : `${bankId}/${topic}`;
}

/** One place in a set, with what the person said once they have. */
export interface PracticeSlot {
  readonly drawn: DrawnItem & Pick<PractisableItem, 'bankId'>;
  readonly response?: PracticeResponse;
}

export interface PracticeResponse {
  readonly response: Response;
  /** The person's own word for it, before they knew. */
  readonly sure: boolean;
  readonly right: boolean;
  readonly points: number;
}

/** A few items to practise on, about five minutes. */
export interface PracticeSet {
  readonly id: string;
  readonly slots: readonly PracticeSlot[];
}

/** A person's practice in the programmes of one item bank. Theirs alone: nobody else is shown it, and nothing is decided by it. */
export interface Practice {
  readonly municipalityId: string;
  readonly personId: string;
  readonly bankId: string;
  readonly points: number;
  /** By `seenKey`: an item of another bank has that bank's id before its own. */
  readonly items: Readonly<Record<string, ItemProgress>>;
  /** Days in a row, today or yesterday being the last. */
  readonly streak: { readonly days: number; readonly lastOn?: PlainDate };
  /** The person wants to see the streak. */
  readonly showsStreak: boolean;
  /** The one that was begun last. */
  readonly set?: PracticeSet;
}

export const PRACTICE_KINDS = ['mixed', 'sureButWrong'] as const;
export type PracticeKind = (typeof PRACTICE_KINDS)[number];

/** What a set is to be about. */
export interface PracticeWish {
  readonly kind: PracticeKind;
  /** By `topicKey`. */
  readonly topic?: string;
}
