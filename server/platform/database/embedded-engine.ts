import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../project-root.js';
import { EngineUnavailable, prepareEngineLaunch, type EngineLaunch } from './c-library.js';

const HOST_SCRIPT = join(projectRoot, 'server', 'platform', 'database', 'engine-host.mjs');
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** After this long a crash counts as a new trouble, not as the same one again. */
const HEALTHY_AFTER_MS = 60_000;

/** Another process, most likely the running service, has the embedded database open. */
export class DatabaseInUse extends Error {
  constructor(directory: string) {
    super(
      `The database in ${directory} is in use by another process, most likely the running service. ` +
        'Stop it and try again, or set MONGODB_URI to work on a server beside it.',
    );
    this.name = 'DatabaseInUse';
  }
}

export interface EmbeddedEngine {
  /** Stays the same when the engine is restarted: the driver reconnects by itself. */
  readonly uri: string;
  /** Closes the database in order. */
  stop(): Promise<void>;
  /** The process that holds the engine, for tests that kill it and for benchmarks. */
  processId(): number | undefined;
}

export interface EngineSettings {
  readonly directory: string;
  /** Where a newer C library is kept if this machine needs one. */
  readonly libraryFolder: string;
  readonly say: (progress: string) => void;
}

/** Runs the engine in a child process and keeps it running: a crash is followed by a restart, with growing pauses. */
export async function startEmbeddedEngine(settings: EngineSettings): Promise<EmbeddedEngine> {
  const launch = await prepareEngineLaunch(settings.libraryFolder, settings.say);
  await mkdir(settings.directory, { recursive: true, mode: 0o700 });
  // Each start of the engine makes a socket of its own; a link of ours points to the present one.
  const folder = await mkdtemp(join(tmpdir(), 'medsert-'));
  const link = join(folder, 'db.sock');

  let child: ChildProcess;
  let stopping = false;
  let pause = FIRST_PAUSE_MS;

  async function open(): Promise<void> {
    const started = await startChild(launch, settings.directory);
    child = started.child;
    await symlink(started.socketPath, `${link}.new`);
    await rename(`${link}.new`, link);
    const healthy = setTimeout(() => {
      pause = FIRST_PAUSE_MS;
    }, HEALTHY_AFTER_MS).unref();
    child.once('exit', (code, signal) => {
      clearTimeout(healthy);
      if (stopping) return;
      settings.say(
        `The database stopped (${signal ?? `exit ${String(code)}`}); starting it again.`,
      );
      void reopen();
    });
  }

  async function reopen(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (stopping) return;
      try {
        await open();
        settings.say('The database is running again.');
        return;
      } catch (error) {
        settings.say(`The database did not start: ${String(error)}`);
      }
    }
  }

  await open();
  return {
    uri: `mongodb://${encodeURIComponent(link)}/?directConnection=true`,
    processId: () => child.pid,
    async stop() {
      stopping = true;
      await stopChild(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function startChild(
  launch: EngineLaunch,
  directory: string,
): Promise<{ child: ChildProcess; socketPath: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(launch.command, [...launch.args, HOST_SCRIPT, directory], {
      cwd: projectRoot,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let trouble = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      trouble = (trouble + text).slice(-2000);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(startFailure(trouble.trim(), code, directory));
    });
    createInterface({ input: child.stdout }).once('line', (line) => {
      child.removeAllListeners('exit');
      const { socketPath } = JSON.parse(line) as { socketPath: string };
      resolve({ child, socketPath });
    });
  });
}

function startFailure(trouble: string, code: number | null, directory: string): Error {
  if (trouble.includes('DBPathInUse')) return new DatabaseInUse(directory);
  return new EngineUnavailable(trouble || `it ended at once (exit ${String(code)}).`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  child.kill('SIGTERM');
  await gone;
}
