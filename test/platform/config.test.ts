import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../../server/platform/config.js';

const now = new Date('2026-11-21T10:00:00Z');

function mistakesOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment, now);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'medsert-config-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('name every mistake at once, by the variable', () => {
    const mistakes = mistakesOf({
      PORT: 'three thousand',
      PUBLIC_URL: 'ftp://example.invalid',
      MONGODB_URI: 'postgres://x',
      SESSION_SECRET: 'short',
    });
    const named = mistakes.map((mistake) => mistake.split(':')[0]).sort();
    assert.deepEqual(named, ['MONGODB_URI', 'PORT', 'PUBLIC_URL', 'SESSION_SECRET']);
  });

  it('have no secret by default in production', () => {
    const mistakes = mistakesOf({ MEDSERT_MODE: 'production', DATA_DIR: folder });
    for (const name of [
      'PUBLIC_URL',
      'SMTP_URL',
      'SESSION_SECRET',
      'AUDIT_KEY',
      'SEAL_KEY_FILE',
      'SAML_KEY_FILE',
    ])
      assert.ok(
        mistakes.some((mistake) => mistake.startsWith(`${name}:`)),
        `${name} is not named`,
      );
  });

  it('want https in production, and key files that exist', () => {
    const mistakes = mistakesOf({
      MEDSERT_MODE: 'production',
      PUBLIC_URL: 'http://medsert.example.invalid',
      SEAL_KEY_FILE: join(folder, 'none.pem'),
    });
    assert.ok(mistakes.includes('PUBLIC_URL: must begin with https:// in production'));
    assert.ok(mistakes.some((mistake) => mistake.startsWith('SEAL_KEY_FILE: there is no file')));
  });

  it('name what is missing beside what is malformed', () => {
    const mistakes = mistakesOf({ MEDSERT_MODE: 'production', PORT: '70000', LOG_LEVEL: 'loud' });
    for (const name of ['PORT', 'LOG_LEVEL', 'SMTP_URL', 'SESSION_SECRET'])
      assert.ok(
        mistakes.some((mistake) => mistake.startsWith(`${name}:`)),
        `${name} is not named`,
      );
    assert.deepEqual(
      mistakesOf({ PORT: 'x', HOST: '0.0.0.0' }).map((mistake) => mistake.split(':')[0]),
      ['PORT', 'HOST'],
    );
  });

  it('take a key and its certificate together or not at all, also in the demo', () => {
    const key = join(folder, 'key.pem');
    assert.deepEqual(mistakesOf({ SEAL_KEY_FILE: key, DATA_DIR: folder }), [
      'SEAL_CERTIFICATE_FILE: is needed beside SEAL_KEY_FILE',
      `SEAL_KEY_FILE: there is no file ${key}`,
    ]);
  });

  it('are frozen, and an empty variable is as good as none', () => {
    const secrets = { SESSION_SECRET: 's'.repeat(32), AUDIT_KEY: 'a'.repeat(32) };
    for (const name of ['seal', 'saml', 'demo-login']) {
      mkdirSync(join(folder, 'secrets'), { recursive: true });
      writeFileSync(join(folder, 'secrets', `${name}-key.json`), '{}');
    }
    const config = readConfig({ ...secrets, PORT: '', SMTP_URL: '', DATA_DIR: folder }, now);
    assert.deepEqual([config.port, config.smtpUrl, config.host], [3000, undefined, '127.0.0.1']);
    assert.ok(Object.isFrozen(config));
  });

  it('let the demo listen on this machine only', () => {
    assert.deepEqual(mistakesOf({ HOST: '0.0.0.0', DATA_DIR: folder }), [
      'HOST: the demo listens on this machine only (127.0.0.1)',
    ]);
  });

  it("make the demo's secrets once, for the owner only", () => {
    const config = readConfig({ DATA_DIR: folder }, now);
    for (const file of ['session-secret', 'audit-key', 'seal-key.json', 'saml-key.json'])
      assert.equal(statSync(join(folder, 'secrets', file)).mode & 0o777, 0o600, file);
    assert.equal(statSync(join(folder, 'secrets')).mode & 0o777, 0o700);
    assert.equal(readdirSync(join(folder, 'secrets')).length, 5, 'nothing half-made is left');
    assert.deepEqual(readConfig({ DATA_DIR: folder }, now), config);
  });
});
