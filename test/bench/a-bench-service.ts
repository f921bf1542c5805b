import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { connectDatabase } from '../../server/platform/database/connect.js';
import { startEmbeddedEngine } from '../../server/platform/database/embedded-engine.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { option, sleep } from './measuring.js';

export interface BenchService {
  readonly port: number;
  readonly secret: string;
  readonly connection: Connection;
  /** Of the application that runs now. */
  appProcessId(): number;
  readonly databaseProcessId: number;
  /** An outage: the database goes on without the application. */
  stopApp(): Promise<void>;
  /** Resolves when the application is ready. */
  startApp(): Promise<void>;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** With `--profile FOLDER` the application leaves there where its time went, to be opened with a browser's developer tools. */
function profiling(): string[] {
  const folder = option('profile', '');
  return folder === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

/** The built service in its own process and the embedded engine in another, as in life; the benchmark looks into the same database. */
export async function startBenchService(): Promise<BenchService> {
  const folder = await mkdtemp(join(tmpdir(), 'medsert-bench-'));
  const engine = await startEmbeddedEngine({
    directory: join(folder, 'db'),
    libraryFolder: join(projectRoot, 'data', 'c-library'),
    say: () => undefined,
  });
  const port = await freePort();
  const secret = 'benchmark-secret-benchmark-secret-00';
  const idpPort = await freePort();
  let app: ChildProcess;
  async function startApp(): Promise<void> {
    app = spawn(
      process.execPath,
      [...profiling(), join(projectRoot, 'dist', 'server', 'main.js')],
      {
        cwd: projectRoot,
        env: {
          ...process.env,
          PORT: String(port),
          IDP_PORT: String(idpPort),
          PUBLIC_URL: `http://localhost:${port}`,
          DATA_DIR: folder,
          MONGODB_URI: engine.uri,
          MONGODB_DATABASE: 'bench',
          SESSION_SECRET: secret,
          LOG_LEVEL: 'error',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await isReady(app);
  }
  async function stopApp(): Promise<void> {
    const gone = new Promise((resolve) => app.once('exit', resolve));
    app.kill('SIGTERM');
    await gone;
  }
  await startApp();
  const connection = await connectDatabase(engine.uri, 'bench');
  // The demo's certificates are sealed in the background at the first start; that is not what is measured.
  while (await connection.collection('certificates').countDocuments({ unsealed: true }))
    await sleep(200);
  return {
    port,
    secret,
    connection,
    appProcessId: () => app.pid ?? 0,
    databaseProcessId: engine.processId() ?? 0,
    startApp,
    stopApp,
    async stop() {
      await stopApp();
      await connection.close();
      await engine.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isReady(app: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    app.once('exit', (code) => {
      reject(new Error(`The service ended at once (${String(code)})`));
    });
    app.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('is ready')) resolve();
    });
  });
}
