// Durable saves a second over HTTP, beside what the bare engine does with the same update in the same run.
//   npm run bench -- save-response [--seconds 5]
import { createAttemptStore, type AttemptStore } from '../../server/attempts/attempt.store.js';
import { signPass } from '../../server/attempts/attempt-token.js';
import { anOpenAttempt } from './an-open-attempt.js';
import { startBenchService, type BenchService } from './a-bench-service.js';
import { connectClient } from './json-client.js';

const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1]) || 5;
const SLOTS = 40;

interface Run {
  readonly clients: number;
  readonly savesPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

async function openAttempts(store: AttemptStore, count: number, prefix: string): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const attempt = anOpenAttempt(`${prefix}${n}`, SLOTS);
    await store.begin(attempt, attempt.closesAt);
    ids.push(attempt.id);
  }
  return ids;
}

function percentile(sorted: readonly number[], share: number): number {
  return (
    Math.round(
      (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100,
    ) / 100
  );
}

async function overHttp(service: BenchService, store: AttemptStore, clients: number): Promise<Run> {
  const ids = await openAttempts(store, clients, `http-${clients}-`);
  const times: number[] = [];
  let errors = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    ids.map(async (id) => {
      const client = await connectClient(service.port);
      const expires = Date.now() + 3_600_000;
      const pass = signPass({ attemptId: id, personId: `person-${id}`, expires }, service.secret);
      for (let n = 0; performance.now() < until; n += 1) {
        const body = JSON.stringify({
          saves: [
            {
              slot: n % SLOTS,
              response: { chosen: [n % 4] },
              basedOn: Math.floor(n / SLOTS),
              saveId: `save-${id}-${n}`,
            },
          ],
        });
        const { status, ms } = await client.put(
          `/attempts/${id}/responses`,
          `attempt=${pass}`,
          body,
        );
        if (status === 200) times.push(ms);
        else errors += 1;
      }
      client.close();
    }),
  );
  times.sort((a, b) => a - b);
  return {
    clients,
    savesPerSecond: Math.round(times.length / seconds),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    p99Ms: percentile(times, 0.99),
    errors,
  };
}

/** The same update straight to the engine by 64 clients: what is left if the service cost nothing. */
async function bareEngine(store: AttemptStore, clients: number): Promise<number> {
  const ids = await openAttempts(store, clients, 'bare-');
  let updates = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    ids.map(async (id) => {
      for (let n = 0; performance.now() < until; n += 1) {
        const save = {
          slot: n % SLOTS,
          response: { chosen: [n % 4] },
          basedOn: Math.floor(n / SLOTS),
          saveId: `save-${id}-${n}`,
        };
        const closesAt = await store.save(
          { attemptId: id, personId: `person-${id}`, now: new Date() },
          [save],
        );
        if (closesAt) updates += 1;
      }
    }),
  );
  return Math.round(updates / seconds);
}

const service = await startBenchService();
try {
  const store = createAttemptStore(service.connection);
  await overHttp(service, store, 8); // warms up
  const runs: Run[] = [];
  for (const clients of [1, 16, 64]) runs.push(await overHttp(service, store, clients));
  const updatesPerSecond = await bareEngine(store, 64);
  const ratio = Math.round(((runs.at(-1)?.savesPerSecond ?? 0) / updatesPerSecond) * 100) / 100;
  process.stdout.write(
    `${JSON.stringify({ runs, bareEngine: { updatesPerSecond }, ratio }, undefined, 2)}\n`,
  );
} finally {
  await service.stop();
}
