import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startEmbeddedEngine,
  type EmbeddedEngine,
} from '../../server/platform/database/embedded-engine.js';
import { projectRoot } from '../../server/platform/project-root.js';

let running: Promise<{ engine: EmbeddedEngine; directory: string }> | undefined;

async function start(): Promise<{ engine: EmbeddedEngine; directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'medsert-test-db-'));
  const engine = await startEmbeddedEngine({
    directory,
    libraryFolder: join(projectRoot, 'data', 'c-library'),
    say: () => undefined,
  });
  return { engine, directory };
}

/** The one engine of a test run, started by the first test file that needs it. */
export async function engineUri(): Promise<string> {
  running ??= start();
  return (await running).engine.uri;
}

const guests: (() => Promise<void>)[] = [];

/** For what uses the engine until the end of the run: it is ended just before the engine. */
export function endBeforeEngine(end: () => Promise<void>): void {
  guests.push(end);
}

export const mochaHooks = {
  async afterAll(): Promise<void> {
    if (!running) return;
    const { engine, directory } = await running;
    try {
      for (const end of guests) await end();
    } finally {
      await engine.stop();
      await rm(directory, { recursive: true, force: true });
    }
  },
};
