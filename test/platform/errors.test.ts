import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import mongoose from 'mongoose';
import request from 'supertest';
import { z } from 'zod';
import { startEmbeddedEngine } from '../../server/platform/database/embedded-engine.js';
import { isReachable } from '../../server/platform/database/connect.js';
import { handleErrors } from '../../server/platform/http/error-page.js';
import { healthRoutes } from '../../server/platform/http/health.js';
import { createPages } from '../../server/platform/http/page.js';
import { readViews } from '../../server/platform/http/views.js';
import { LOCALES } from '../../server/platform/locale.js';
import type { Logger } from '../../server/platform/logger.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { headingOf } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { texts } from '../support/rendered.js';
import { headerOf } from '../support/visitor.js';

/** An application in which the request fails like this. */
function failingWith(error: () => unknown) {
  const logged: string[] = [];
  const keep: Logger['error'] = (event) => logged.push(JSON.stringify(event));
  const log: Logger = { info: keep, warn: keep, error: keep };
  const pages = createPages(
    readViews(texts, 'version'),
    texts,
    false,
    () => undefined,
    () => 'token',
  );
  const app = express();
  app.use((req, _res, next) => {
    req.requestId = 'abc123';
    next();
  });
  app.get('/', async () => {
    throw await Promise.resolve(error());
  });
  app.use(handleErrors(pages, log));
  return { ask: () => request(app).get('/').accept('html'), logged };
}

describe('a request that fails', () => {
  it('tells the person a reference, and the log where it was, but not what was said', async () => {
    const { ask, logged } = failingWith(() => new TypeError('Ingrid Lie typed 7654321'));
    const answer = await ask();
    assert.equal(answer.status, 500);
    assert.equal(headingOf(answer.text), 'Noe gikk galt hos oss');
    assert.match(answer.text, /abc123/);
    assert.match(logged.join(), /"requestId":"abc123".*TypeError.*errors\.test\.ts/);
    assert.doesNotMatch(logged.join() + answer.text, /Ingrid|7654321/);
  });

  it('for what is no error at all is told like any other', async () => {
    const { ask, logged } = failingWith(() => 'Ingrid Lie');
    assert.equal((await ask()).status, 500);
    assert.doesNotMatch(logged.join(), /Ingrid/);
  });

  it('for what the request holds is the request’s fault, and not written down', async () => {
    const { ask, logged } = failingWith(() => z.object({ age: z.number() }).safeParse({}).error);
    assert.equal((await ask()).status, 400);
    assert.deepEqual(
      logged.map((line) => (JSON.parse(line) as { code: string }).code),
      ['bad-request'],
    );
  });

  for (const name of [
    'MongoServerSelectionError',
    'MongooseServerSelectionError',
    'MongoNetworkTimeoutError',
    'MongoPoolClearedError',
    'PoolClearedOnNetworkError',
    'MongoWaitQueueTimeoutError',
    'MongoTopologyClosedError',
  ])
    it(`says that the service has a pause when the driver says ${name}`, async () => {
      const { ask } = failingWith(() => Object.assign(new Error('away'), { name }));
      const answer = await ask();
      assert.equal(answer.status, 503);
      assert.equal(headingOf(answer.text), 'Tjenesten har en pause');
    });

  it('says that the service has a pause while a replica set chooses its primary', async () => {
    const stepping = { name: 'MongoServerError', code: 10_107 };
    const { ask } = failingWith(() => Object.assign(new Error('not primary'), stepping));
    assert.equal((await ask()).status, 503);
  });

  it('by a duplicate is no pause but a fault of ours', async () => {
    const duplicate = { name: 'MongoServerError', code: 11_000 };
    const { ask } = failingWith(() => Object.assign(new Error('E11000'), duplicate));
    assert.equal((await ask()).status, 500);
  });
});

describe('an address that nobody meant', () => {
  const service = useService();

  for (const path of ['//', '//?lng=sv', '///x', '/%', '/%ff/x', '/\\', '/?lng=sv&lng=nb', '/?x=%'])
    it(`is answered as any other: ${path}`, async () => {
      const answer = await service.anyone().get(path);
      assert.ok([200, 302, 400, 404].includes(answer.status), String(answer.status));
      assert.doesNotMatch(answer.text, /node_modules|at .*\.ts/);
      const location = headerOf(answer, 'location') ?? '/';
      assert.match(location, /^\/(?![/\\])/);
    });

  for (const locale of LOCALES)
    it(`has its error page in ${locale}`, async () => {
      const answer = await service.anyone().get('/nowhere').set('Accept-Language', locale);
      assert.equal(headingOf(answer.text), texts(locale)('error.not-found'));
      assert.match(answer.text, new RegExp(`<html lang="${locale}"`));
    });

  it('keeps the rest of the query when a language is chosen, and the choice for a year', async () => {
    const answer = await service.anyone().get('/oversight?unit=x&lng=nn&status=valid');
    assert.equal(headerOf(answer, 'location'), '/oversight?unit=x&status=valid');
    assert.match(headerOf(answer, 'set-cookie') ?? '', /^locale=nn; Max-Age=31536000; Path=\//);
  });

  it('ignores a language that there is not', async () => {
    const answer = await service.anyone().get('/verify?lng=de');
    assert.equal(answer.status, 200);
    assert.equal(headerOf(answer, 'set-cookie'), undefined);
  });
});

describe('the health of the service', () => {
  it('is: alive but not ready, once the database is gone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'medsert-health-'));
    const engine = await startEmbeddedEngine({
      directory,
      libraryFolder: join(projectRoot, 'data', 'c-library'),
      say: () => undefined,
    });
    const connection = await mongoose
      .createConnection(engine.uri, { dbName: 'test', serverSelectionTimeoutMS: 500 })
      .asPromise();
    const app = express().use(healthRoutes({ ready: () => isReachable(connection) }));
    try {
      const before = await request(app).get('/readyz');
      assert.deepEqual([before.status, before.body], [200, { status: 'ready' }]);
      await engine.stop();
      const after = await request(app).get('/readyz');
      assert.deepEqual([after.status, after.body], [503, { status: 'not-ready' }]);
      assert.equal((await request(app).get('/healthz')).status, 200);
    } finally {
      await connection.close();
      await engine.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
