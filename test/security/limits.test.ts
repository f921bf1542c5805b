import assert from 'node:assert/strict';
import express from 'express';
import request, { type Response } from 'supertest';
import { NotFound } from '../../server/platform/errors.js';
import { handleErrors } from '../../server/platform/http/error-page.js';
import { requestLimits } from '../../server/platform/http/limits.js';
import type { RateLimit } from '../../server/platform/limits/rate-limits.js';
import { silentLogger } from '../../server/platform/logger.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { aSave } from '../support/sitting.js';
import { PROGRAMME } from '../support/some-staff.js';
import { headerOf } from '../support/visitor.js';

const TWO: RateLimit = { name: 'two', most: 2, periodMs: 60_000 };

describe('limits on requests', () => {
  const service = useService();

  /** A page that may be asked for twice, and one whose failures count. */
  function anApp() {
    const { limits, pages } = service.services;
    const { perAddress, perFailure } = requestLimits(limits);
    const failing = perFailure({ ...TWO, name: 'failing' });
    const app = express();
    app.set('trust proxy', 1);
    app.get('/page', perAddress(TWO), (_req, res) => {
      res.send('page');
    });
    app.use('/try', failing.before);
    app.get('/try/:what', ({ params }, res) => {
      if (params.what !== 'right') throw new NotFound('try');
      res.send('right');
    });
    app.use(failing.after);
    app.use(handleErrors(pages, silentLogger));
    return app;
  }
  const statusFrom = async (address: string, path: string, app = anApp()): Promise<number> =>
    (await request(app).get(path).set('X-Forwarded-For', address)).status;

  it('count an address as the trusted proxy names it, and all of an IPv6 /64 as one', async () => {
    for (const [address, status] of [
      ['198.51.100.1', 200],
      ['198.51.100.1', 200],
      ['198.51.100.1', 429],
      ['198.51.100.2', 200],
      ['2001:db8::1', 200],
      ['2001:db8::2', 200],
      ['2001:db8::3', 429],
      ['2001:db8:0:1::3', 200],
    ] as const)
      assert.equal(await statusFrom(address, '/page'), status, address);
  });

  it('count failed tries only, where they are stricter for those', async () => {
    const results: number[] = [];
    for (const what of ['right', 'right', 'right', 'wrong', 'right', 'wrong', 'right', 'wrong'])
      results.push(await statusFrom('203.0.113.1', `/try/${what}`));
    assert.deepEqual(results, [200, 200, 200, 404, 200, 404, 429, 429]);
    assert.equal(await statusFrom('203.0.113.2', '/try/right'), 200);
  });

  it('are told on a page, in the language of the visitor, with the time to come back', async () => {
    const told: Response[] = [];
    for (let n = 0; n < 30; n += 1) await service.anyone().post('/verify');
    for (const language of ['nb', 'nn', 'sv', 'en'])
      told.push(await service.anyone().post('/verify').set('Accept-Language', language));
    assert.deepEqual(
      told.map(({ status }) => status),
      [429, 429, 429, 429],
    );
    const words = told.map(({ text }) => plainText(text));
    for (const [index, said] of [
      'Vent noen minutter',
      'Vent nokre minutt',
      'Vänta några minuter',
      'Wait a few minutes',
    ].entries())
      assert.ok(words[index]?.includes(said), said);
    for (const answer of told) assert.match(headerOf(answer, 'retry-after') ?? '', /^\d+$/);
  });

  it('hold for a person’s starts of an exam and downloads, whatever the address, and for nobody else', async () => {
    const [one, other] = [await service.person(), await service.person()];
    const visitor = await service.signedInAs(one);
    const start = `/programmes/${PROGRAMME}/exam`;
    for (let n = 0; n < 20; n += 1) assert.equal((await visitor.post(start)).status, 303);
    assert.equal((await visitor.post(start)).status, 429);
    assert.equal((await visitor.get(start)).status, 200);
    assert.equal((await (await service.signedInAs(other)).post(start)).status, 303);
  });

  it('hold for the size of a form: nothing of one that is too large is done', async () => {
    const visitor = await service.signedInAs(await service.person());
    const answer = await visitor.post('/sessions/end', { session: 'x'.repeat(5_000) });
    assert.equal(answer.status, 413);
    assert.equal((await visitor.get('/sessions')).status, 200);
  });

  it('are not asked when a response is saved', async () => {
    const nurse = await service.candidate();
    const visitor = await service.signedInAs(nurse);
    const attempt = await service.begin(nurse);
    const counts = service.services.database.connection.collection('rateLimits');
    const before = await counts.countDocuments();
    await visitor.get(`/attempts/${attempt.id}/pages/1`);
    const path = `/attempts/${attempt.id}/responses`;
    assert.equal((await visitor.put(path, { saves: [aSave(0)] })).status, 200);
    assert.equal(await counts.countDocuments(), before);
  });
});
