import assert from 'node:assert/strict';
import express from 'express';
import request from 'supertest';
import { chooseLocale } from '../../server/platform/http/locale.js';
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

  it('keep the choice of language in a cookie that no neighbouring host can set, and read it back', async () => {
    const app = express();
    app.use(chooseLocale(true), ({ locale }, res) => {
      res.send(locale);
    });
    const chosen = await request(app).get('/?lng=sv');
    const [cookie = ''] = [chosen.headers['set-cookie']].flat() as string[];
    assert.match(cookie, /^__Host-locale=sv; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    const again = await request(app)
      .get('/')
      .set('Cookie', cookie.split(';')[0] ?? '');
    assert.equal(again.text, 'sv');
  });
});
