import { isDeepStrictEqual } from 'node:util';
import type { Attempt } from '../../server/attempts/attempt.js';
import { savesUntil } from '../../server/attempts/deadline.rules.js';
import type { Response } from '../../server/item-banks/item.js';

interface Sent {
  readonly slot: number;
  readonly response: Response;
  /** By this machine's clock, which is the server's as well. */
  readonly typedAt: number;
}

/** What the tabs of one candidate sent, and what they were told was saved. */
export interface Ledger {
  /** By save id. */
  readonly sent: Map<string, Sent>;
  /** By slot: the newest that was acknowledged. */
  readonly acknowledged: Map<number, { readonly saveId: string; readonly revision: number }>;
  acknowledgements: number;
  handedIn: boolean;
}

export const newLedger = (): Ledger => ({
  sent: new Map(),
  acknowledged: new Map(),
  acknowledgements: 0,
  handedIn: false,
});

export function acknowledge(ledger: Ledger, slot: number, saveId: string, revision: number): void {
  ledger.acknowledgements += 1;
  const before = ledger.acknowledged.get(slot);
  if (!before || revision > before.revision) ledger.acknowledged.set(slot, { saveId, revision });
}

/** What was acknowledged and is not stored, by slot; what stands there must be that, or something that was sent after it. */
export function lostIn({ acknowledged, sent }: Ledger, attempt: Attempt): number[] {
  return [...acknowledged].flatMap(([slot, { saveId, revision }]) => {
    const stored = attempt.responses.get(slot);
    const written = stored && sent.get(stored.saveId);
    const kept =
      stored !== undefined &&
      written?.slot === slot &&
      isDeepStrictEqual(stored.response, written.response) &&
      (stored.saveId === saveId ? stored.revision === revision : stored.revision > revision);
    return kept ? [] : [slot];
  });
}

/** Slots whose response came, or was typed, after the deadline and its grace. */
export function lateIn({ sent }: Ledger, attempt: Attempt): number[] {
  const end = savesUntil(attempt.closesAt, attempt.frozen.rules.graceSeconds).getTime();
  return [...attempt.responses].flatMap(([slot, { savedAt, saveId }]) =>
    savedAt.getTime() > end || (sent.get(saveId)?.typedAt ?? 0) > end ? [slot] : [],
  );
}
