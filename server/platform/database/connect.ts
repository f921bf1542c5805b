import mongoose, { type Connection } from 'mongoose';

// A misspelt field in a filter must not silently widen a query, and no feature may create indexes behind our back.
mongoose.set('strictQuery', 'throw');
mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

/**
 * Opens the database with the write concern that "saved" means in this service: the write is in the journal of a majority before anyone
 * is told so. Where there is one server (the embedded engine, a standalone) that is `{ w: 1, j: true }`: the engine acknowledges a
 * `majority` before its journal is written, and a `kill -9` then loses the last acknowledged writes (ADR 0009, measured).
 */
export async function connectDatabase(uri: string, databaseName: string): Promise<Connection> {
  const options = {
    dbName: databaseName,
    readConcern: { level: 'local' },
    retryWrites: false,
    serverSelectionTimeoutMS: 5_000,
    maxPoolSize: 64,
  } as const;
  const writeConcern = { w: await acknowledging(uri), journal: true };
  return mongoose.createConnection(uri, { ...options, writeConcern }).asPromise();
}

async function acknowledging(uri: string): Promise<'majority' | 1> {
  const asking = await mongoose
    .createConnection(uri, { serverSelectionTimeoutMS: 5_000, maxPoolSize: 1 })
    .asPromise();
  try {
    const hello = await asking.db?.command({ hello: 1 });
    return hello?.['setName'] === undefined ? 1 : 'majority';
  } finally {
    await asking.close();
  }
}

/** True when the database answers within two seconds. */
export async function isReachable(connection: Connection): Promise<boolean> {
  try {
    await connection.db?.command({ ping: 1 }, { timeoutMS: 2_000 });
    return connection.db !== undefined;
  } catch {
    return false;
  }
}

/** A unique index refused the write: someone else was first. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 11_000;
}
