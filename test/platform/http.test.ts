import assert from 'node:assert/strict';
import request from 'supertest';
import { createApp } from '../../server/app.js';
import { createLogger } from '../../server/platform/logger.js';
import { headingOf, plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { headerOf } from '../support/visitor.js';

describe('the service over HTTP', () => {
  const lines: string[] = [];
  const service = useService({
    log: createLogger('debug', { write: (line: string) => void lines.push(line) }),
  });

  describe('headers', () => {
    it('allow scripts and styles of our own only, and nobody to frame us', async () => {
      const answer = await service.anyone().get('/');
      const policy = headerOf(answer, 'content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self'(;|$)/);
      assert.match(policy, /style-src 'self'(;|$)/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(headerOf(answer, 'x-content-type-options'), 'nosniff');
      assert.equal(headerOf(answer, 'cache-control'), 'no-store');
      assert.equal(headerOf(answer, 'x-powered-by'), undefined);
      assert.match(headerOf(answer, 'x-request-id') ?? '', /^[0-9a-f]{12}$/);
    });

    it('fit the page: no inline script, style or handler is in it', async () => {
      const { text } = await service.anyone().get('/');
      assert.doesNotMatch(text, /<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
    });
  });

  describe('a post from elsewhere', () => {
    const post = (headers: Record<string, string>) =>
      request(createApp(service.services)).post('/logout').set(headers).send({});
    const cases: readonly [string, Record<string, string>, boolean][] = [
      ['another site', { 'Sec-Fetch-Site': 'cross-site' }, false],
      ['another host of our site', { 'Sec-Fetch-Site': 'same-site' }, false],
      ['another origin, in an old browser', { Origin: 'https://evil.invalid' }, false],
      ['nobody knows where', {}, false],
      [
        'another site that lends our origin',
        { 'Sec-Fetch-Site': 'cross-site', Origin: 'OWN' },
        false,
      ],
      ['our own page', { 'Sec-Fetch-Site': 'same-origin' }, true],
      ['our own page, in an old browser', { Origin: 'OWN' }, true],
    ];
    for (const [from, headers, accepted] of cases) {
      it(`is ${accepted ? 'taken' : 'refused'} from ${from}`, async () => {
        const own = new URL(service.services.config.publicUrl).origin;
        const sent = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, value.replace('OWN', own)]),
        );
        const answer = await post(sent);
        assert.equal(answer.status, accepted ? 303 : 403);
      });
    }
  });

  describe('the language', () => {
    it('is chosen in the address once, kept in a cookie, and gone from the address', async () => {
      const visitor = service.anyone();
      const answer = await visitor.get('/verify?lng=sv');
      assert.equal(headerOf(answer, 'location'), '/verify');
      assert.match((await visitor.follow(answer)).text, /<html lang="sv"/);
    });

    it('can not be used to lead people to another host', async () => {
      for (const path of [
        '//evil.invalid/?lng=sv',
        '/\\evil.invalid?lng=sv',
        '/%2F/evil.invalid?lng=sv',
      ]) {
        const location = headerOf(await service.anyone().get(path), 'location') ?? '/';
        assert.equal(
          new URL(location, service.services.config.publicUrl).origin,
          new URL(service.services.config.publicUrl).origin,
          path,
        );
      }
    });

    it('is what the browser asks for, and bokmål when it asks for none of ours', async () => {
      const inBrowser = async (accepted: string): Promise<string | undefined> => {
        const { text } = await service.anyone().get('/').set('Accept-Language', accepted);
        return /<html lang="(\w+)"/.exec(text)?.[1];
      };
      assert.equal(await inBrowser('sv-SE,sv;q=0.9,en;q=0.5'), 'sv');
      assert.equal(await inBrowser('no'), 'nb');
      assert.equal(await inBrowser('fi'), 'nb');
    });
  });

  describe('an error', () => {
    it('is a page in the language of the reader, with a way out and a reference', async () => {
      for (const [locale, words] of [
        ['nb', 'Vi fant ikke siden'],
        ['sv', 'hittade inte'],
        ['en', 'find'],
      ] as const) {
        const answer = await service.anyone().get('/nowhere').set('Accept-Language', locale);
        assert.equal(answer.status, 404);
        assert.match(headingOf(answer.text), new RegExp(words));
        assert.ok(plainText(answer.text).includes(headerOf(answer, 'x-request-id') ?? '?'));
      }
    });

    it('is a problem document for a program, with code and reference', async () => {
      const answer = await service.anyone().get('/nowhere').set('Accept', 'application/json');
      assert.match(headerOf(answer, 'content-type') ?? '', /^application\/problem\+json/);
      assert.deepEqual(JSON.parse(answer.text), {
        type: 'not-found',
        status: 404,
        code: 'not-found',
        requestId: headerOf(answer, 'x-request-id'),
      });
    });

    it('leads somebody who is not signed in to the login, and back to where they wanted', async () => {
      const answer = await service.anyone().get('/courses/legemiddelhandtering');
      assert.equal(
        headerOf(answer, 'location'),
        `/?returnTo=${encodeURIComponent('/courses/legemiddelhandtering')}`,
      );
    });
  });

  describe('its health', () => {
    it('is told to whoever watches', async () => {
      const alive = await service.anyone().get('/healthz');
      const ready = await service.anyone().get('/readyz');
      assert.deepEqual([alive.status, ready.status], [200, 200]);
    });
  });

  describe('the log', () => {
    it('holds codes and references, and nothing of a person', async () => {
      lines.length = 0;
      const person = await service.person();
      const visitor = await service.signedInAs(person);
      await visitor.get('/');
      await visitor.get('/oversight');
      await visitor.get(`/nowhere?name=${encodeURIComponent(person.familyName)}`);
      const log = lines.join('');
      assert.match(log, /"code":"role-needed"/);
      assert.match(log, /"code":"not-found"/);
      for (const secret of [person.familyName, person.givenName, visitor.cookie('session') ?? '?'])
        assert.ok(!log.includes(secret), 'a name or a cookie is in the log');
    });
  });
});
