import { randomUUID } from 'node:crypto';
import type { Connection } from 'mongoose';
import { candidatesIn, PROGRAMME } from './candidates.js';
import { inBatches } from './measuring.js';
import { PageClient } from './page-client.js';
import type { BenchService } from './a-bench-service.js';

type AttemptDocument = Readonly<Record<string, unknown>> & { readonly _id: string };

/** An attempt as the service starts it, as a pattern for others. */
export async function startedAttempt(service: BenchService): Promise<AttemptDocument> {
  const client = await PageClient.connect(service.port);
  client.setCookie('session', await candidatesIn(service).candidate());
  const { location } = await client.post(`/programmes/${PROGRAMME}/exam`, {});
  client.close();
  const id = location.split('/')[2];
  const found = await service.connection.collection('attempts').findOne({ _id: id as never });
  if (!found) throw new Error('No attempt was started');
  return found as unknown as AttemptDocument;
}

/** Many like one, each of a person of its own, written as fast as the engine takes them. */
export async function putAttempts(
  connection: Connection,
  count: number,
  like: AttemptDocument,
  changes: (index: number) => object = () => ({}),
): Promise<void> {
  const attempts = connection.collection('attempts');
  const one = (index: number): object => ({
    ...like,
    _id: randomUUID(),
    personId: `bulk-${randomUUID()}`,
    ...changes(index),
  });
  await inBatches(count, 1000, (from, until) =>
    attempts.insertMany(
      Array.from({ length: until - from }, (_none, offset) => one(from + offset)),
      { ordered: false, writeConcern: { w: 1, journal: false } },
    ),
  );
}

/** Finished attempts of a large municipality's years, each with a short form so that a million fit; then waits until the engine has them on disk. */
export async function putFinished(
  { connection }: Pick<BenchService, 'connection'>,
  count: number,
): Promise<void> {
  const demo = await connection
    .collection('attempts')
    .findOne({ settledAt: { $exists: true } }, { projection: { frozen: 0, responses: 0 } });
  if (!demo) throw new Error('The demo has no finished attempt');
  const form = demo['form'] as { readonly slots: readonly unknown[] };
  const like = {
    ...demo,
    form: { ...form, slots: form.slots.slice(0, 3) },
    frozen: {},
    responses: {},
  } as unknown as AttemptDocument;
  await putAttempts(connection, count, like);
  await connection.db?.admin().command({ fsync: 1 });
}
