import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../server/platform/database/connect.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { engineUri } from './engine.js';
import { keepSecretsIn } from './some-secrets.js';

const READY_WITHIN_MS = 60_000;
const STARTS_WITHIN_MS = READY_WITHIN_MS + 20_000;
const isBuilt = process.env['MEDSERT_TEST_BUILT'] !== undefined;
/** What has just been built starts sooner than what is compiled while it is read. */
const program = (name: string): string[] =>
  isBuilt
    ? [join('dist', 'server', `${name}.js`)]
    : ['--import', 'tsx', join('server', `${name}.ts`)];

/** The service as people run it: a process of its own, with its demo, on two free ports of this machine. */
export interface RunningService {
  readonly url: string;
  readonly dataDir: string;
  /** The service's own database, to look at and to change it behind its back. */
  connection(): Connection;
  /** `kill -9`: the process has no moment to finish anything. Resolves when it is gone. */
  kill9(): Promise<void>;
  /** Starts it again with the same settings, and so at the same address. */
  restart(): Promise<void>;
  /** Runs a `medsert` command with the settings of the service. */
  medsert(...words: readonly string[]): {
    readonly exitCode: number | null;
    readonly output: string;
  };
}

/** Call inside a `describe`: a service of its own, filled with the demo, stopped and removed afterwards. */
export function useRunningService(
  databaseUri: () => Promise<string> | string = engineUri,
): RunningService {
  let started: Started | undefined;
  const running = (): Started => {
    if (!started) throw new Error('The service runs inside tests and hooks only');
    return started;
  };
  before(async function () {
    this.timeout(STARTS_WITHIN_MS);
    compileBrowserModules();
    started = await startService(await databaseUri());
  });
  after(async () => {
    await started?.remove();
  });
  return {
    get url() {
      return running().url;
    },
    get dataDir() {
      return running().dataDir;
    },
    connection: () => running().connection,
    kill9: () => running().kill9(),
    restart: () => running().launch(),
    medsert: (...words) => running().medsert(words),
  };
}

let shared: Promise<Started> | undefined;

/** Call inside a `describe`: the one service of this test process, for tests that take care to meddle with nobody else's people. */
export function useSharedService(): Pick<RunningService, 'url' | 'connection'> {
  let started: Started | undefined;
  const running = (): Started => {
    if (!started) throw new Error('The service runs inside tests and hooks only');
    return started;
  };
  before(async function () {
    this.timeout(STARTS_WITHIN_MS);
    compileBrowserModules();
    shared ??= startShared();
    started = await shared;
  });
  after(() => {
    started?.failOnLoggedErrors();
  });
  return {
    get url() {
      return running().url;
    },
    connection: () => running().connection,
  };
}

/** It ends with the process; what it kept goes with the engine of the run. */
async function startShared(): Promise<Started> {
  const started = await startService(engineUri());
  process.once('exit', () => {
    started.endAtOnce();
  });
  return started;
}

type Started = Awaited<ReturnType<typeof startService>>;

/** For what is no test of mocha: whoever starts it removes it. */
export async function startService(databaseUri: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'medsert-journey-'));
  keepSecretsIn(join(dataDir, 'secrets'));
  const [port, loginPort] = await twoFreePorts();
  const database = `journey-${randomBytes(6).toString('hex')}`;
  const url = `http://localhost:${port}`;
  const { PATH, HOME, TMPDIR } = process.env;
  // Nothing else of this machine's settings reaches the service.
  const env: NodeJS.ProcessEnv = {
    ...{ PATH, HOME, TMPDIR },
    PORT: String(port),
    IDP_PORT: String(loginPort),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    MONGODB_URI: databaseUri,
    MONGODB_DATABASE: database,
  };
  let server = await launched(env);
  const connection = await connectDatabase(databaseUri, database);

  return {
    url,
    port,
    dataDir,
    connection,
    async kill9(): Promise<void> {
      await ended(server.child, 'SIGKILL');
    },
    async launch(): Promise<void> {
      server = await launched(env);
    },
    medsert(words: readonly string[]) {
      const medsert = [...program(join('cli', 'medsert')), ...words];
      const { status, stdout, stderr } = spawnSync(process.execPath, medsert, {
        cwd: projectRoot,
        env,
        encoding: 'utf8',
      });
      return { exitCode: status, output: stdout + stderr };
    },
    failOnLoggedErrors,
    endAtOnce(): void {
      server.child.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
    remove: async (isExpected?: (line: string) => boolean): Promise<void> => {
      await ended(server.child, 'SIGTERM');
      await connection.dropDatabase();
      await connection.close();
      await rm(dataDir, { recursive: true, force: true });
      failOnLoggedErrors(isExpected);
    },
  };

  /** An error that only the log tells of is one all the same. */
  function failOnLoggedErrors(isExpected: (line: string) => boolean = () => false): void {
    const errors = server
      .output()
      .split('\n')
      .filter((line) => isLoggedError(line) && !isExpected(line));
    if (errors.length > 0) throw new Error(`The service logged errors:\n${errors.join('\n')}`);
  }
}

async function launched(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, program('main'), {
    cwd: projectRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(patience);
      child.kill('SIGKILL');
      reject(new Error(`The service ${why}:\n${output.slice(-4_000)}`));
    };
    const patience = setTimeout(() => {
      fail('was not ready in time');
    }, READY_WITHIN_MS);
    const read = (text: string): void => {
      output += text;
      if (!output.includes('Medsert is ready')) return;
      clearTimeout(patience);
      resolve();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('exit', (code, signal) => {
      fail(`ended before it was ready (${signal ?? `exit ${String(code)}`})`);
    });
  });
  child.removeAllListeners('exit');
  return { child, output: () => output };
}

/** Of pino, as a line of JSON. */
function isLoggedError(line: string): boolean {
  return /^\{"level":[56]0,/.test(line);
}

async function ended(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

/** Both are held until both are known, so that they differ. */
async function twoFreePorts(): Promise<[number, number]> {
  const holders = await Promise.all(
    [0, 1].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const holder = createServer().once('error', reject);
          holder.listen(0, '127.0.0.1', () => {
            resolve(holder);
          });
        }),
    ),
  );
  const [first = 0, second = 0] = holders.map((holder) => (holder.address() as AddressInfo).port);
  await Promise.all(holders.map((holder) => new Promise((resolve) => holder.close(resolve))));
  return [first, second];
}

let compiled = false;

/** The service hands out what lies in `dist/client`; unless that was just built, it is made once a run from the sources as they are now. */
function compileBrowserModules(): void {
  if (compiled || isBuilt) return;
  const compiler = join(projectRoot, 'node_modules', '.bin', 'tsc');
  const { status, stdout } = spawnSync(compiler, ['-p', join('views', 'client', 'tsconfig.json')], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The browser modules do not compile:\n${stdout}`);
  compiled = true;
}
