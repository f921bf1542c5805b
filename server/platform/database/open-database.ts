import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Config } from '../config.js';
import { connectDatabase } from './connect.js';
import { DatabaseInUse, startEmbeddedEngine, type EmbeddedEngine } from './embedded-engine.js';

export interface Database {
  readonly connection: Connection;
  close(): Promise<void>;
}

type DatabaseConfig = Pick<Config, 'mongodbUri' | 'databaseName' | 'dataDir'>;
type Say = (progress: string) => void;

/** The server that `MONGODB_URI` names, or the embedded engine in `DATA_DIR/db`. Throws `DatabaseInUse` when another process holds it. */
export async function openDatabase(config: DatabaseConfig, say: Say): Promise<Database> {
  if (config.mongodbUri !== undefined) return connected(config.mongodbUri, config);
  const engine = await startEmbeddedEngine({
    directory: join(config.dataDir, 'db'),
    libraryFolder: join(config.dataDir, 'c-library'),
    say,
  });
  return connected(engine.uri, config, await announced(engine, config));
}

/** As a command opens it: beside the running service, if that holds the embedded engine. */
export async function openDatabaseBeside(config: DatabaseConfig, say: Say): Promise<Database> {
  try {
    return await openDatabase(config, say);
  } catch (error) {
    if (!(error instanceof DatabaseInUse)) throw error;
    const uri = await readFile(addressFile(config), 'utf8').catch(() => undefined);
    if (uri === undefined) throw error;
    return connected(uri, config);
  }
}

async function connected(
  uri: string,
  { databaseName }: DatabaseConfig,
  engine?: Pick<EmbeddedEngine, 'stop'>,
): Promise<Database> {
  const connection = await connectDatabase(uri, databaseName);
  return {
    connection,
    async close() {
      await connection.close();
      await engine?.stop();
    },
  };
}

/** Where commands find the engine while it runs. Its socket lies in a folder of this user's alone. */
const addressFile = ({ dataDir }: DatabaseConfig): string => join(dataDir, 'db-address');

async function announced(
  engine: EmbeddedEngine,
  config: DatabaseConfig,
): Promise<Pick<EmbeddedEngine, 'stop'>> {
  await writeFile(addressFile(config), engine.uri, { mode: 0o600 });
  return {
    async stop() {
      await rm(addressFile(config), { force: true });
      await engine.stop();
    },
  };
}
