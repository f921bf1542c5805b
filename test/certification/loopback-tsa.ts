import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runTool } from './external-tool.js';
import type { ThrowawayPki } from './throwaway-pki.js';

/** Turns a TimeStampReq into the bytes of the HTTP answer. */
export type Answer = (request: Buffer) => Buffer | Promise<Buffer>;

/** Runs a time-stamping authority on loopback while the work lasts. */
export async function withTsa<T>(answer: Answer, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void Promise.resolve(answer(Buffer.concat(chunks))).then((reply) => {
        response.setHeader('content-type', 'application/timestamp-reply');
        response.end(reply);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`http://127.0.0.1:${port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What `openssl ts` answers with the key and certificate of that name. */
export function opensslAnswer(pki: ThrowawayPki, name: string): Answer {
  const configuration = pki.path(`${name}.cnf`);
  const serial = pki.path(`${name}.serial`);
  writeFileSync(serial, '01\n');
  writeFileSync(
    configuration,
    `[tsa]
default_tsa=t
[t]
serial=${serial}
crypto_device=builtin
signer_cert=${pki.path(`${name}.pem`)}
certs=${pki.path('root.pem')}
signer_key=${pki.path(`${name}.key`)}
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
accuracy=secs:1
ess_cert_id_alg=sha256
`,
  );
  return (request) => {
    const query = pki.path('query.tsq');
    const reply = pki.path('reply.tsr');
    writeFileSync(query, request);
    const files = ['-config', configuration, '-queryfile', query, '-out', reply];
    runTool('openssl', ['ts', '-reply', ...files]);
    return readFileSync(reply);
  };
}
