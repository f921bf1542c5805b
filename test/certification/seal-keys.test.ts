import assert from 'node:assert/strict';
import express from 'express';
import { compactVerify, createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import request from 'supertest';
import { issueCredential } from '../../server/certification/credential.js';
import { sealKeyRoutes } from '../../server/certification/seal-key.routes.js';
import { readCertificates } from '../../server/platform/keys/seal-key.js';
import { aCredentialRecord, credentialUrls } from './a-certificate.js';
import { porsgrunnSeal, skienSeal } from './a-seal.js';

describe('the published keys', () => {
  const current = skienSeal();
  const retired = porsgrunnSeal();
  const seals = [
    { certificate: current.certificate },
    { certificate: retired.certificate, revokedAt: new Date('2026-06-01T00:00:00Z') },
    // A renewed certificate of the same key.
    { certificate: current.certificate },
  ];
  const app = express().use(sealKeyRoutes({ seals }));
  app.use(((_error, _req, res, _next) => {
    res.status(404).end();
  }) satisfies express.ErrorRequestHandler);

  it('are found one by one where a credential’s header points', async () => {
    const jwt = await issueCredential(aCredentialRecord(), current, credentialUrls);
    const [header = ''] = jwt.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const response = await request(app).get(new URL(kid).pathname);
    assert.equal(response.headers['content-type'], 'application/jwk+json');
    const jwk = response.body as JWK;
    await compactVerify(jwt, await importJWK(jwk));
    assert.equal(jwk.d, undefined);
  });

  it('are all in the key set, retired ones too, each once', async () => {
    const response = await request(app).get('/.well-known/jwks.json');
    assert.equal(response.headers['content-type'], 'application/jwk-set+json');
    const set = response.body as JSONWebKeySet;
    assert.deepEqual(
      set.keys.map(({ kid }) => kid),
      [current.kid, retired.kid],
    );
    assert.ok(createLocalJWKSet(set));
  });

  it('are there as certificates for the offline check', async () => {
    const response = await request(app)
      .get('/.well-known/seal-certificates.pem')
      .responseType('blob');
    assert.equal(response.headers['content-type'], 'application/pem-certificate-chain');
    const pem = (response.body as Buffer).toString();
    const found = readCertificates(pem).map(({ fingerprint256 }) => fingerprint256);
    assert.deepEqual(found.slice(0, 2), [
      current.certificate.fingerprint256,
      retired.certificate.fingerprint256,
    ]);
    assert.ok(!pem.includes('PRIVATE'));
  });

  it('may be read by verifiers of any site, and be kept for five minutes', async () => {
    for (const path of [`/keys/${current.kid}`, '/.well-known/jwks.json']) {
      const { headers } = await request(app).get(path);
      assert.equal(headers['access-control-allow-origin'], '*');
      assert.equal(headers['cache-control'], 'public, max-age=300');
    }
  });

  it('are not found by a name that is none of ours', async () => {
    for (const kid of ['unknown', '__proto__', 'constructor'])
      assert.equal((await request(app).get(`/keys/${kid}`)).status, 404);
  });
});
