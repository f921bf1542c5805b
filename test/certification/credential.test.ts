import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  CompactSign,
  decodeJwt,
  decodeProtectedHeader,
  importPKCS8,
  importJWK,
  jwtVerify,
} from 'jose';
import { composePayload } from '../../server/certification/credential-record.js';
import {
  issueCredential,
  readCredential,
  trustedKeyOf,
} from '../../server/certification/credential.js';
import type { TrustedKey } from '../../server/certification/credential.js';
import { loadSeal } from '../../server/platform/keys/seal-key.js';
import { aCredentialRecord, credentialUrls, sealedAt } from './a-certificate.js';
import { porsgrunnSeal, skienKey, skienSeal } from './a-seal.js';
import { ThrowawayPki } from './throwaway-pki.js';

const trusted = (): TrustedKey[] => [trustedKeyOf(skienSeal().certificate)];
const issue = (): Promise<string> =>
  issueCredential(aCredentialRecord(), skienSeal(), credentialUrls);

/** A JWT signed by our own key, of whatever header and payload. */
async function signed(header: object, payload: object): Promise<string> {
  const key = await importPKCS8(skienKey().privateKeyPem, 'RS256');
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ ...properHeader(), ...header })
    .sign(key);
}

const properHeader = () => ({
  alg: 'RS256',
  kid: `${credentialUrls.keys}/${skienSeal().kid}`,
  typ: 'JWT',
});

const properPayload = (): Record<string, unknown> =>
  composePayload(aCredentialRecord(), credentialUrls);

async function codeOf(jwt: string, keys = trusted()): Promise<string> {
  const reading = await readCredential(jwt, keys);
  return reading.trusted ? 'trusted' : reading.code;
}

describe('a credential', () => {
  it('says what the certificate says', async () => {
    const reading = await readCredential(await issue(), trusted());
    assert.deepEqual(reading, {
      trusted: true,
      credential: {
        id: 'https://medsert.skien.example/skien/certificates/MS-2026-004217',
        number: 'MS-2026-004217',
        title: 'Sertifikat i legemiddelhåndtering',
        holderName: 'Áile-Máret Bjørnæs-Nilsen',
        holderId: 'urn:uuid:0b7d1a3e-5c1f-4d0e-9a52-5f1c8e2b7a90',
        issuerName: 'Skien kommune',
        validFrom: sealedAt,
        validUntil: new Date('2028-11-20T22:59:59Z'),
        scope: ['Istandgjøring av dosett og multidose'],
        rulesVersion: 'Skien 2026.2',
      },
    });
  });

  it('has the header that Open Badges 3.0 allows and no other', async () => {
    assert.deepEqual(decodeProtectedHeader(await issue()), {
      alg: 'RS256',
      kid: `https://medsert.skien.example/keys/${skienSeal().kid}`,
      typ: 'JWT',
    });
  });

  it('repeats itself in the claims of JWT, times in seconds', async () => {
    const { iss, jti, sub, nbf, exp } = decodeJwt(await issue());
    assert.deepEqual(
      { iss, jti, sub, nbf, exp },
      {
        iss: 'https://medsert.skien.example/skien',
        jti: 'https://medsert.skien.example/skien/certificates/MS-2026-004217',
        sub: 'urn:uuid:0b7d1a3e-5c1f-4d0e-9a52-5f1c8e2b7a90',
        nbf: Date.UTC(2026, 10, 21, 19, 35, 21) / 1000,
        exp: Date.UTC(2028, 10, 20, 22, 59, 59) / 1000,
      },
    );
  });

  it('is a JWT that another library verifies', async () => {
    const key = await importJWK(skienSeal().publicJwk);
    const { payload } = await jwtVerify(await issue(), key, { currentDate: sealedAt });
    assert.equal(payload['name'], 'Sertifikat i legemiddelhåndtering');
  });

  it('need not have an end', async () => {
    const endless = { ...aCredentialRecord() };
    Reflect.deleteProperty(endless, 'validUntil');
    const jwt = await issueCredential(endless, skienSeal(), credentialUrls);
    const reading = await readCredential(jwt, trusted());
    assert.ok(reading.trusted);
    assert.equal('validUntil' in reading.credential, false);
    assert.equal('exp' in decodeJwt(jwt), false);
  });

  it('can be sealed with an elliptic key, as ES256', async () => {
    const pki = new ThrowawayPki(mkdtempSync(join(tmpdir(), 'medsert-pki-')));
    try {
      pki.issue('seal', 'seal');
      const { validFrom } = new X509Certificate(pki.read('seal.pem'));
      const seal = loadSeal(pki.material('seal'), new Date(validFrom));
      // Its numbers have 31 to 33 bytes in DER; twenty signatures meet the short and the long ones.
      for (let round = 0; round < 20; round += 1) {
        const jwt = await issueCredential(aCredentialRecord(), seal, credentialUrls);
        assert.equal(await codeOf(jwt, [trustedKeyOf(seal.certificate)]), 'trusted');
      }
    } finally {
      rmSync(pki.folder, { recursive: true });
    }
  });
});

