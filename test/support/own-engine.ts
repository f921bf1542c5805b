import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedEngine } from '../../server/platform/database/embedded-engine.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { newEngineFolder } from './engine-folder.js';

/** An engine for one test alone, so that killing it disturbs nobody else's. */
export async function startOwnEngine() {
  const directory = await newEngineFolder('medsert-own-engine-');
  const engine = await startEmbeddedEngine({
    directory,
    libraryFolder: join(projectRoot, 'data', 'c-library'),
    say: () => undefined,
  });
  return {
    ...engine,
    async stop(): Promise<void> {
      await engine.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
