/** One member of an item, or of what else a bank holds, that two versions have differently; empty where one of them lacks it. */
export interface ItemChange {
  /** As in its file: `texts.nb.stem`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What a version changes, in the order of the item's members. */
export function changesBetween(before: unknown, after: unknown): readonly ItemChange[] {
  const [old, now] = [membersOf(before), membersOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((path) => {
    const change = { path, before: old.get(path) ?? '', after: now.get(path) ?? '' };
    return change.before === change.after ? [] : [change];
  });
}

/** Every member with its value as text, by its place: `texts.nb.stem`. */
export function membersOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null)
    return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, part]) => [
      ...membersOf(part, path === '' ? name : `${path}.${name}`),
    ]),
  );
}
