import { seenKey, type ItemInBank } from '../exams/draw-form.rules.js';

/**
 * What somebody has met who met this item while the programme's bank was `then`, for forms that are drawn while it is `now`. An item of the
 * programme's bank keeps its name through a change to another bank: that may be an adopted copy of the same items. It has that of its bank as well.
 */
export function seenKeysOf({ itemId, bankId }: ItemInBank, then: string, now: string): string[] {
  const bank = bankId ?? then;
  const ofBank = seenKey({ itemId, bankId: bank === now ? undefined : bank });
  return bankId === undefined ? [...new Set([seenKey({ itemId }), ofBank])] : [ofBank];
}
