// A whole hall over HTTP: all start within a minute, each saves every 20 seconds, all hand in within the last minute; afterwards every
// acknowledged response is looked for in the database.
//   npm run bench -- exam-hall [--candidates 5000] [--minutes 3]
import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { startBenchService } from './a-bench-service.js';
import { candidatesIn, PROGRAMME } from './candidates.js';
import { cpuSeconds, inBatches, option, print, rounded, sleep, Steps } from './measuring.js';
import { PageClient, type Answer } from './page-client.js';

const candidates = Number(option('candidates', '5000'));
const minutes = Number(option('minutes', '3'));
const SAVE_EVERY_MS = 20_000;
const SLOTS = 40;

/** What the service said it has, by slot. */
interface Sitting {
  attemptId: string;
  readonly acknowledged: Map<number, { readonly saveId: string; readonly revision: number }>;
}

const steps = new Steps();
let errors = 0;
let acknowledged = 0;

async function step(name: string, status: number, doing: Promise<Answer>): Promise<Answer> {
  const answer = await doing;
  steps.add(name, answer.ms);
  if (answer.status !== status) throw new Error(`${name} answered ${answer.status}`);
  return answer;
}

/** One candidate from the first click to the result. `from` is when the hall opens, by the monotonic clock. */
async function sit(port: number, secret: string, index: number, from: number): Promise<Sitting> {
  const sitting: Sitting = { attemptId: '', acknowledged: new Map() };
  const share = index / candidates;
  const until = (ms: number): Promise<void> => sleep(Math.max(0, from + ms - performance.now()));
  const startsAt = share * 60_000;
  const submitsAt = (minutes - 1) * 60_000 + share * 60_000;
  await until(startsAt);
  const client = await PageClient.connect(port);
  try {
    client.setCookie('session', secret);
    await step('open', 200, client.get(`/programmes/${PROGRAMME}/exam`));
    const start = client.post(`/programmes/${PROGRAMME}/exam`, {});
    const { location } = await step('start', 303, start);
    sitting.attemptId = location.split('/')[2] ?? '';
    await step('view', 200, client.get(location));
    for (let n = 0; startsAt + (n + 1) * SAVE_EVERY_MS < submitsAt; n += 1) {
      await until(startsAt + (n + 1) * SAVE_EVERY_MS);
      await save(client, sitting, n);
    }
    await until(submitsAt);
    await step('submit', 303, client.post(`/attempts/${sitting.attemptId}/submit`, {}));
    await step('result', 200, client.get(`/attempts/${sitting.attemptId}/result`));
  } catch (error) {
    errors += 1;
    process.stderr.write(
      `${Math.round(performance.now() - from)} ${index} ${String(error)} ${sitting.attemptId}\n`,
    );
  }
  client.close();
  return sitting;
}

async function save(client: PageClient, sitting: Sitting, n: number): Promise<void> {
  const slot = n % SLOTS;
  const revision = Math.floor(n / SLOTS) + 1;
  const saveId = randomUUID();
  const response = { chosen: [n % 4] };
  const body = { saves: [{ slot, response, basedOn: revision - 1, saveId }] };
  await step('save', 200, client.put(`/attempts/${sitting.attemptId}/responses`, body));
  sitting.acknowledged.set(slot, { saveId, revision });
  acknowledged += 1;
}

/** How many responses that were acknowledged are not in the database as they were. */
async function lostOf(connection: Connection, sittings: readonly Sitting[]): Promise<number> {
  let lost = 0;
  await inBatches(sittings.length, 500, async (from, until) => {
    const some = sittings.slice(from, until);
    const found = await connection
      .collection('attempts')
      .find(
        { _id: { $in: some.map(({ attemptId }) => attemptId) } as never },
        { projection: { responses: 1 } },
      )
      .toArray();
    const stored = new Map(found.map((one) => [String(one._id), one['responses'] as Stored]));
    for (const { attemptId, acknowledged: expected } of some)
      for (const [slot, { saveId, revision }] of expected) {
        const saved = stored.get(attemptId)?.[slot];
        if (saved?.saveId !== saveId || saved.revision !== revision) lost += 1;
      }
  });
  return lost;
}
type Stored = Readonly<Record<number, { readonly saveId: string; readonly revision: number }>>;

const service = await startBenchService();
try {
  const { candidate } = candidatesIn(service);
  const secrets: string[] = [];
  await inBatches(candidates, 50, async (from, until) => {
    secrets.push(...(await Promise.all(Array.from({ length: until - from }, candidate))));
  });
  const app = cpuSeconds(service.appProcessId());
  const database = cpuSeconds(service.databaseProcessId);
  const from = performance.now();
  const sittings = await Promise.all(
    secrets.map((secret, index) => sit(service.port, secret, index, from)),
  );
  const seconds = (performance.now() - from) / 1000;
  print({
    candidates,
    minutes: rounded(seconds / 60),
    acknowledged,
    lost: await lostOf(service.connection, sittings),
    errors,
    cpuShare: {
      app: rounded(((cpuSeconds(service.appProcessId()) - app) / seconds) * 100) / 100,
      database: rounded(((cpuSeconds(service.databaseProcessId) - database) / seconds) * 100) / 100,
    },
    steps: steps.summary(),
  });
} finally {
  await service.stop();
}