describe('reading a credential', () => {
  it('refuses one that was signed with a key we do not trust', async () => {
    const foreign = await issueCredential(aCredentialRecord(), porsgrunnSeal(), credentialUrls);
    assert.equal(await codeOf(foreign), 'unknown-key');
  });

  it('refuses one signed with another key under our name', async () => {
    const [header = ''] = (await issue()).split('.');
    const foreign = await issueCredential(aCredentialRecord(), porsgrunnSeal(), credentialUrls);
    const [, payload = '', signature = ''] = foreign.split('.');
    assert.equal(await codeOf([header, payload, signature].join('.')), 'bad-signature');
  });

  it('refuses a changed one', async () => {
    const [header = '', , signature = ''] = (await issue()).split('.');
    const payload = { ...properPayload(), name: 'Sertifikat i alt' };
    const changed = Buffer.from(JSON.stringify(payload)).toString('base64url');
    assert.equal(await codeOf([header, changed, signature].join('.')), 'bad-signature');
  });

  it('still knows the key when the service has moved to another host', async () => {
    const kid = `https://sertifikat.example/keys/${skienSeal().kid}`;
    assert.equal(await codeOf(await signed({ kid }, properPayload())), 'trusted');
  });

  it('refuses a header that brings its own key or asks for more', async () => {
    const jwk = skienSeal().publicJwk;
    assert.equal(await codeOf(await signed({ jwk }, properPayload())), 'unexpected-header');
    assert.equal(
      await codeOf(await signed({ typ: 'vc+jwt' }, properPayload())),
      'unexpected-header',
    );
  });

  it('refuses an unsigned one', async () => {
    const [, payload = ''] = (await issue()).split('.');
    const header = Buffer.from(JSON.stringify({ ...properHeader(), alg: 'none' }));
    assert.equal(await codeOf(`${header.toString('base64url')}.${payload}.`), 'malformed');
    assert.equal(
      await codeOf(`${header.toString('base64url')}.${payload}.AA`),
      'unexpected-header',
    );
  });

  const contradictions: Readonly<Record<string, Record<string, unknown>>> = {
    'another id in the claims': { jti: 'https://medsert.skien.example/x' },
    'another issuer in the claims': { iss: 'https://porsgrunn.example' },
    'another holder in the claims': { sub: 'urn:uuid:other' },
    'a later end in the claims': { exp: 4_000_000_000 },
    'an id that ends in another number': {
      id: 'https://medsert.skien.example/skien/certificates/MS-1',
      jti: 'https://medsert.skien.example/skien/certificates/MS-1',
    },
    'no subject': { credentialSubject: undefined },
    'another kind of credential': { type: ['VerifiableCredential'] },
  };
  for (const [name, change] of Object.entries(contradictions)) {
    it(`refuses one of ours with ${name}`, async () => {
      const jwt = await signed({}, { ...properPayload(), ...change });
      assert.equal(await codeOf(jwt), 'unexpected-content');
    });
  }

  it('never throws, whatever it is given', async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        assert.notEqual(await codeOf(parts.join('.')), 'trusted');
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});
