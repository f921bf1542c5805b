import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealMaterial } from '../../server/platform/keys/seal-key.js';
import { runTool } from './external-tool.js';

const extensions = `
[root]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[issuer]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
[seal]
basicConstraints=critical,CA:FALSE
keyUsage=critical,nonRepudiation
[bare]
basicConstraints=critical,CA:FALSE
[tsa]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
`;

/**
 * A small trust service in a folder, made by OpenSSL so that our own certificate writer does not test itself: root, issuing
 * authority, seals and time-stamping certificates. Files are `<name>.key` and `<name>.pem`.
 */
export class ThrowawayPki {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    writeFileSync(this.path('ext.cnf'), `[req]\ndistinguished_name=d\n[d]\n${extensions}`);
    this.makeKey('root');
    this.openssl(
      ...['req', '-x509', '-key', this.path('root.key'), '-out', this.path('root.pem')],
      ...['-days', '7300', '-subj', '/C=NO/O=Test Trust/CN=Test Root', '-extensions', 'root'],
      ...['-config', this.path('ext.cnf')],
    );
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  /** Issues a certificate with one of the extension sets above, for a new P-256 key. */
  issue(name: string, kind: string, issuer = 'root'): void {
    this.makeKey(name);
    const request = this.path(`${name}.csr`);
    const subject = `/C=NO/O=Skien kommune/CN=Test ${name}`;
    this.openssl(
      'req',
      '-new',
      '-utf8',
      '-key',
      this.path(`${name}.key`),
      '-subj',
      subject,
      '-out',
      request,
    );
    this.openssl(
      ...['x509', '-req', '-in', request, '-out', this.path(`${name}.pem`), '-days', '3650'],
      ...['-CA', this.path(`${issuer}.pem`), '-CAkey', this.path(`${issuer}.key`)],
      ...['-CAcreateserial', '-sha256', '-extfile', this.path('ext.cnf'), '-extensions', kind],
    );
  }

  /** Key and certificates of a seal, its own certificate first. */
  material(name: string, ...chain: readonly string[]): SealMaterial {
    const certificates = [name, ...chain].map((file) => this.read(`${file}.pem`));
    return { privateKeyPem: this.read(`${name}.key`), certificatePem: certificates.join('\n') };
  }

  private makeKey(name: string): void {
    const key = this.path(`${name}.key`);
    this.openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key);
  }

  private openssl(...args: readonly string[]): void {
    runTool('openssl', args);
  }
}
