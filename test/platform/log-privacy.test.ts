import assert from 'node:assert/strict';
import { createLogger } from '../../server/platform/logger.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { aSave, give, responsesFor } from '../support/sitting.js';

describe('what the log tells of a working day', () => {
  const lines: string[] = [];
  const service = useService({
    log: createLogger('debug', { write: (line: string) => void lines.push(line) }),
  });

  it('is codes and references: no name, address, cookie, code of a certificate or typed response', async () => {
    const changes = {
      givenName: 'Sigurbjørg',
      familyName: 'Hvalfjarðardóttir',
      email: 'sigga@fjordby.example',
      subject: 'employee-4711',
    };
    const person = await service.person({ changes });
    const visitor = await service.signedInAs(person);
    const lesson = `/courses/${PROGRAMME}/lessons/law`;
    for (const path of [
      '/',
      lesson,
      `${lesson}/figures/none.svg`,
      '/oversight?q=Hvalfjarðardóttir',
    ])
      await visitor.get(encodeURI(path));
    await visitor.post(`${lesson}/check`, { 'r0.kind': 'typed', 'r0.typed': 'sigga typed this' });

    await service.completedCourse(person);
    await visitor.post(`/programmes/${PROGRAMME}/exam`);
    const [open] = await service.stores.attempts.historyOf('fjordby', [person.id]);
    const attempt = await service.attempt(open?.id ?? '');
    const responses = `/attempts/${attempt.id}/responses`;
    const typed = aSave(0, { response: { typed: '7654321,25' }, saveId: 'save-of-sigga' });
    await visitor.put(responses, { saves: [typed] });
    await visitor.put(responses, { saves: [{ ...typed, saveId: 'another-save' }] });
    await visitor.put(responses, { saves: [{ ...typed, typed: '7654321,25' }] });
    await visitor.put(responses, undefined).type('json').send('{"typed": "7654321,25"');
    await visitor.get(`/attempts/${attempt.id}/pages/99`);
    const right = await responsesFor(service, attempt, 'right');
    right.delete(0);
    await give(service, attempt, right);
    await visitor.post(`/attempts/${attempt.id}/submit`);
    await visitor.get(`/attempts/${attempt.id}/result`);

    const other = await service.begin(await service.candidate());
    const attempts = service.services.database.connection.collection('attempts');
    await attempts.updateOne(
      { _id: other.id as never },
      { $set: { 'form.slots.0.itemId': 'an-item-that-never-was' } },
    );
    const otherVisitor = await service.signedInAs({ ...person, id: other.personId });
    const broken = await otherVisitor.get(`/attempts/${other.id}/pages/1`);
    assert.equal(broken.status, 500);
    service.pass(120);
    await service.services.scheduler.runNow('close-overdue');
    await service.services.scheduler.runNow('settle-closed');
    await service.services.scheduler.runNow('send-notices');
    await visitor.post('/v/AAAA-BBBB-CCCC-DDDD', { familyName: changes.familyName });

    const log = lines.join('');
    for (const code of ['not-found', 'role-needed', 'bad-request', 'unexpected', 'settle-closed'])
      assert.ok(log.includes(`"${code}"`), `${code} is not in the log`);
    const secrets = [
      ...Object.values(changes),
      '7654321',
      'typed this',
      'save-of-sigga',
      'AAAA-BBBB',
      visitor.cookie('session'),
      visitor.cookie('attempt'),
      service.services.config.secret,
    ];
    for (const secret of secrets) {
      assert.ok(secret !== undefined && secret.length > 4);
      const line = lines.find((one) => one.includes(secret) || one.includes(encodeURI(secret)));
      assert.equal(line, undefined, 'a line holds what it must not');
    }
  });

  it('has a reference in every line of a request', async () => {
    lines.length = 0;
    const answer = await service.anyone().get('/nowhere');
    const event = JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
    assert.equal(event['requestId'], (answer.headers as Record<string, unknown>)['x-request-id']);
    assert.deepEqual([event['code'], event['method']], ['not-found', 'GET']);
  });
});
