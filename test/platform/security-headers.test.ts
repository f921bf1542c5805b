import assert from 'node:assert/strict';
import express from 'express';
import request from 'supertest';
import { securityHeaders } from '../../server/platform/http/security.js';

async function headersWith(https: boolean): Promise<Readonly<Record<string, unknown>>> {
  const app = express();
  app.use(securityHeaders(https), (_req, res) => {
    res.send('page');
  });
  return (await request(app).get('/')).headers;
}

describe('the headers of every answer', () => {
  it('hold browsers to https for two years, on all names below', async () => {
    const headers = await headersWith(true);
    assert.equal(headers['strict-transport-security'], 'max-age=63072000; includeSubDomains');
  });

  it('promise no https where there is none', async () => {
    assert.equal((await headersWith(false))['strict-transport-security'], undefined);
  });

  it('keep pages out of caches, frames and the logs of other sites', async () => {
    const headers = await headersWith(true);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/);
    assert.match(String(headers['content-security-policy']), /object-src 'none'/);
    assert.match(String(headers['content-security-policy']), /base-uri 'none'/);
  });
});
