import { fork } from 'node:child_process';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Server as Listener, Socket } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';

const ECHO_SCRIPT = join(projectRoot, 'server', 'platform', 'http', 'socket-echo.mjs');
const MORE_DOORS = 15;
const DOORS_WITHIN_MS = 5_000;
/** How many may wait at the doors; the system may allow fewer. */
const BACKLOG = 4096;
const CLOSED_AFTER_MS = 5_000;

export interface Listening {
  readonly server: Server;
  /** How many connections are taken in at most each time the process looks for new ones. */
  readonly doors: number;
  /** Takes in nobody any more; requests under way are finished, for five seconds at most. */
  stop(): Promise<void>;
}

/** Listens, by several doors to the same address: a full hall that is being served must not keep others waiting outside (ADR 0022). */
export async function listen(app: RequestListener, port: number, host: string): Promise<Listening> {
  const server = createServer(app);
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, BACKLOG, resolve);
  });
  const more = await moreDoors(server, (socket) => {
    // As an HTTP server has it for its own door: what is written goes out at once.
    socket.setNoDelay(true);
    server.emit('connection', socket);
  });
  return {
    server,
    doors: 1 + more.length,
    async stop() {
      const closed = [server, ...more].map(
        (door) =>
          new Promise<void>((resolve) =>
            door.close(() => {
              resolve();
            }),
          ),
      );
      // Connections that only wait are closed.
      server.closeIdleConnections();
      setTimeout(() => {
        server.closeAllConnections();
      }, CLOSED_AFTER_MS).unref();
      await Promise.all(closed);
    },
  };
}

/**
 * The same listening socket under other names, as a process gets it that another hands it to. The other one is gone when this resolves; whoever
 * connected meanwhile may have been turned away by its end, as a moment before, when nobody listened. Fewer doors where it fails: one is enough to be served.
 */
function moreDoors(server: Server, takeIn: (socket: Socket) => void): Promise<readonly Listener[]> {
  return new Promise((resolve) => {
    const doors: Listener[] = [];
    const child = fork(ECHO_SCRIPT, { stdio: 'ignore', execArgv: [] });
    const patience = setTimeout(() => child.kill('SIGKILL'), DOORS_WITHIN_MS);
    const end = (): void => {
      clearTimeout(patience);
      resolve(doors);
    };
    child.once('error', end).once('exit', end);
    child.on('message', (_again, door) => {
      // From here on people come in by it.
      doors.push((door as Listener).on('connection', takeIn));
      if (doors.length === MORE_DOORS) child.disconnect();
    });
    child.send(MORE_DOORS, server);
  });
}
