export interface Remembered<Key extends string, Value> {
  (key: Key): Promise<Value>;
  /** For whoever has just changed what is read. */
  forget(): void;
}

/**
 * Reads what changes a few times a year and is asked for at every request: an answer serves everyone for `forMs`, and those who ask
 * while it is on its way wait for the same one. A change made elsewhere shows that much later; never for what a person may do.
 */
export function remembered<Key extends string, Value>(
  read: (key: Key) => Promise<Value>,
  forMs = 1000,
): Remembered<Key, Value> {
  const answers = new Map<Key, Promise<Value>>();
  const drop = (key: Key, answer: Promise<Value>): void => {
    if (answers.get(key) === answer) answers.delete(key);
  };
  const ask = (key: Key): Promise<Value> => {
    const known = answers.get(key);
    if (known) return known;
    const answer = read(key);
    answers.set(key, answer);
    setTimeout(drop, forMs, key, answer).unref();
    answer.catch(() => {
      drop(key, answer);
    });
    return answer;
  };
  return Object.assign(ask, {
    forget: () => {
      answers.clear();
    },
  });
}
