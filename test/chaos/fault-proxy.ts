import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Rng } from '../../server/platform/rng.js';

/** What may happen to a request on its way; a share of all requests each, the rest pass. */
const FAULTS = {
  /** It never arrives. */
  lost: 0.04,
  /** It arrives, and its answer does not. */
  unanswered: 0.05,
  late: 0.1,
  /** It arrives a second time, some time after the first. */
  doubled: 0.06,
  /** The browser has given it up when it arrives, after others that were sent later. */
  overtaken: 0.05,
} as const;

type Fault = keyof typeof FAULTS | 'none';

interface Whole {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A network of the worst kind between browsers and the service on that port. */
export async function startFaultProxy(targetPort: number, rng: Rng) {
  const stragglers = new Set<Promise<unknown>>();
  const later = (act: () => Promise<unknown>, within: number): void => {
    const straggler = pause(rng() * within)
      .then(act)
      .catch(() => undefined)
      .finally(() => stragglers.delete(straggler));
    stragglers.add(straggler);
  };

  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const fault = drawn(rng);
    const whole = await read(from);
    const forward = () => forwarded(targetPort, whole);
    if (fault === 'lost' || fault === 'overtaken') {
      if (fault === 'overtaken') later(forward, 2_000);
      from.destroy();
      return;
    }
    if (fault === 'late') await pause(rng() * 700);
    const answer = await forward();
    if (fault === 'doubled') later(forward, 1_500);
    if (fault === 'unanswered') from.destroy();
    else to.writeHead(answer.status, answer.headers).end(answer.body);
  }

  const server = createServer((from, to) => {
    // The service is away, or went away meanwhile: a broken connection is what a browser sees of it.
    pass(from, to).catch(() => from.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Waits for what is still under way, too. */
    async close(): Promise<void> {
      await Promise.all(stragglers);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function drawn(rng: Rng): Fault {
  let left = rng();
  for (const [fault, share] of Object.entries(FAULTS)) {
    left -= share;
    if (left < 0) return fault as Fault;
  }
  return 'none';
}

async function read(from: IncomingMessage): Promise<Whole> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  const { method = 'GET', url: path = '/', headers } = from;
  return { method, path, headers, body: Buffer.concat(parts) };
}

function forwarded(port: number, { method, path, headers, body }: Whole) {
  return new Promise<{
    readonly status: number;
    readonly headers: IncomingMessage['headers'];
    readonly body: Buffer;
  }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const { statusCode: status = 502 } = answer;
        resolve({ status, headers: answer.headers, body: Buffer.concat(parts) });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
