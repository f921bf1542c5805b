// Saves that the server has not acknowledged yet, one a slot, in this tab's storage: they outlive a reload and a crashed tab.

export interface KeptSave {
  readonly slot: number;
  readonly response: object;
  readonly flag: boolean;
  readonly basedOn: number;
  readonly saveId: string;
}

const keyOf = (attemptId: string): string => `attempt-${attemptId}`;

export function kept(attemptId: string): KeptSave[] {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(attemptId)) ?? '[]') as KeptSave[];
  } catch {
    return [];
  }
}

/** Newer work on a slot takes the place of older work that was not sent. */
export function keep(attemptId: string, save: KeptSave): void {
  store(attemptId, [...kept(attemptId).filter(({ slot }) => slot !== save.slot), save]);
}

export function forget(attemptId: string, saveId: string): void {
  store(
    attemptId,
    kept(attemptId).filter((save) => save.saveId !== saveId),
  );
}

const sentKeyOf = (attemptId: string): string => `attempt-${attemptId}-sent`;
const SENT_REMEMBERED = 200;

/** Remembers that this tab sent the save, whether or not an answer comes. */
export function noteSent(attemptId: string, saveId: string): void {
  const others = sent(attemptId).filter((id) => id !== saveId);
  write(sentKeyOf(attemptId), [...others, saveId].slice(-SENT_REMEMBERED));
}

export function wasSent(attemptId: string, saveId: string): boolean {
  return sent(attemptId).includes(saveId);
}

function sent(attemptId: string): string[] {
  try {
    return JSON.parse(sessionStorage.getItem(sentKeyOf(attemptId)) ?? '[]') as string[];
  } catch {
    return [];
  }
}

function store(attemptId: string, saves: readonly KeptSave[]): void {
  write(keyOf(attemptId), saves);
}

function write(key: string, value: readonly unknown[]): void {
  try {
    if (value.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page still saves, it only can't survive a crash.
  }
}
