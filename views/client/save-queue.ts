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

function store(attemptId: string, saves: readonly KeptSave[]): void {
  try {
    if (saves.length === 0) sessionStorage.removeItem(keyOf(attemptId));
    else sessionStorage.setItem(keyOf(attemptId), JSON.stringify(saves));
  } catch {
    // Storage is full or forbidden: the page still saves, it only can't survive a crash.
  }
}
