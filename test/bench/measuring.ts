import { readFileSync } from 'node:fs';

/** What follows `--name` on the command line. */
export function option(name: string, instead: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? instead : (process.argv[at + 1] ?? instead);
}

export interface Percentiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}

export const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Times in milliseconds by the name of a step. */
export class Steps {
  readonly #times = new Map<string, number[]>();

  add(name: string, ms: number): void {
    const times = this.#times.get(name);
    if (times) times.push(ms);
    else this.#times.set(name, [ms]);
  }

  get count(): number {
    return [...this.#times.values()].reduce((sum, { length }) => sum + length, 0);
  }

  summary(): Record<string, Percentiles> {
    return Object.fromEntries([...this.#times].map(([name, times]) => [name, percentiles(times)]));
  }
}

/** Seconds of CPU that a process has used, user and system. */
export function cpuSeconds(processId: number): number {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

export async function inBatches(
  count: number,
  size: number,
  each: (from: number, until: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < count; from += size) await each(from, Math.min(count, from + size));
}

export function print(outcome: unknown): void {
  process.stdout.write(`${JSON.stringify(outcome, undefined, 2)}\n`);
}
