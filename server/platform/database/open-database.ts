import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import { connectDatabase } from './connect.js';
import { startEmbeddedEngine } from './embedded-engine.js';

export interface Database {
  readonly connection: Connection;
  close(): Promise<void>;
}

/** The server that `MONGODB_URI` names, or the embedded engine in `DATA_DIR/db`. */
export async function openDatabase(
  config: Pick<Config, 'mongodbUri' | 'databaseName' | 'dataDir'>,
  say: (progress: string) => void,
): Promise<Database> {
  if (config.mongodbUri !== undefined) {
    const connection = await connectDatabase(config.mongodbUri, config.databaseName);
    return { connection, close: () => connection.close() };
  }
  const engine = await startEmbeddedEngine({
    directory: join(config.dataDir, 'db'),
    libraryFolder: join(config.dataDir, 'c-library'),
    say,
  });
  const connection = await connectDatabase(engine.uri, config.databaseName);
  return {
    connection,
    async close() {
      await connection.close();
      await engine.stop();
    },
  };
}
