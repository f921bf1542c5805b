import { equal, ok } from 'node:assert/strict';
import { Agent, get, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen, type Listening } from '../../server/platform/http/listen.js';

const BUSY_MS = 2;

/** As long as a page takes, and for as long nobody else is looked at. */
const busy: RequestListener = (_req, res) => {
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until);
  res.end('served');
};

describe('the doors of the service', () => {
  let listening: Listening;
  beforeEach(async () => {
    listening = await listen(busy, 0, '127.0.0.1');
  });
  afterEach(() => listening.stop());

  const ask = (port: number, agent: Agent | false): Promise<string> =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent }, (answer) => {
        let text = '';
        answer
          .setEncoding('utf8')
          .on('data', (part: string) => (text += part))
          .on('end', () => {
            resolve(text);
          });
      }).on('error', reject);
    });

  it('let newcomers in while those inside are served without a break', async () => {
    equal(listening.doors, 16);
    const { port } = listening.server.address() as AddressInfo;
    const inside = new Agent({ keepAlive: true, maxSockets: 30 });
    let waiting = 0;
    let waited = 0;
    let isOver = false;
    const served = Array.from({ length: 30 }, async () => {
      while (!isOver) {
        await ask(port, inside);
        if (waiting > 0) waited += 1;
      }
    });
    await ask(port, inside);
    waiting = 60;
    const newcomers = Array.from({ length: 60 }, async () => {
      equal(await ask(port, false), 'served');
      waiting -= 1;
    });
    await Promise.all(newcomers);
    isOver = true;
    await Promise.all(served);
    inside.destroy();
    // By one door it is one newcomer a round, and every round serves all 30 that are inside.
    ok(waited < 60 * 8, `${waited} requests were served before all 60 newcomers`);
  });

  it('leave nobody without an answer who knocks while they are being opened', async () => {
    const { port } = listening.server.address() as AddressInfo;
    await listening.stop();
    const knocks: Promise<string>[] = [];
    const knocking = setInterval(() => {
      knocks.push(...Array.from({ length: 3 }, () => ask(port, false).catch(() => 'turned away')));
    }, 1);
    listening = await listen(busy, port, '127.0.0.1');
    clearInterval(knocking);
    const answers = await Promise.all(knocks);
    ok(answers.includes('served'));
  });

  it('are all shut when it stops', async () => {
    const { port } = listening.server.address() as AddressInfo;
    await listening.stop();
    const refused = await new Promise((resolve) => {
      get({ host: '127.0.0.1', port, agent: false }, resolve).on('error', resolve);
    });
    equal((refused as { readonly code?: string }).code, 'ECONNREFUSED');
    listening = await listen(busy, port, '127.0.0.1');
    equal(await ask(port, false), 'served', 'the address is free again');
  });
});
