// Saves that the server has not acknowledged yet, one a slot. They are held in this page, and kept in the tab's storage as well, so that
// they outlive a reload, a login and a crashed tab.

/** When something was typed: so long after the page had heard this from the server. */
export interface TypedEvidence {
  readonly heard: string;
  readonly afterMs: number;
}

export interface KeptSave {
  readonly slot: number;
  readonly response: object;
  readonly flag: boolean;
  readonly basedOn: number;
  readonly saveId: string;
  readonly typed?: TypedEvidence;
}

const SENT_REMEMBERED = 200;

const held = new Map<string, unknown[]>();
let storing = true;

/** False when the browser refused to store what waits: it is in this page alone, and must not be left. */
export function isStored(): boolean {
  return storing;
}

export function kept(attemptId: string): readonly KeptSave[] {
  return listOf(keyOf(attemptId)) as KeptSave[];
}

/** Newer work on a slot takes the place of older work that was not sent. */
export function keep(attemptId: string, save: KeptSave): void {
  const others = kept(attemptId).filter(({ slot }) => slot !== save.slot);
  write(keyOf(attemptId), [...others, save]);
}

export function forget(attemptId: string, saveId: string): void {
  write(
    keyOf(attemptId),
    kept(attemptId).filter((save) => save.saveId !== saveId),
  );
}

/** Remembers that this tab sent the save, whether or not an answer comes. */
export function noteSent(attemptId: string, saveId: string): void {
  const others = listOf(sentKeyOf(attemptId)).filter((id) => id !== saveId);
  write(sentKeyOf(attemptId), [...others, saveId].slice(-SENT_REMEMBERED));
}

export function wasSent(attemptId: string, saveId: string): boolean {
  return listOf(sentKeyOf(attemptId)).includes(saveId);
}

const keyOf = (attemptId: string): string => `attempt-${attemptId}`;
const sentKeyOf = (attemptId: string): string => `attempt-${attemptId}-sent`;

function listOf(key: string): readonly unknown[] {
  const list = held.get(key) ?? stored(key);
  held.set(key, list);
  return list;
}

function stored(key: string): unknown[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as unknown[];
  } catch {
    return [];
  }
}

function write(key: string, list: unknown[]): void {
  held.set(key, list);
  try {
    if (list.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(list));
    storing = true;
  } catch {
    storing = false;
  }
}
