import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import type { Person } from '../../server/organisation/person.js';
import { readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { aSave, handIn } from '../support/sitting.js';
import type { Visitor } from '../support/visitor.js';

const MINUTE_MS = 60_000;

describe('supervising exams', () => {
  const service = useService();
  let head: Visitor;
  let headPerson: Person;

  before(async () => {
    headPerson = await service.person({
      jobRole: 'leader',
      roles: [{ role: 'unitHead', unit: 'solbakken' }],
      changes: { familyName: 'Leder' },
    });
    head = await service.signedInAs(headPerson);
  });

  let acts = 0;
  const more = (minutes: string, reason = 'Brannalarm') => {
    acts += 1;
    return { act: `act-number-${acts}`, minutes, reason };
  };
  const minutesGiven = async (before: Attempt): Promise<number> =>
    ((await service.attempt(before.id)).closesAt.getTime() - before.closesAt.getTime()) / MINUTE_MS;
  const inFloor = () => service.candidate({ unit: 'ground-floor', changes: { givenName: 'Anne' } });

  it('shows who is in an exam, how far and for how long, and nothing of what is responded', async () => {
    const nurse = await inFloor();
    const attempt = await service.begin(nurse);
    const { personId } = attempt;
    await service.services.attempt.save({ attemptId: attempt.id, personId, saves: [aSave(0)] });
    service.pass(20);
    const { text } = await head.get('/exams');
    match(readable(text), /Anne Lie ?Første etasje Pågår 40 minutter 1 av 6 besvart, 0 markert/);
    ok(!text.includes(attempt.form.slots[0]?.itemId ?? 'x'));
    await handIn(service, attempt, 'right', [0]);
    match(readable((await head.get('/exams')).text), /Levert kl\. 09\.20/);
  });

  it('gives one person more time, with the reason in the attempt and in the trail', async () => {
    const attempt = await service.begin(await inFloor());
    const form = more('15');
    const answer = await head.post(`/exams/attempts/${attempt.id}/extend`, form);
    match(readable((await head.follow(answer)).text), /1 prøve fikk mer tid.*Fikk 15 minutter mer/);
    equal(await minutesGiven(attempt), 15);
    deepEqual((await service.attempt(attempt.id)).events, [
      {
        ...{ id: form.act, type: 'extended', at: service.now(), by: headPerson.id },
        ...{ reason: 'Brannalarm', minutes: 15 },
      },
    ]);
    const [entry] = await service.stores.audit.search(
      { municipalityId: 'fjordby', subject: `attempt:${attempt.id}` },
      1,
    );
    equal(entry?.action, 'attempt.extended');
    deepEqual(entry.details, { minutes: 15 });
  });

  it('gives it once, when the same form is sent twice', async () => {
    const attempt = await service.begin(await inFloor());
    const form = more('10');
    await head.post(`/exams/attempts/${attempt.id}/extend`, form);
    await head.post(`/exams/attempts/${attempt.id}/extend`, form);
    equal(await minutesGiven(attempt), 10);
  });

  it('gives more time to all of a unit who are in, and to nobody else', async () => {
    const here = await service.begin(await inFloor());
    const also = await service.begin(await service.candidate());
    const closed = await handIn(service, await service.begin(await inFloor()), 'right');
    const elsewhere = await service.begin(await service.candidate({ unit: 'havna' }));
    await head.post('/exams/extend', { ...more('5'), unit: 'fjordby-ground-floor', programme: '' });
    deepEqual(await Promise.all([here, also, closed, elsewhere].map(minutesGiven)), [5, 0, 0, 0]);
    await head.post('/exams/extend', { ...more('5'), unit: '', programme: '' });
    deepEqual(await Promise.all([here, also, closed, elsewhere].map(minutesGiven)), [10, 5, 0, 0]);
  });

  it('never opens an attempt again that has run out', async () => {
    const attempt = await service.begin(await inFloor());
    service.at(new Date(attempt.closesAt.getTime() + 1));
    await head.post(`/exams/attempts/${attempt.id}/extend`, more('15'));
    equal(await minutesGiven(attempt), 0);
    equal((await service.attempt(attempt.id)).events, undefined);
  });

  it('says what is missing, and gives nothing', async () => {
    const attempt = await service.begin(await inFloor());
    const path = `/exams/attempts/${attempt.id}/extend`;
    for (const [form, said] of [
      [more('0'), /Skriv hvor mange minutter, fra 1 til 240/],
      [more('241'), /fra 1 til 240/],
      [more('15', ' '), /Skriv en begrunnelse/],
    ] as const) {
      const answer = await head.post(path, form);
      equal(answer.status, 422);
      match(readable(answer.text), said);
    }
    equal(await minutesGiven(attempt), 0);
  });

  it('reads what somebody wrote as words, never as the name of a field', async () => {
    const attempt = await service.begin(await inFloor());
    await head.post(`/exams/attempts/${attempt.id}/extend`, more('5', '$personId'));
    equal((await service.attempt(attempt.id)).events?.[0]?.reason, '$personId');
  });

  it('is never of one’s own exam', async () => {
    const own = await service.candidate({ roles: [{ role: 'unitHead', unit: 'solbakken' }] });
    const attempt = await service.begin(own);
    const visitor = await service.signedInAs(own);
    equal((await visitor.get(`/exams/attempts/${attempt.id}`)).status, 404);
    await visitor.post('/exams/extend', { ...more('5'), unit: '', programme: '' });
    equal(await minutesGiven(attempt), 0);
  });
});
