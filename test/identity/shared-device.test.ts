import assert from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { formOn, headingOf, plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { headerOf, locationOf, type Visitor } from '../support/visitor.js';

describe('logins and the devices they are on', () => {
  const service = useService();
  const minutesLeft = async (visitor: Visitor): Promise<number> =>
    ((await visitor.get('/session').accept('json')).body as { leftMs: number }).leftMs / 60_000;

  describe('how long they last', () => {
    const PATH = '/administration/sessions';
    const CHOSEN = { idleMinutes: '20', sharedIdleMinutes: '4', hours: '8', shared: 'every' };
    let administrator: Visitor;

    beforeEach(async () => {
      administrator = await service.signedInAs(
        await service.person({ roles: [{ role: 'administrator' }] }),
      );
    });

    it('is chosen by administrators and told to the trail, as it was and as it is', async () => {
      assert.equal(locationOf(await administrator.post(PATH, CHOSEN)), PATH);
      const { fields } = formOn((await administrator.get(PATH)).text, PATH);
      const { formToken: _, ...shown } = Object.fromEntries(fields);
      assert.deepEqual(shown, CHOSEN);
      const [entry] = await service.stores.audit.search({ municipalityId: 'fjordby' }, 1);
      assert.equal(entry?.action, 'session-limits.changed');
      assert.equal(entry.details?.['idleMinutes'], '30 → 20');
    });

    it('stays within safe bounds: outside them nothing is saved, and the page says which', async () => {
      const before = await service.stores.sessionLimits.of('fjordby');
      for (const wrong of [{ idleMinutes: '600' }, { sharedIdleMinutes: '' }, { hours: '8.5' }]) {
        const answer = await administrator.post(PATH, { ...CHOSEN, ...wrong });
        assert.equal(answer.status, 422);
        assert.equal(answer.text.split('aria-invalid').length, 2);
      }
      const { text } = await administrator.post(PATH, { ...CHOSEN, idleMinutes: '600' });
      assert.match(plainText(text), /Skriv et helt tall fra 10 til 60/);
      assert.match(text, /value="600"/);
      assert.deepEqual(await service.stores.sessionLimits.of('fjordby'), before);
    });
  });

  describe('their end', () => {
    it('is told to the page without being put off by asking, and put off by a sign of life', async () => {
      const nurse = await service.signedInAs(await service.person());
      service.pass(20);
      assert.deepEqual([await minutesLeft(nurse), await minutesLeft(nurse)], [10, 10]);
      const { text } = await nurse.get('/sessions');
      assert.match(text, /data-left-ms="1800000" data-ends-in-ms="34800000"/);
      service.pass(29);
      assert.equal((await nurse.post('/session')).status, 200);
      assert.equal(await minutesLeft(nurse), 30);
      service.pass(30);
      assert.equal((await nurse.get('/session').accept('json')).status, 401);
    });

    it('loses no form: the page after it keeps what was typed until one has logged in again', async () => {
      const nurse = await service.signedInAs(await service.person());
      service.pass(31);
      const answer = await nurse.post('/programmes/x/practice/sets', { size: '5', note: 'Æ "1"' });
      assert.equal(answer.status, 401);
      assert.equal(headingOf(answer.text), 'Logg inn, og send en gang til');
      const { fields } = formOn(answer.text, '/sets');
      assert.deepEqual([fields.get('size'), fields.get('note')], ['5', 'Æ "1"']);
    });
  });

  describe('on a shared device', () => {
    let nurse: Person;
    let desk: Visitor;

    beforeEach(async () => {
      nurse = await service.candidate();
      desk = await service.signedInAs(nurse);
      await desk.post('/device', { shared: 'yes' });
    });

    const startExam = async (): Promise<string> =>
      locationOf(await desk.post(`/programmes/${PROGRAMME}/exam`));
    /** As if that person had logged in here. */
    async function takesOver(person: Person): Promise<void> {
      desk.setCookie('session', (await service.signedInAs(person)).cookie('session') ?? '');
    }

    it('leave nothing behind: drafts, waiting saves and the pass to the exam go at logout', async () => {
      const page = await startExam();
      assert.ok(desk.cookie('attempt'));
      const answer = await desk.post('/logout');
      assert.equal(headerOf(answer, 'clear-site-data'), '"cache", "storage"');
      assert.match(locationOf(await desk.get(page)), /^\/\?returnTo=/);
    });

    it('let the candidate take the exam up again by logging in', async () => {
      const page = await startExam();
      await desk.post('/sessions/end');
      assert.match(locationOf(await desk.get(page)), /^\/\?returnTo=/);
      await takesOver(nurse);
      assert.equal((await desk.get(page)).status, 200);
    });

    it('do not end an exam by their idle limit, but the next person gets nothing of it', async () => {
      const page = await startExam();
      service.pass(40);
      assert.equal((await desk.get(page)).status, 200);
      await takesOver(await service.person());
      assert.equal((await desk.get(page)).status, 404);
    });

    it('open the result for minutes only, not until the evening', async () => {
      const page = await startExam();
      const attempt = await service.attempt(page.split('/')[2] ?? '');
      service.at(new Date(attempt.closesAt.getTime() + 9 * 60_000));
      assert.equal((await desk.get(`/attempts/${attempt.id}/result`)).status, 200);
      service.pass(1);
      assert.equal((await desk.get(`/attempts/${attempt.id}/result`)).status, 302);
    });

    it('change hands by one press, past whom the login service remembers', async () => {
      const answer = await desk.post('/switch-user');
      assert.equal(headerOf(answer, 'refresh'), '0; url=/m/fjordby/saml/login');
      assert.equal((await desk.get('/sessions')).status, 302);
    });

    it('keep nothing of a form that came too late', async () => {
      service.pass(31);
      const answer = await desk.post('/programmes/x/practice/sets', { note: 'secret' });
      assert.equal(answer.status, 401);
      assert.doesNotMatch(answer.text, /secret/);
    });

    it('are unmarked where they were marked', async () => {
      assert.match((await service.anyone().get('/')).text, /Dette er en delt maskin/);
      await desk.post('/logout');
      assert.match((await desk.get('/')).text, /Nei, bare jeg bruker den/);
      await desk.post('/device', { shared: 'no' });
      assert.match((await desk.get('/')).text, /Dette er en delt maskin/);
    });
  });
});
