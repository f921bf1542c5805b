// Durable saves a second over HTTP, beside what the bare engine does with the same update in the same run; at a fixed rate; and, with
// --finished N, the same again when N finished attempts lie in the database.
//   npm run bench -- save-response [--seconds 5] [--rate 500] [--finished 1000000]
import { createAttemptStore, type AttemptStore } from '../../server/attempts/attempt.store.js';
import { signPass } from '../../server/attempts/attempt-token.js';
import { anOpenAttempt } from './an-open-attempt.js';
import { startBenchService, type BenchService } from './a-bench-service.js';
import { putFinished } from './bulk-attempts.js';
import { connectClient } from './json-client.js';
import { option, percentiles, print, sleep, type Percentiles } from './measuring.js';

const seconds = Number(option('seconds', '5'));
const rate = Number(option('rate', '500'));
const finished = Number(option('finished', '0'));
const SLOTS = 40;

interface Run extends Percentiles {
  readonly clients: number;
  readonly savesPerSecond: number;
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

let runsSoFar = 0;

/** Each client saves as fast as it is answered; or, with `perSecond`, when its turn comes, and then waiting for one's turn counts. */
async function overHttp(
  service: BenchService,
  store: AttemptStore,
  clients: number,
  perSecond?: number,
): Promise<Run> {
  runsSoFar += 1;
  const ids = await openAttempts(store, clients, `http-${runsSoFar}-`);
  const times: number[] = [];
  let errors = 0;
  const from = performance.now();
  const until = from + seconds * 1000;
  await Promise.all(
    ids.map(async (id, place) => {
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
        const due =
          perSecond === undefined
            ? performance.now()
            : from + ((n * clients + place) / perSecond) * 1000;
        if (perSecond !== undefined) await sleep(Math.max(0, due - performance.now()));
        const status = await client.put(`/attempts/${id}/responses`, `attempt=${pass}`, body);
        if (status === 200) times.push(performance.now() - due);
        else errors += 1;
      }
      client.close();
    }),
  );
  return {
    clients,
    savesPerSecond: Math.round(times.length / seconds),
    ...percentiles(times),
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
  /** One that is neither the best nor the worst of three. */
  const atRate = async () => {
    await overHttp(service, store, 64, rate); // warms up
    const three: Run[] = [];
    while (three.length < 3) three.push(await overHttp(service, store, 64, rate));
    const byP95 = three.toSorted((a, b) => a.p95Ms - b.p95Ms);
    const [, middle] = byP95;
    if (!middle) throw new Error('Three runs have one in the middle');
    return { rate, ...middle, p95OfThree: byP95.map(({ p95Ms }) => p95Ms) };
  };
  await overHttp(service, store, 8);
  const runs: Run[] = [];
  for (const clients of [1, 16, 64]) runs.push(await overHttp(service, store, clients));
  const updatesPerSecond = await bareEngine(store, 64);
  const ratio = Math.round(((runs.at(-1)?.savesPerSecond ?? 0) / updatesPerSecond) * 100) / 100;
  const empty = await atRate();
  const outcome = { runs, bareEngine: { updatesPerSecond }, ratio, atRate: empty };
  if (finished === 0) print(outcome);
  else {
    await putFinished(service, finished);
    const full = await atRate();
    const p95Ratio = Math.round((full.p95Ms / empty.p95Ms) * 100) / 100;
    print({ ...outcome, finished: { attempts: finished, atRate: full, p95Ratio } });
  }
} finally {
  await service.stop();
}
