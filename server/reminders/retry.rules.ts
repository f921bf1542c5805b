const MINUTES = [5, 15, 60, 4 * 60, 12 * 60, 24 * 60, 24 * 60, 24 * 60] as const;

/** So often a notice is tried, over some four days; then it is given up. */
export const MOST_TRIES = MINUTES.length + 1;

/** When a notice is tried again that has been tried so often; none when it is given up. */
export function nextTryAfter(tries: number, now: Date): Date | undefined {
  const minutes = MINUTES[tries - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * 60_000);
}
