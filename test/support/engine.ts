import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  startEmbeddedEngine,
  type EmbeddedEngine,
} from '../../server/platform/database/embedded-engine.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { newEngineFolder } from './engine-folder.js';

/** Where the processes of a test run that share its engine find it. */
const ENGINE_URI = 'MEDSERT_TEST_ENGINE_URI';

let running: { engine: EmbeddedEngine; directory: string } | undefined;

/** The one engine of a test run, started before its first test file and whichever process runs that. */
export async function mochaGlobalSetup(): Promise<void> {
  const directory = await newEngineFolder('medsert-test-db-');
  const engine = await startEmbeddedEngine({
    directory,
    libraryFolder: join(projectRoot, 'data', 'c-library'),
    say: () => undefined,
  });
  running = { engine, directory };
  process.env[ENGINE_URI] = engine.uri;
}

export async function mochaGlobalTeardown(): Promise<void> {
  await running?.engine.stop();
  if (running) await rm(running.directory, { recursive: true, force: true });
}

export function engineUri(): string {
  const uri = process.env[ENGINE_URI];
  if (uri === undefined) throw new Error('The engine runs during a run of mocha only');
  return uri;
}
