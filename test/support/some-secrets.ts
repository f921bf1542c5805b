import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSelfSigned } from '../../server/platform/keys/self-signed.js';

let keyFile: string | undefined;

/** Keys as the demo would make them at its first start; one is enough for a run, because making it takes a second. */
export function keepSecretsIn(folder: string): void {
  keyFile ??= JSON.stringify(
    createSelfSigned({
      commonName: 'Medsert test',
      organisation: 'Medsert test',
      country: 'NO',
      validFrom: new Date('2020-01-01T00:00:00Z'),
      validTo: new Date('2045-01-01T00:00:00Z'),
    }),
  );
  mkdirSync(folder, { mode: 0o700 });
  for (const name of ['seal', 'saml', 'demo-login'])
    writeFileSync(join(folder, `${name}-key.json`), keyFile, { mode: 0o600 });
}
