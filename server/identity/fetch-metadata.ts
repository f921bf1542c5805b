import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { isIP } from 'node:net';
import { IdpMetadataError } from './idp-metadata-error.js';
import { isPublicAddress } from './public-address.js';
import { MOST_METADATA_BYTES } from './read-metadata.js';

/** The file at an https address. Throws `IdpMetadataError`. */
export type FetchMetadata = (address: string) => Promise<Uint8Array>;

interface Network {
  /** All IP addresses of a host. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** Asks for the document at exactly that IP address; resolves when its head has come. */
  readonly open: (url: URL, ip: string, patience: AbortSignal) => Promise<IncomingMessage>;
}

const PATIENCE_MS = 10_000;

/**
 * Whoever may set up a login service must not make this service look around in its own network: every address of the host must be public, the
 * connection goes to an address that was looked at (a second look-up could say otherwise), and no redirect is followed.
 */
export function metadataFetcher(
  network: Network = theNetwork,
  patienceMs = PATIENCE_MS,
): FetchMetadata {
  return async (address) => {
    const url = httpsUrl(address);
    const patience = AbortSignal.timeout(patienceMs);
    try {
      const ip = await publicAddressOf(url, network);
      const answer = await network.open(url, ip, patience);
      const { statusCode = 0 } = answer;
      if (statusCode >= 300 && statusCode < 400) throw refusal(answer, 'metadata-redirected');
      if (statusCode !== 200) throw refusal(answer, 'metadata-unreachable');
      return await wholeBody(answer);
    } catch (error) {
      if (error instanceof IdpMetadataError) throw error;
      throw new IdpMetadataError('metadata-unreachable');
    }
  };
}

function httpsUrl(address: string): URL {
  if (address.length > 2000 || !URL.canParse(address))
    throw new IdpMetadataError('metadata-address');
  const url = new URL(address);
  if (url.protocol !== 'https:') throw new IdpMetadataError('metadata-not-https');
  if (`${url.username}${url.password}` !== '') throw new IdpMetadataError('metadata-address');
  return url;
}

async function publicAddressOf({ hostname }: URL, { resolve }: Network): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [first] = addresses;
  if (first === undefined) throw new IdpMetadataError('metadata-unreachable');
  if (!addresses.every(isPublicAddress)) throw new IdpMetadataError('metadata-address-not-public');
  return first;
}

async function wholeBody(answer: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_METADATA_BYTES) throw refusal(answer, 'metadata-too-large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refusal(
  answer: IncomingMessage,
  code: 'metadata-redirected' | 'metadata-unreachable' | 'metadata-too-large',
): IdpMetadataError {
  answer.destroy();
  return new IdpMetadataError(code);
}

const theNetwork: Network = {
  resolve: async (host) =>
    (await lookup(host, { all: true, order: 'ipv4first' })).map(({ address }) => address),
  open: ({ hostname, host, port, pathname, search }, ip, signal) =>
    new Promise((resolve, reject) => {
      get(
        {
          host: ip,
          // The certificate must be that of the name, wherever the name has led.
          servername: isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : '',
          port: port === '' ? 443 : Number(port),
          path: `${pathname}${search}`,
          headers: {
            Host: host,
            Accept: 'application/samlmetadata+xml, application/xml, text/xml',
          },
          agent: false,
          signal,
        },
        resolve,
      ).once('error', reject);
    }),
};
