import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../server/platform/database/connect.js';
import { engineUri } from './engine.js';

/** Call inside a `describe`: a database of its own on the real engine, dropped afterwards. */
export function useDatabase(): { connection(): Connection } {
  let connection: Connection | undefined;
  before(async () => {
    connection = await connectDatabase(engineUri(), `test-${randomBytes(6).toString('hex')}`);
  });
  after(async () => {
    await connection?.dropDatabase();
    await connection?.close();
  });
  return {
    connection() {
      if (!connection) throw new Error('The database is open inside tests and hooks only');
      return connection;
    },
  };
}
