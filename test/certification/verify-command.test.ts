import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../../server/cli/verify.js';
import { readConfig } from '../../server/platform/config.js';
import { loadSeal } from '../../server/platform/keys/seal-key.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { porsgrunnSeal, skienSeal } from './a-seal.js';
import { aSealedCertificate } from './a-sealed-certificate.js';

interface Run {
  readonly exit: number;
  readonly words: string;
  readonly json: unknown;
}

describe('medsert verify', () => {
  let folder: string;
  let pdf: Buffer;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'medsert-verify-'));
    pdf = (await aSealedCertificate()).bytes;
    keep('genuine.pdf', pdf);
    keep('skien.pem', skienSeal().certificate.toString());
    keep('porsgrunn.pem', porsgrunnSeal().certificate.toString());
    keep(
      'both.pem',
      `${porsgrunnSeal().certificate.toString()}${skienSeal().certificate.toString()}`,
    );
    keep('empty.pem', 'nothing');
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const path = (name: string): string => join(folder, name);
  const keep = (name: string, content: Buffer | string): void => {
    writeFileSync(path(name), content);
  };

  async function run(files: readonly string[], options: Record<string, string>): Promise<Run> {
    const lines: string[] = [];
    let json: unknown;
    const exit = await verify.run({
      arguments: files.map(path),
      options,
      print: {
        line: (text) => lines.push(text),
        json(document) {
          json = JSON.parse(JSON.stringify(document));
        },
        usage(text) {
          lines.push(text);
          return 2;
        },
      },
    });
    return { exit, words: lines.join('\n'), json };
  }
  const runWith = (trust: string, ...files: string[]) => run(files, { trust: path(trust) });

  it('tells of a genuine file what it certifies and until when, and where to ask about revocation', async () => {
    const { exit, words, json } = await runWith('skien.pem', 'genuine.pdf');
    assert.equal(exit, 0);
    for (const said of [
      'Genuine',
      'Áile-Máret Bjørnæs-Nilsen',
      'number MS-2026-004217',
      'from 2026-11-21 to 2028-11-20',
      'Whether it has been revoked or replaced is not in the file',
      'https://medsert.skien.example/skien/certificates/MS-2026-004217',
    ])
      assert.ok(words.includes(said), said);
    const { genuine, revocation } = json as { genuine: boolean; revocation: { known: boolean } };
    assert.deepEqual([genuine, revocation.known], [true, false]);
  });

  it('trusts every certificate of the file', async () => {
    assert.equal((await runWith('both.pem', 'genuine.pdf')).exit, 0);
  });

  it('says of a file with one byte changed that it was altered', async () => {
    const copy = Buffer.from(pdf);
    const at = copy.indexOf('MS-2026-004217', 0, 'latin1');
    copy.writeUInt8(copy.readUInt8(at) ^ 0x01, at);
    keep('altered.pdf', copy);
    const { exit, words, json } = await runWith('skien.pem', 'altered.pdf');
    assert.equal(exit, 1);
    assert.match(words, /^Altered/);
    assert.deepEqual((json as { altered: boolean }).altered, true);
  });

  it('refuses any flipped byte', async () => {
    for (let at = 0; at < pdf.length; at += 4999) {
      const copy = Buffer.from(pdf);
      copy.writeUInt8(copy.readUInt8(at) ^ 0x80, at);
      keep('flipped.pdf', copy);
      assert.equal((await runWith('skien.pem', 'flipped.pdf')).exit, 1, `byte ${at}`);
    }
  });

  it('says of a file that another has sealed, or nobody, that it is not genuine', async () => {
    keep('plain.pdf', '%PDF-1.7\n%%EOF\n');
    keep('photo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    for (const [trust, file] of [
      ['porsgrunn.pem', 'genuine.pdf'],
      ['skien.pem', 'plain.pdf'],
      ['skien.pem', 'photo.png'],
    ] as const) {
      const { exit, words } = await runWith(trust, file);
      assert.equal(exit, 1, file);
      assert.match(words, /^Not genuine/);
    }
  });

  it('asks for a file, and for one only', async () => {
    assert.equal((await run([], {})).exit, 2);
    assert.equal((await run(['a.pdf', 'b.pdf'], {})).exit, 2);
    assert.equal((await run(['genuine.pdf'], { trust: '' })).exit, 2);
  });

  it('says which file could not be read', async () => {
    const missing = await runWith('skien.pem', 'missing.pdf');
    assert.equal(missing.exit, 3);
    assert.ok(missing.words.includes('missing.pdf'));
    assert.equal((await runWith('missing.pem', 'genuine.pdf')).exit, 3);
    assert.equal((await runWith('empty.pem', 'genuine.pdf')).exit, 3);
  });

  it('trusts the seal of this installation when it is not told whom to trust', async () => {
    const environment = { DATA_DIR: path('data') };
    const { sealKey } = readConfig(environment);
    const now = new Date();
    const { bytes } = await aSealedCertificate({ seal: loadSeal(sealKey, now), sealedAt: now });
    keep('own.pdf', bytes);
    const launch = (file: string) =>
      spawnSync(
        process.execPath,
        ['--import', 'tsx', 'server/cli/medsert.ts', 'verify', path(file), '--json'],
        { cwd: projectRoot, env: { ...process.env, ...environment }, encoding: 'utf8' },
      );
    const own = launch('own.pdf');
    assert.equal(own.status, 0, own.stderr);
    assert.equal((JSON.parse(own.stdout) as { genuine: boolean }).genuine, true);
    assert.equal(launch('genuine.pdf').status, 1);
  });
});
