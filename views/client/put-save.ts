// One save on its way to the server.

import { noteSent, type KeptSave } from './save-queue.js';
import { showOffline, showSignedOut } from './save-state.js';

interface SlotOutcome {
  readonly slot: number;
  readonly saved: boolean;
  readonly because?: 'newer-work' | 'typed-too-late';
  readonly revision: number;
  readonly standingSaveId?: string;
}

export type SaveAnswer = { readonly serverNow: string; readonly closesAt?: string } & (
  | {
      readonly kind: 'saved' | 'conflict';
      readonly savedAt: string;
      readonly slots: readonly SlotOutcome[];
    }
  | { readonly kind: 'closed'; readonly unsaved: readonly number[] }
  | { readonly kind: 'paused' }
);

const PATIENCE_MS = 10_000;
const TOLD = [200, 409, 410, 423];
/** The pass is gone and nobody is signed in, or somebody else is. */
const SIGNED_OUT = [401, 404];

/** What the server says about one save; nothing when it could not be asked, or could not tell. */
export async function putSave(
  attemptId: string,
  { slot, flag, ...save }: KeptSave,
): Promise<SaveAnswer | undefined> {
  noteSent(attemptId, save.saveId);
  try {
    const answer = await fetch(`/attempts/${attemptId}/responses`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ saves: [{ slot, ...save }], flags: { [String(slot)]: flag } }),
      // Goes on when the page is closed meanwhile.
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    showOffline(false);
    showSignedOut(SIGNED_OUT.includes(answer.status));
    return TOLD.includes(answer.status) ? ((await answer.json()) as SaveAnswer) : undefined;
  } catch {
    showOffline(true);
    return undefined;
  }
}
