import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import type { Person } from '../../server/organisation/person.js';
import { formOn, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { aSave, handIn } from '../support/sitting.js';
import { locationOf, type Visitor } from '../support/visitor.js';

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

  describe('an exam that rests', () => {
    const rules = { supervision: { interruptions: true, notices: true } };
    let ward: string;
    let bossPerson: Person;
    let coordinator: Visitor;

    before(async () => {
      const { municipality } = await service.place({ rules, items: { law: 6 } });
      ward = municipality.id;
      const of = { municipalityId: ward, jobRole: 'leader' } as const;
      const roles = [{ role: 'unitHead', unit: 'solbakken' }] as const;
      bossPerson = await service.person({ ...of, roles });
      const running = await service.person({ ...of, roles: [{ role: 'coordinator' }] });
      coordinator = await service.signedInAs(running);
    });

    const because = (reason = 'Brannalarm') => {
      acts += 1;
      return { act: `act-number-${acts}`, reason };
    };
    /** Signed in anew: a login does not last as long as some of these pauses. */
    const asBoss = async (path: string, form: Readonly<Record<string, string>>) =>
      (await service.signedInAs(bossPerson)).post(path, form);
    const candidate = () => service.candidate({ municipalityId: ward });
    const minutesLeftOf = async ({ id }: Attempt): Promise<number> =>
      ((await service.attempt(id)).closesAt.getTime() - service.now().getTime()) / MINUTE_MS;
    const saving = ({ id, personId }: Attempt, slot: number, basedOn = 0) =>
      service.services.attempt.save({
        ...{ attemptId: id, personId },
        saves: [aSave(slot, { basedOn })],
      });

    it('stands still while a supervisor has paused it, shows nothing, and goes on with the time that was left', async () => {
      const nurse = await candidate();
      const attempt = await service.begin(nurse);
      const visitor = await service.signedInAs(nurse);
      await visitor.get(`/attempts/${attempt.id}/pages/1`);
      service.pass(10);
      await asBoss(`/exams/attempts/${attempt.id}/pause`, because());
      service.pass(90);
      await service.services.closeOverdue();
      const { text } = await visitor.follow(await visitor.get(`/attempts/${attempt.id}/pages/1`));
      match(readable(text), /satt på pause.*Du har 50 minutter igjen når prøven fortsetter/);
      ok(!text.includes('fieldset'));
      equal((await saving(attempt, 0)).kind, 'paused');
      await visitor.post(`/attempts/${attempt.id}/submit`);
      match(
        readable((await (await service.signedInAs(bossPerson)).get('/exams')).text),
        /Pause siden kl\. 09\.10 50 minutter/,
      );
      await asBoss(`/exams/attempts/${attempt.id}/release`, because());
      equal(await minutesLeftOf(attempt), 50);
      equal((await saving(attempt, 0)).kind, 'saved');
      equal((await service.attempt(attempt.id)).state, 'inProgress');
    });

    it('still takes what was on its way when the pause began', async () => {
      const attempt = await service.begin(await candidate());
      await asBoss(`/exams/attempts/${attempt.id}/pause`, because());
      service.pass(0.5);
      equal((await saving(attempt, 0)).kind, 'saved');
      service.pass(0.1);
      equal((await saving(attempt, 0, 1)).kind, 'paused');
    });

    it('has in its record when the page was left and something copied, as facts by which nothing is decided', async () => {
      const nurse = await candidate();
      const attempt = await service.begin(nurse);
      const visitor = await service.signedInAs(nurse);
      const notice = (noticed: readonly object[]) =>
        visitor.postJson(`/attempts/${attempt.id}/noticed`, { noticed });
      const when = { heard: service.now(), afterMs: 60_000 };
      service.pass(5);
      equal((await notice([{ kind: 'left', seconds: 95, when }])).status, 204);
      equal((await notice([{ kind: 'copied', when: { ...when, afterMs: 120_000 } }])).status, 204);
      equal((await notice([{ kind: 'cheated', when }])).status, 400);
      const { noticed } = await service.attempt(attempt.id);
      deepEqual(
        noticed?.map(({ kind, seconds, at }) => [kind, seconds, +at - +attempt.startedAt]),
        [
          ['left', 95, MINUTE_MS],
          ['copied', undefined, 2 * MINUTE_MS],
        ],
      );
      await handIn(service, attempt, 'right');
      equal((await notice([{ kind: 'pasted', when }])).status, 204);
      const { text } = await coordinator.get(`/records/${attempt.id}`);
      match(readable(text), /Forlot prøvesiden Kandidatens nettleser 95 sekunder/);
      match(readable(text), /Kopierte tekst/);
      ok(!readable(text).includes('Limte inn'));
      equal((await service.attempt(attempt.id)).result?.passed, true);
    });

    it('goes on by itself after two hours', async () => {
      const attempt = await service.begin(await candidate());
      await asBoss(`/exams/attempts/${attempt.id}/pause`, because());
      service.pass(130);
      ok((await service.services.pauses.endOverdue()) > 0);
      equal(await minutesLeftOf(attempt), 50);
      deepEqual(
        (await service.attempt(attempt.id)).events?.map(({ by }) => by === 'system'),
        [false, true],
      );
    });

    it('can be given more time while it rests', async () => {
      const attempt = await service.begin(await candidate());
      await asBoss(`/exams/attempts/${attempt.id}/pause`, because());
      service.pass(100);
      await asBoss(`/exams/attempts/${attempt.id}/extend`, more('15'));
      await asBoss(`/exams/attempts/${attempt.id}/release`, because());
      equal(await minutesLeftOf(attempt), 75);
    });

    it('is an interruption that a colleague confirms: what was seen and not responded to is swapped, and the time comes back', async () => {
      const nurse = await candidate();
      const attempt = await service.begin(nurse);
      const visitor = await service.signedInAs(nurse);
      const at = (place: string) => `/attempts/${attempt.id}/${place}`;
      match(readable((await visitor.get(at('pages/1'))).text), /Avdelingen trenger meg/);
      await visitor.get(at('pages/2'));
      await saving(attempt, 1);
      service.pass(5);
      await visitor.post(at('interrupt'), { reason: 'patient' });
      service.pass(20);
      await visitor.post(at('resume'));
      const paused = readable((await visitor.get(at('paused'))).text);
      const code = / (\d{6}) /.exec(paused)?.[1] ?? '';
      equal((await visitor.post('/exams/confirm', { code })).status, 422, 'never one’s own');
      const colleague = await service.signedInAs(await service.person({ municipalityId: ward }));
      equal((await colleague.post('/exams/confirm', { code: '000000' })).status, 422);
      equal((await colleague.post('/exams/confirm', { code })).status, 303);
      await visitor.post(at('resume'));

      const after = await service.attempt(attempt.id);
      equal(after.paused, undefined);
      equal(await minutesLeftOf(attempt), 55);
      const before = attempt.form.slots.map(({ itemId }) => itemId);
      const now = after.form.slots.map(({ itemId }) => itemId);
      deepEqual(
        now.map((itemId, slot) => itemId !== before[slot]),
        [true, false, false, false, false, false],
      );
      equal(new Set(now).size, 6);
      deepEqual(after.events?.at(-1)?.swapped, [{ slot: 0, was: attempt.form.slots[0] }]);
      deepEqual(
        after.events.map(({ type }) => type),
        ['interrupted', 'confirmed', 'resumed'],
      );
      // A page that still shows the old item must not answer the new one.
      equal((await saving(attempt, 0)).kind, 'conflict');
      equal((await saving(attempt, 0, 1)).kind, 'saved');
      const { programmeId, frozen } = attempt;
      const of = { programmeId, bankId: frozen.bankId };
      const seen = await service.stores.attempts.itemsSeenBy(nurse.id, of);
      ok(seen.has(before[0] ?? ''));
    });

    it('notes what was shown first when: as it begins, with what is saved on the way, and when a page is opened by itself', async () => {
      const nurse = await candidate();
      const attempt = await service.begin(nurse);
      const visitor = await service.signedInAs(nurse);
      const at = (page: number) => `/attempts/${attempt.id}/pages/${page}`;
      const begun = service.now();
      const seen = async () => (await service.attempt(attempt.id)).seen;
      deepEqual(await seen(), { 0: begun });
      const { action, fields } = formOn((await visitor.get(at(1))).text, '/pages/1');
      equal(fields.get('shows'), '1');
      service.pass(1);
      const later = service.now();
      fields.set('go', 'next');
      equal(locationOf(await visitor.post(action, fields)), at(2));
      deepEqual(await seen(), { 0: begun, 1: later });
      service.pass(1);
      await visitor.get(at(2));
      await visitor.get(at(1));
      await visitor.get(at(4));
      deepEqual(await seen(), { 0: begun, 1: later, 3: service.now() });

      fields.set('shows', '499');
      equal((await visitor.post(action, fields)).status, 400, 'no slot of the form');
      fields.set('go', 'stay');
      fields.set('shows', '5');
      await visitor.post(action, fields);
      deepEqual(Object.keys((await seen()) ?? {}), ['0', '1', '3'], 'nothing is shown by staying');
    });

    it('gives no time for an interruption that nobody confirms', async () => {
      const nurse = await candidate();
      const attempt = await service.begin(nurse);
      const visitor = await service.signedInAs(nurse);
      await visitor.post(`/attempts/${attempt.id}/interrupt`, { reason: 'alarm' });
      service.pass(121);
      await service.services.pauses.endOverdue();
      const { closesAt, paused } = await service.attempt(attempt.id);
      deepEqual([closesAt, paused], [attempt.closesAt, undefined]);
    });

    it('is not stopped by the candidate where the programme does not say so', async () => {
      const { municipality } = await service.place({ rules: { supervision: undefined } });
      const nurse = await service.candidate({ municipalityId: municipality.id });
      const attempt = await service.begin(nurse);
      const visitor = await service.signedInAs(nurse);
      ok(!(await visitor.get(`/attempts/${attempt.id}/pages/1`)).text.includes('/interrupt'));
      await visitor.post(`/attempts/${attempt.id}/interrupt`, { reason: 'alarm' });
      equal((await service.attempt(attempt.id)).paused, undefined);
    });

    it('is annulled with a reason: it counts for nothing, and its certificate is revoked', async () => {
      const nurse = await candidate();
      const passed = await handIn(service, await service.begin(nurse), 'right');
      const path = `/exams/attempts/${passed.id}/annul`;
      equal((await asBoss(path, because())).status, 403);
      await coordinator.post(path, because('Fikk hjelp av en annen'));
      const annulled = await service.attempt(passed.id);
      equal(annulled.state, 'annulled');
      const issued = await service.stores.certificates.findByAttempt(passed.id);
      ok(issued?.events.some(({ kind }) => kind === 'revoked'));
      const visitor = await service.signedInAs(nurse);
      const page = readable((await visitor.get(`/attempts/${passed.id}/result`)).text);
      match(page, /Prøven er annullert.*Fikk hjelp av en annen/);
      const open = await service.begin(await candidate());
      await coordinator.post(`/exams/attempts/${open.id}/annul`, because());
      equal((await service.attempt(open.id)).state, 'annulled');
      equal((await saving(open, 0)).kind, 'closed');
    });
  });
});
