import assert from 'node:assert/strict';
import { createServer, get, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metadataFetcher } from '../../server/identity/fetch-metadata.js';
import {
  IdpMetadataError,
  type IdpMetadataCode,
} from '../../server/identity/idp-metadata-error.js';
import { isPublicAddress } from '../../server/identity/public-address.js';

describe('an address', () => {
  const ours = [
    ['this machine', '127.0.0.1', '127.8.8.8', '0.0.0.0', '::1', '::'],
    ['a private network', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1'],
    ['the link', '169.254.169.254', 'fe80::1'],
    ['a carrier’s network', '100.64.0.1', '100.127.255.255'],
    ['IPv4 inside IPv6', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ['documentation', '192.0.2.1', '203.0.113.9', '2001:db8::1'],
    ['many at once', '224.0.0.1', '255.255.255.255', 'ff02::1'],
    ['none', '', 'localhost', '1.2.3', '0x7f.1'],
  ];
  for (const [title, ...addresses] of ours)
    it(`of ${title} is not public`, () => {
      assert.deepEqual(addresses.filter(isPublicAddress), []);
    });
  it('of the world is', () => {
    const addresses = ['93.184.216.34', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00:1450::1'];
    assert.deepEqual(addresses.filter(isPublicAddress), addresses);
  });
});

describe('fetching metadata', () => {
  const PUBLIC = '93.184.216.34';
  let answer: RequestListener = () => undefined;
  const server = createServer((req, res) => {
    answer(req, res);
  });
  let port = 0;
  const opened: string[] = [];

  before(
    () =>
      new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', () => {
          ({ port } = server.address() as AddressInfo);
          resolve();
        });
      }),
  );
  beforeEach(() => {
    opened.length = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** The names of the world as the test wants them; a connection to any address ends at the test's own server. */
  const fetcher = (addresses: readonly string[] = [PUBLIC], patienceMs = 2_000) =>
    metadataFetcher(
      {
        resolve: () => Promise.resolve(addresses),
        open: (url, ip, signal) => {
          opened.push(ip);
          return new Promise<IncomingMessage>((resolve, reject) => {
            get({ host: '127.0.0.1', port, path: url.pathname, signal }, resolve).once(
              'error',
              reject,
            );
          });
        },
      },
      patienceMs,
    );
  const refused = (fetching: Promise<unknown>, code: IdpMetadataCode) =>
    assert.rejects(fetching, (error) => error instanceof IdpMetadataError && error.code === code);
  const URL = 'https://idp.example/metadata';

  it('brings the bytes, from the address that was looked at', async () => {
    answer = (_req, res) => res.end('<x/>');
    assert.equal(Buffer.from(await fetcher()(URL)).toString(), '<x/>');
    assert.deepEqual(opened, [PUBLIC]);
  });

  const addresses: readonly (readonly [string, IdpMetadataCode])[] = [
    ['http://idp.example/metadata', 'metadata-not-https'],
    ['file:///etc/passwd', 'metadata-not-https'],
    ['https://me:secret@idp.example/', 'metadata-address'],
    ['idp.example', 'metadata-address'],
    ['https://127.0.0.1/', 'metadata-address-not-public'],
    ['https://[::1]/', 'metadata-address-not-public'],
    ['https://2130706433/', 'metadata-address-not-public'],
    ['https://0x7f.1/', 'metadata-address-not-public'],
    ['https://169.254.169.254/latest', 'metadata-address-not-public'],
  ];
  for (const [address, code] of addresses)
    it(`refuses ${address} without a connection (${code})`, async () => {
      await refused(fetcher()(address), code);
      assert.deepEqual(opened, []);
    });

  it('refuses a name if any of its addresses is private', async () => {
    await refused(fetcher([PUBLIC, '10.0.0.1'])(URL), 'metadata-address-not-public');
    await refused(fetcher([])(URL), 'metadata-unreachable');
    assert.deepEqual(opened, []);
  });

  it('follows no redirect', async () => {
    answer = (_req, res) => res.writeHead(302, { Location: 'https://127.0.0.1/' }).end();
    await refused(fetcher()(URL), 'metadata-redirected');
  });

  it('takes 200 only', async () => {
    answer = (_req, res) => res.writeHead(404).end('<x/>');
    await refused(fetcher()(URL), 'metadata-unreachable');
  });

  it('stops reading at four million bytes, whatever the head said', async () => {
    answer = (_req, res) => {
      const more = (): void => {
        while (!res.destroyed && res.write(Buffer.alloc(65_536, 'x')));
        res.once('drain', more);
      };
      more();
    };
    await refused(fetcher()(URL), 'metadata-too-large');
  });

  it('waits for so long, also for a body that trickles', async () => {
    answer = () => undefined;
    await refused(fetcher([PUBLIC], 50)(URL), 'metadata-unreachable');
    answer = (_req, res) => res.write('<x>');
    await refused(fetcher([PUBLIC], 50)(URL), 'metadata-unreachable');
  });
});
