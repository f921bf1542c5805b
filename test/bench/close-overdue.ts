// How soon the server has ended a hall's attempts after their time, with the service running and after an outage.
//   npm run bench -- close-overdue [--attempts 10000]
import { startBenchService, type BenchService } from './a-bench-service.js';
import { putAttempts, startedAttempt } from './bulk-attempts.js';
import { option, print, sleep } from './measuring.js';

const attempts = Number(option('attempts', '10000'));

interface Closing {
  /** From the end of the grace (or from when the service was ready again) until none was open. */
  readonly closedAfterMs: number;
  readonly scoredAfterMs: number;
  readonly closed: number;
  /** Whose recorded time is not their deadline. */
  readonly atAnotherTime: number;
}

async function putOpen(service: BenchService, savesUntil: Date): Promise<void> {
  const closesAt = new Date(savesUntil.getTime() - 30_000);
  await putAttempts(service.connection, attempts, like, () => ({ closesAt, savesUntil }));
}

async function closing(service: BenchService, from: number): Promise<Closing> {
  const collection = service.connection.collection('attempts');
  const bulk = { personId: /^bulk-/ };
  const none = async (left: object): Promise<number> => {
    while (await collection.countDocuments({ ...bulk, ...left }, { limit: 1 })) await sleep(50);
    return Math.round(performance.now() - from);
  };
  const closedAfterMs = await none({ state: 'inProgress' });
  const scoredAfterMs = await none({ settledAt: { $exists: false } });
  const closed = await collection.countDocuments({ ...bulk, state: 'expired' });
  const atAnotherTime = await collection.countDocuments({
    ...bulk,
    $expr: { $ne: ['$closedAt', '$closesAt'] },
  });
  await collection.deleteMany(bulk);
  return { closedAfterMs, scoredAfterMs, closed, atAnotherTime };
}

const service = await startBenchService();
const like = await startedAttempt(service);
try {
  const end = new Date(Date.now() + 10_000 + attempts * 3);
  await putOpen(service, end);
  await sleep(Math.max(0, end.getTime() - Date.now()));
  const running = await closing(service, performance.now());

  await service.stopApp();
  await putOpen(service, new Date(Date.now() - 60_000));
  await service.startApp();
  const afterOutage = await closing(service, performance.now());
  print({ attempts, running, afterOutage });
} finally {
  await service.stop();
}
