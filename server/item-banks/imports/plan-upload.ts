import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportDefaults } from '../formats/content-item.rules.js';
import type { ImportTarget, PlanEntry } from '../formats/plan-import.js';

export interface UploadedFile {
  /** As it was called where it came from: formats are told apart by it, and ids made from it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly target: ImportTarget;
  readonly defaults: ImportDefaults;
}

/** Far more than honest files need (10 MiB take a second or two), and too little to harm the exams that run beside it. */
const LONGEST_MS = 30_000;
const MOST_MEMORY_MIB = 256;
const SCRIPT = fileURLToPath(new URL(`./plan-process${extname(import.meta.url)}`, import.meta.url));

/**
 * Reads a file of another system in a process of its own, with an end to its time and memory and none of our secrets in its environment:
 * a save of a response never waits for it. Undefined when it used up what it has.
 */
export function planUpload(file: UploadedFile): Promise<readonly PlanEntry[] | undefined> {
  const child = fork(SCRIPT, {
    serialization: 'advanced',
    execArgv: [...process.execArgv, `--max-old-space-size=${MOST_MEMORY_MIB}`],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
    child.once('message', (entries) => {
      resolve(entries as readonly PlanEntry[]);
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(tooLong);
      resolve(undefined);
    });
    child.send(file);
  });
}
