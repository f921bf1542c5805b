import assert from 'node:assert/strict';
import type { AuditEntry } from '../../server/audit/audit-event.js';
import type { Person } from '../../server/organisation/person.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { headerOf, locationOf, type Visitor } from '../support/visitor.js';

describe('where one is logged in', () => {
  const service = useService();
  let nurse: Person;
  let desk: Visitor;
  let phone: Visitor;

  beforeEach(async () => {
    nurse = await service.person();
    desk = await service.signedInAs(nurse);
    service.pass(10);
    phone = await service.signedInAs(nurse);
  });

  const isSignedIn = async (visitor: Visitor): Promise<boolean> =>
    (await visitor.get('/sessions')).status === 200;
  const idsOn = (html: string): string[] =>
    [...html.matchAll(/name="session" value="([^"]+)"/g)].map(([, id = '']) => id);

  async function lastEntry(): Promise<AuditEntry | undefined> {
    let last: AuditEntry | undefined;
    for await (const entry of service.stores.audit.streamOf('fjordby')) last = entry;
    return last;
  }

  it('shows each device with its times, this one first', async () => {
    const { text } = await phone.get('/sessions');
    const words = plainText(text);
    assert.equal(idsOn(text).length, 2);
    const [here, there] = ['09.10', '09.00'].map((time) =>
      words.indexOf(`inn 2. november 2026 ${time}`),
    );
    assert.ok(here !== undefined && there !== undefined && here > 0 && here < there, words);
    assert.equal(words.split('Denne enheten').length, 2);
  });

  it('ends one and stays on the others', async () => {
    const [, there = ''] = idsOn((await phone.get('/sessions')).text);
    assert.equal(locationOf(await phone.post('/sessions/end', { session: there })), '/sessions');
    assert.deepEqual([await isSignedIn(desk), await isSignedIn(phone)], [false, true]);
  });

  it('ends this one as a logout does', async () => {
    const [here = ''] = idsOn((await phone.get('/sessions')).text);
    const answer = await phone.post('/sessions/end', { session: here });
    assert.equal(locationOf(answer), '/');
    assert.equal(headerOf(answer, 'clear-site-data'), '"cache"');
    assert.deepEqual([await isSignedIn(desk), await isSignedIn(phone)], [true, false]);
  });

  it('ends all at once, and says so in the audit trail', async () => {
    await phone.post('/sessions/end');
    assert.deepEqual([await isSignedIn(desk), await isSignedIn(phone)], [false, false]);
    const { action, actor, subject, details } = (await lastEntry()) ?? {};
    assert.deepEqual([action, actor, subject], ['sessions.ended', nurse.id, `person:${nurse.id}`]);
    assert.deepEqual(details, { count: 2 });
  });

  it('ends nobody else’s, whose number one happens to know', async () => {
    const [here = ''] = idsOn((await phone.get('/sessions')).text);
    const other = await service.signedInAs(await service.person());
    await other.post('/sessions/end', { session: here });
    assert.equal(await isSignedIn(phone), true);
  });

  it('is ended by an administrator of the municipality, and by no other', async () => {
    const administrator = await service.person({ roles: [{ role: 'administrator' }] });
    const head = await service.person({ roles: [{ role: 'unitHead', unit: 'solbakken' }] });
    const path = `/administration/people/${nurse.id}`;
    assert.equal((await (await service.signedInAs(head)).post(`${path}/sessions/end`)).status, 403);
    assert.equal(await isSignedIn(desk), true);
    const visitor = await service.signedInAs(administrator);
    assert.ok((await visitor.get(path)).text.includes(`action="${path}/sessions/end"`));
    assert.equal(locationOf(await visitor.post(`${path}/sessions/end`)), path);
    assert.deepEqual([await isSignedIn(desk), await isSignedIn(phone)], [false, false]);
    assert.equal((await lastEntry())?.actor, administrator.id);
  });

  it('leaves a test under way alone', async () => {
    const candidate = await service.candidate();
    const visitor = await service.signedInAs(candidate);
    const start = await visitor.post('/programmes/legemiddelhandtering/exam');
    const page = locationOf(start);
    await visitor.post('/sessions/end');
    assert.equal((await visitor.get('/sessions')).status, 302);
    assert.equal((await visitor.get(page)).status, 200);
  });
});
