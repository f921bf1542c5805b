import { bankOf, type ClosedAttempt } from '../attempts/attempt.js';
import type { Slot } from '../exams/draw-form.rules.js';
import type { Response } from '../item-banks/item.js';
import type { JobRole } from '../organisation/municipality.js';
import { isActiveOn, type Person } from '../organisation/person.js';
import { dateIn } from '../platform/plain-date.js';
import type { Locale } from '../platform/locale.js';
import type { SlotScore } from '../scoring/result.rules.js';

/** A closed attempt as statistics see it: what was met and how it went, and nobody's name. */
export interface Sitting {
  readonly bankId: string;
  readonly programmeId: string;
  readonly programmeVersion: number;
  readonly needed: number;
  readonly passed: boolean;
  readonly closedAt: Date;
  readonly locale: Locale;
  /** On the day of the exam; absent for somebody without work that day. */
  readonly jobRole?: JobRole;
  /** Items of this bank. */
  readonly meetings: readonly Meeting[];
  /** Of the whole form, also what is from other banks. */
  readonly items: number;
  readonly right: number;
  /** Whether the bank is the programme's: only there are its forms counted, once each. */
  readonly isMainBank: boolean;
}

/** An item version on one form, and what became of it. */
export interface Meeting {
  readonly itemId: string;
  readonly version: number;
  readonly right: boolean;
  readonly choices: readonly string[];
  readonly seconds?: number;
}

/** Where there are no options to choose from: the key, and a wrong response that shows no known mistake. */
export const RIGHT = 'right';
export const OTHER = 'other';

/** Longer pauses say that somebody was away, not that the item is long. */
const LONGEST_SECONDS = 900;

/** The attempt as each bank that its form is from sees it. */
export function sittingsOf(
  { frozen, result, form, responses, ...attempt }: ClosedAttempt,
  person: Pick<Person, 'employments'> | undefined,
): Sitting[] {
  const { programmeId, programmeVersion, locale, closedAt, startedAt } = attempt;
  const day = dateIn(frozen.timeZone, startedAt);
  const jobRole = person?.employments.find((one) => isActiveOn(one, day))?.jobRole;
  const seconds = secondsBySlot(startedAt, responses);
  const met = form.slots.flatMap((slot, index) => {
    const score = result.slots[index];
    if (!score) return [];
    const took = seconds.get(index);
    const meeting: Meeting = {
      itemId: slot.itemId,
      version: slot.version,
      right: score.right,
      choices: choicesOf(slot, responses.get(index)?.response, score),
      ...(took === undefined ? {} : { seconds: took }),
    };
    return [{ bankId: bankOf(frozen, slot), meeting }];
  });
  return [...new Set([frozen.bankId, ...met.map(({ bankId }) => bankId)])].map((bankId) => ({
    bankId,
    programmeId,
    programmeVersion,
    locale,
    closedAt,
    needed: result.needed,
    passed: result.passed,
    ...(jobRole === undefined ? {} : { jobRole }),
    meetings: met.flatMap((one) => (one.bankId === bankId ? [one.meeting] : [])),
    items: met.length,
    right: met.filter(({ meeting }) => meeting.right).length,
    isMainBank: bankId === frozen.bankId,
  }));
}

/** The letters that were chosen; for other kinds of items that it was right, the mistake that was recognised, or `other`. Empty: no response. */
export function choicesOf(
  slot: Pick<Slot, 'options'>,
  response: Response | undefined,
  score: SlotScore,
): readonly string[] {
  if (!response || !score.answered) return [];
  if ('chosen' in response)
    return response.chosen.flatMap((position) => slot.options[position] ?? []).sort();
  return [score.right ? RIGHT : (score.mistake ?? OTHER)];
}

/**
 * How long each response took, as far as saves tell: from the save before it, or the start, to its own. Weak evidence, because the last save of
 * a slot alone is known and people go back and forth; saves at one instant and pauses of more than a quarter of an hour are left out.
 */
function secondsBySlot(
  startedAt: Date,
  responses: ClosedAttempt['responses'],
): ReadonlyMap<number, number> {
  const seconds = new Map<number, number>();
  const saves = [...responses].sort(([, one], [, other]) => +one.savedAt - +other.savedAt);
  let before = startedAt;
  for (const [slot, { savedAt }] of saves) {
    const took = Math.round((+savedAt - +before) / 1000);
    if (took > 0 && took <= LONGEST_SECONDS) seconds.set(slot, took);
    before = savedAt;
  }
  return seconds;
}
