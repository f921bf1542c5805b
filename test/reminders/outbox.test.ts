import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express } from 'express';
import request from 'supertest';
import { DomainError } from '../../server/platform/errors.js';
import { readTexts } from '../../server/platform/http/i18n.js';
import { chooseLocale } from '../../server/platform/http/locale.js';
import { createPages } from '../../server/platform/http/page.js';
import { readViews } from '../../server/platform/http/views.js';
import { createFileMailer } from '../../server/platform/mail/mailer.js';
import { createOutbox } from '../../server/platform/mail/outbox.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { outboxRoutes } from '../../server/reminders/outbox.routes.js';
import { aMunicipality, aPerson } from './a-municipality.js';

const texts = readTexts();
const views = readViews(texts, 'test');

/** The router as the service mounts it, with somebody signed in or nobody. */
function anApp(folder: string, municipalityId?: string): Express {
  const app = express();
  app.use(chooseLocale(false));
  app.use((req, _res, next) => {
    if (municipalityId !== undefined) {
      req.reader = {
        person: aPerson({ id: 'ingrid', municipalityId }),
        municipality: aMunicipality({ id: municipalityId }),
        today: plainDate('2026-11-01'),
      };
    }
    next();
  });
  const pages = createPages(
    views,
    texts,
    true,
    () => undefined,
    () => 'token',
  );
  app.use(outboxRoutes({ pages, outbox: createOutbox(folder) }));
  const refuse: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
    const known = error instanceof DomainError;
    res.status(known ? error.status : 500).send(known ? error.code : String(error));
  };
  app.use(refuse);
  return app;
}

describe('the outbox', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medsert-outbox-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const put = (id: string, date: string, changes: { municipalityId?: string; to?: string } = {}) =>
    createFileMailer(folder, 'Medsert <demo@medsert.invalid>').send({
      messageId: `${id}@medsert.test`,
      to: changes.to ?? 'ingrid@fjordby.example',
      municipalityId: changes.municipalityId ?? 'fjordby',
      locale: 'sv',
      date: new Date(date),
      subject: `Ämne ${id}`,
      text: `Hej <Ingrid>!\n\nLogga in här:\nhttps://medsert.test/\n`,
      html: '<p>Hej</p>',
    });
  const get = (path: string, municipalityId = 'fjordby') =>
    request(anApp(folder, municipalityId)).get(path).set('Accept-Language', 'nb');

  it('is for people who are signed in', async () => {
    await put('n1', '2026-11-01T08:00:00Z');
    for (const path of ['/outbox', '/outbox/n1@medsert.test.eml']) {
      const answer = await request(anApp(folder)).get(path);
      assert.deepEqual([answer.status, answer.text], [401, 'sign-in-needed']);
    }
  });

  it('says that it is empty, even before the first mail made the folder', async () => {
    await rm(folder, { recursive: true });
    const { status, text } = await get('/outbox');
    assert.equal(status, 200);
    assert.match(text, /Utboksen er tom/);
  });

  it('lists mails, newest first, in the time of the municipality', async () => {
    await put('old', '2026-10-01T08:00:00Z');
    await put('new', '2026-11-01T08:00:00Z', { to: 'kari@fjordby.example' });
    const { text } = await get('/outbox');
    assert.ok(text.indexOf('Ämne new') < text.indexOf('Ämne old'));
    assert.match(text, /kari@fjordby\.example/);
    assert.match(text, /1\. november 2026 09\.00/);
    assert.match(text, /lang="sv">Ämne new/);
  });

  it('shows a mail as text, with its links to follow', async () => {
    await put('n1', '2026-11-01T08:00:00Z');
    const list = await get('/outbox');
    const href = /href="(\/outbox\/[^"]+)"/.exec(list.text)?.[1] ?? '';
    const { text, headers } = await get(href.replace('&#x3D;', '='));
    assert.match(text, /Hej &lt;Ingrid&gt;!/);
    assert.match(text, /<a class="ds-link" href="https:\/\/medsert\.test\/">/);
    assert.equal(headers['cache-control'], 'no-store');
  });

  it("shows nothing of another municipality's mails", async () => {
    await put('n1', '2026-11-01T08:00:00Z', { municipalityId: 'sjovik' });
    assert.doesNotMatch((await get('/outbox')).text, /Ämne/);
    assert.equal((await get('/outbox/n1@medsert.test.eml')).status, 404);
    assert.equal((await get('/outbox/n1@medsert.test.eml', 'sjovik')).status, 200);
  });

  it('lists and shows nothing but mails in its folder', async () => {
    const outside = 'X-Medsert-Municipality: fjordby\nSubject: secret\n\nsecret';
    await writeFile(join(folder, '..', 'outside@x.eml'), outside);
    await writeFile(join(folder, '.draft@x.eml'), outside);
    await writeFile(join(folder, 'notes.txt'), outside);
    try {
      assert.doesNotMatch((await get('/outbox')).text, /secret/);
      for (const name of [
        '..%2Foutside@x.eml',
        '..%5Coutside@x.eml',
        '%2e%2e%2foutside@x.eml',
        '.draft@x.eml',
        'notes.txt',
        'missing@x.eml',
        'n1@x.eml%00',
        encodeURIComponent(join(folder, '..', 'outside@x.eml')),
      ])
        assert.equal((await get(`/outbox/${name}`)).status, 404, name);
    } finally {
      await rm(join(folder, '..', 'outside@x.eml'));
    }
  });
});
