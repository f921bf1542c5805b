import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is there; what is thrown last is thrown when patience ends. */
export async function eventually<T>(ask: () => Promise<T>, patienceMs = 15_000): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(50);
    }
  }
}

export function until(holds: () => boolean): Promise<void> {
  return eventually(() => (holds() ? Promise.resolve() : Promise.reject(new Error('Not yet'))));
}
