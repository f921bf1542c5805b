import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { cpuSeconds, rounded } from './measuring.js';

/** What an attempt asks of the database beside its own document: who, with what evidence, twice before it starts and once for the result. */
const SMALL_READS = 20;
const SMALL_WRITES = 3;

/**
 * The commands of complete attempts, sent straight to the engine by as many clients, without HTTP, pages or decisions: what no application on
 * this driver and this engine goes below. `items` responses are saved at a time.
 */
export async function bareAttempts(
  connection: Connection,
  databaseProcessId: number,
  { items, clients, seconds }: { items: number; clients: number; seconds: number },
) {
  const attempts = connection.collection('attempts');
  const small = connection.collection('bareWrites');
  const { responses, result, ...begun } = await finishedAttempt(connection);
  const slots = Object.keys(responses);
  const personId = String(begun['personId']);
  async function one(): Promise<void> {
    const _id = randomUUID() as never;
    const read = () => attempts.findOne({ _id, personId }, { hint: { _id: 1 } });
    for (let count = 0; count < SMALL_READS; count += 1)
      await connection.collection('people').findOne({ _id: personId as never });
    for (let count = 0; count < SMALL_WRITES; count += 1)
      await small.insertOne({ personId, at: new Date(), action: 'attempt.started' });
    await attempts.insertOne({ ...begun, _id, state: 'bare', responses: {} });
    for (let from = 0; from < slots.length; from += items) {
      await read();
      const set = slots
        .slice(from, from + items)
        .map((slot) => [`responses.${slot}`, responses[slot]] as const);
      const filter = { _id, personId, state: 'bare', savesUntil: { $exists: true } };
      const options = { hint: { _id: 1 }, projection: { closesAt: 1 } } as const;
      await attempts.findOneAndUpdate(filter, { $set: Object.fromEntries(set) }, options);
    }
    await read();
    const closed = { $set: { closedAt: new Date() } };
    await attempts.findOneAndUpdate({ _id, state: 'bare' }, closed, { returnDocument: 'after' });
    await attempts.updateOne({ _id }, { $set: { result, settledAt: new Date() } });
    await read();
  }
  let done = 0;
  const own = process.cpuUsage();
  const database = cpuSeconds(databaseProcessId);
  const from = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - from < seconds * 1000) {
        await one();
        done += 1;
      }
    }),
  );
  const minutes = (performance.now() - from) / 60_000;
  const { user, system } = process.cpuUsage(own);
  return {
    attemptsPerMinute: Math.round(done / minutes),
    cpuMsPerAttempt: {
      driver: rounded((user + system) / 1000 / done),
      database: rounded(((cpuSeconds(databaseProcessId) - database) * 1000) / done),
    },
  };
}

async function finishedAttempt(connection: Connection) {
  const found = await connection
    .collection('attempts')
    .findOne({ personId: /^bench-/, settledAt: { $exists: true } });
  if (!found) throw new Error('No attempt was finished');
  const { _id, ...rest } = found;
  return rest as Record<string, unknown> & {
    responses: Record<string, unknown>;
    result: unknown;
  };
}
