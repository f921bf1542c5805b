import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { createApp } from '../../server/app.js';
import { withFormTokens } from '../../server/platform/http/views.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { formOn, headingOf } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { headerOf, type Visitor } from '../support/visitor.js';
import { routesOf } from '../security/routes-of.js';

const VIEWS = join(projectRoot, 'views');
const FORM = 'application/x-www-form-urlencoded';
const filesIn = (ending: string): string[] =>
  readdirSync(VIEWS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending));
const sourceOf = (file: string): string => readFileSync(join(VIEWS, file), 'utf8');

describe('the token of forms', () => {
  describe('in templates', () => {
    it('stands first in every form that posts, and in none that asks', () => {
      let posting = 0;
      for (const file of filesIn('.hbs')) {
        const source = withFormTokens(sourceOf(file));
        const forms = [...source.matchAll(/<form\b/g)].length;
        const asking = [...source.matchAll(/method="get"[^>]*>(?!\{\{formToken)/g)].length;
        const given = [...source.matchAll(/<form\b[^]*?method="post"[^]*?>\{\{formToken\}\}/g)];
        const either = [...source.matchAll(/method="\{\{[\w./]+\}\}"[^>]*>\{\{#if \(is /g)].length;
        assert.equal(given.length + asking + either, forms, `${file}: each form says post or get`);
        posting += given.length;
      }
      assert.ok(posting >= 34, `${posting} forms were found`);
    });

    it('is put behind the whole tag, whatever stands in it', () => {
      const tag = '<form class="{{#if (is a ">")}}x{{/if}}"\n method="post">';
      assert.equal(withFormTokens(`${tag}<p>`), `${tag}{{formToken}}<p>`);
      assert.equal(withFormTokens('<form method="get">'), '<form method="get">');
    });

    it('depends on the method where that is told by the model', () => {
      const tag = '<form method="{{ask.method}}" action="/x">';
      const token = '{{#if (is ask.method "post")}}{{formToken}}{{/if}}';
      assert.equal(withFormTokens(tag), tag + token);
    });

    it('can not be gone round: no template sends a form by another way, and no script makes one', () => {
      for (const file of filesIn('.hbs'))
        assert.doesNotMatch(sourceOf(file), /\sformmethod=|\sformaction=/, file);
      for (const file of filesIn('.ts'))
        assert.doesNotMatch(sourceOf(file), /createElement\('form'\)/, file);
    });
  });

  describe('over HTTP', () => {
    const service = useService();
    let nurse: Visitor;
    let device: string;
    let token: string;

    beforeEach(async () => {
      nurse = await service.signedInAs(await service.person());
      const { cookieName, tokenFor } = service.services.formTokens;
      device = `${cookieName}=${nurse.cookie(cookieName) ?? ''}`;
      token = tokenFor(nurse.cookie(cookieName) ?? '');
    });

    const send = (path: string, body: string | Buffer, type = FORM) =>
      request(service.origin())
        .post(path)
        .set({ 'Sec-Fetch-Site': 'same-origin', Accept: 'text/html', Cookie: cookies() })
        .type(type)
        .send(body);
    const cookies = (): string => `session=${nurse.cookie('session') ?? ''}; ${device}`;
    const isSignedIn = async (): Promise<boolean> => (await nurse.get('/sessions')).status === 200;

    it('is the browser’s own: with it a form is taken', async () => {
      assert.equal((await send('/sessions/end', `formToken=${token}`)).status, 303);
      assert.equal(await isSignedIn(), false);
    });

    it('missing, made up, of another browser or not first: nothing is done', async () => {
      const { tokenFor } = service.services.formTokens;
      const other = tokenFor('x'.repeat(43));
      for (const body of [
        '',
        'formToken=',
        `formToken=${'x'.repeat(43)}`,
        `formToken=${other}`,
        `a=1&formToken=${token}`,
      ])
        assert.equal((await send('/sessions/end', body)).status, 403, body);
      device = 'device=';
      assert.equal((await send('/sessions/end', `formToken=${token}`)).status, 403);
      assert.equal(await isSignedIn(), true);
    });

    it('is asked for whatever kind of body a form can send, and where there is none', async () => {
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'multipart/form-data'])
        assert.equal((await send('/sessions/end', 'formToken=1', type)).status, 403, type);
      const nothing = await request(service.origin())
        .post('/logout')
        .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: cookies() });
      assert.equal(nothing.status, 403);
      assert.equal(await isSignedIn(), true);
    });

    it('comes before a file too, and the reader of the file does not see it', async () => {
      const file = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n';
      const rest = `${file}Content-Type: application/pdf\r\n\r\nnot a certificate\r\n--b--\r\n`;
      const field = '--b\r\nContent-Disposition: form-data; name="formToken"\r\n\r\n';
      const type = 'multipart/form-data; boundary=b';
      const taken = await send('/verify', `${field}${token}\r\n${rest}`, type);
      assert.deepEqual([taken.status, headingOf(taken.text)], [422, 'Kontroller en sertifikatfil']);
      assert.equal((await send('/verify', rest, type)).status, 403);
    });

    it('stale: the page keeps all that was typed, and sends it when it is pressed', async () => {
      const [, here = ''] =
        /name="session" value="([^"]+)/.exec((await nurse.get('/sessions')).text) ?? [];
      const answer = await send(
        '/sessions/end',
        `formToken=old&session=${here}&note=a%20%22b%22%0D%0Ac`,
      );
      assert.equal(answer.status, 403);
      assert.equal(headingOf(answer.text), 'Send skjemaet en gang til');
      const { action, fields } = formOn(answer.text, '/sessions/end');
      assert.deepEqual(
        [...fields],
        [
          ['formToken', token],
          ['session', here],
          ['note', 'a "b"\r\nc'],
        ],
      );
      assert.equal((await send(action, fields.toString())).status, 303);
      assert.equal(await isSignedIn(), false);
    });

    it('stays the same over logins, so that a page open meanwhile can still be sent', async () => {
      const before = formOn((await nurse.get('/sessions')).text, '/logout').fields;
      await nurse.post('/logout');
      const again = await service.signedInAs(await service.person());
      nurse.setCookie('session', again.cookie('session') ?? '');
      assert.equal((await send('/sessions/end', before.toString())).status, 303);
    });

    it('is given with a page that has a form, by a cookie that no script reads', async () => {
      const answer = await request(service.origin()).get('/verify').set('Accept', 'text/html');
      const [, secret = ''] =
        /^device=([\w-]{43}); .*HttpOnly; SameSite=Lax$/m.exec(
          headerOf(answer, 'set-cookie') ?? '',
        ) ?? [];
      const { fields } = formOn(answer.text, '/verify');
      assert.equal(fields.get('formToken'), service.services.formTokens.tokenFor(secret));
      const none = await request(service.origin()).get('/healthz');
      assert.equal(headerOf(none, 'set-cookie'), undefined);
    });

    it('is asked for by every route that takes a post, but those that guard themselves', async () => {
      const mounts = {
        '/assets': '/assets/x',
        '/m/:slug/saml': '/m/x/saml',
        '/scim/v2': '/scim/v2',
        '/Users': '/Users',
        '/Groups': '/Groups',
      };
      const paths = routesOf(createApp(service.services), mounts)
        .filter((route) => route.startsWith('POST ') && !/\/(saml|scim)\//.test(route))
        .map((route) => route.slice(5).replaceAll(/:\w+/g, 'x'));
      assert.ok(paths.length > 30);
      for (const path of paths) {
        const answer = await send(path, 'a=1');
        assert.deepEqual(
          [answer.status, headingOf(answer.text)],
          [403, 'Send skjemaet en gang til'],
          path,
        );
      }
    });
  });
});
