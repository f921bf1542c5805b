import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { ProgrammeRules } from '../../server/exams/programme.js';
import type { Person } from '../../server/organisation/person.js';
import { hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME, unitId, type PersonInWords } from '../support/some-staff.js';
import { locationOf, type Visitor } from '../support/visitor.js';

const MINUTE_MS = 60_000;
const EXAM = `/programmes/${PROGRAMME}/exam`;

describe('exam windows', () => {
  const service = useService();
  let ward: string;
  let headPerson: Person;
  let head: Visitor;
  let coordinator: Visitor;

  const place = async (rules: Partial<ProgrammeRules>): Promise<string> =>
    (await service.place({ rules, items: { law: 2 } })).municipality.id;
  const headOf = (municipalityId: string): Promise<Person> =>
    service.person({
      ...{ municipalityId, jobRole: 'leader' },
      roles: [{ role: 'unitHead', unit: 'solbakken' }],
    });
  const candidate = (words: PersonInWords = {}) =>
    service.candidate({ municipalityId: ward, ...words });
  const at = (time: string): string => `2026-11-02T${time}`;
  const wanted = (changes: Readonly<Record<string, string>> = {}) => ({
    programmeId: PROGRAMME,
    unitId: unitId(ward, 'solbakken'),
    ...{ room: 'Møterom 2', from: at('09:00'), to: at('11:00'), seats: '' },
    ...changes,
  });
  /** The window's id. */
  const make = async (changes: Readonly<Record<string, string>> = {}, by = head) => {
    const answer = await by.post('/exams/windows', wanted(changes));
    equal(answer.status, 303, readable(answer.text));
    return locationOf(answer).split('/').at(-1) ?? '';
  };
  const stored = async (id: string) => {
    const window = await service.stores.examWindows.find({ id, municipalityId: ward });
    if (!window) throw new Error(`There is no window ${id}`);
    return window;
  };
  const start = ({ id: personId, municipalityId }: Person) =>
    service.services.examStart.start({
      ...{ municipalityId, personId, programmeId: PROGRAMME, locale: 'nb' },
    });
  const started = async (person: Person): Promise<boolean> => (await start(person)).started;

  beforeEach(async () => {
    ward = await place({
      supervision: { interruptions: false, start: 'window', lateStart: 'shorten' },
    });
    headPerson = await headOf(ward);
    head = await service.signedInAs(headPerson);
    coordinator = await service.signedInAs(
      await service.person({
        ...{ municipalityId: ward, jobRole: 'leader' },
        roles: [{ role: 'coordinator' }],
      }),
    );
  });

  it('are made on a page, told to candidates, and the only time at which the exam starts', async () => {
    const nurse = await candidate({ unit: 'ground-floor' });
    const visitor = await service.signedInAs(nurse);
    match(readable((await visitor.get(EXAM)).text), /bare i prøveøkter.*Ingen flere er satt opp/);
    await make({ from: at('10:00'), to: at('12:00') });
    const page = await visitor.get(EXAM);
    match(readable(page.text), /ingen er åpen.*er 2\. november 2026 kl\. 10\.00–12\.00, Møterom 2/);
    ok(!hasForm(page.text, '/exam'));
    await visitor.post(EXAM);
    deepEqual(await service.stores.attempts.historyOf(ward, [nurse.id]), []);
    service.pass(60);
    const again = await service.signedInAs(nurse);
    ok(hasForm((await again.get(EXAM)).text, '/exam'));
    match(locationOf(await again.post(EXAM)), /^\/attempts\//);
    const later = await service.signedInAs(headPerson);
    match(readable((await later.get('/exams/windows')).text), /Åpen nå.*1 har plass/);
  });

  it('end the exam of who starts late, and not of who has more time, or where the programme gives it all', async () => {
    await make({ from: at('09:00'), to: at('10:00') });
    service.pass(20);
    equal(
      (await service.begin(await candidate())).closesAt.toISOString(),
      '2026-11-02T09:00:00.000Z',
    );
    const slow = await candidate();
    const grant = { timePercent: 25, extraMinutes: 0, textSize: 'usual', calm: false } as const;
    await service.services.accommodation.grant(
      { municipalityId: ward, personId: slow.id, by: 'head', today: '2026-11-02' as never },
      { ...grant, category: 'reading', to: '2026-12-02' as never },
    );
    equal((await service.begin(slow)).closesAt.toISOString(), '2026-11-02T09:15:00.000Z');
    ward = await place({ supervision: { interruptions: false, start: 'window' } });
    await make({ to: at('09:30') }, await service.signedInAs(await headOf(ward)));
    equal(
      (await service.begin(await candidate())).closesAt.toISOString(),
      '2026-11-02T09:20:00.000Z',
    );
  });

  it('stay with the attempt, which goes on when the window has closed', async () => {
    const id = await make({ from: at('09:00'), to: at('09:30') });
    const nurse = await candidate();
    const attempt = await service.begin(nurse);
    deepEqual(attempt.frozen.window, {
      ...{ id, room: 'Møterom 2' },
      ...{ opensAt: service.now(), closesAt: new Date(+service.now() + 30 * MINUTE_MS) },
    });
    await head.post(`/exams/windows/${id}/cancel`);
    equal(await started(nurse), true, 'is continued');
    equal(await started(await candidate()), false);
  });

  it('never hold more people than there are seats, of eight who book at once', async () => {
    const id = await make({ seats: '3', from: at('12:00'), to: at('14:00') });
    const nurses = await Promise.all(Array.from({ length: 8 }, () => candidate()));
    const { bookings } = service.services.examStart;
    const outcomes = await Promise.all(
      nurses.map(({ id: personId }) =>
        bookings.book({ municipalityId: ward, personId, programmeId: PROGRAMME, windowId: id }),
      ),
    );
    deepEqual(outcomes.filter((one) => one === 'booked').length, 3);
    deepEqual(new Set(outcomes), new Set(['booked', 'full']));
    equal((await stored(id)).places.length, 3);
  });

  it('never hold more when people come without a place, either; who has one gets in', async () => {
    const id = await make({ seats: '2' });
    const booked = await candidate();
    const visitor = await service.signedInAs(booked);
    await visitor.post(`${EXAM}/book`, { window: id });
    const others = await Promise.all(Array.from({ length: 3 }, () => candidate()));
    const outcomes = await Promise.all(others.map(started));
    equal(outcomes.filter(Boolean).length, 1);
    const late = await service.signedInAs(others[outcomes.indexOf(false)] ?? booked);
    match(readable((await late.get(EXAM)).text), /Alle plasser .* er tatt/);
    equal(await started(booked), true);
    equal((await stored(id)).places.length, 2);
  });

  it('have one place a person, which is given back before the exam and not after', async () => {
    const [first, second] = [
      await make({ seats: '1' }),
      await make({ from: at('13:00'), to: at('15:00') }),
    ];
    const nurse = await candidate();
    const visitor = await service.signedInAs(nurse);
    const does = async (act: 'book' | 'leave', window: string): Promise<string> =>
      readable((await visitor.follow(await visitor.post(`${EXAM}/${act}`, { window }))).text);
    match(
      await does('book', first),
      /Du har fått plass\..*Du har plass Åpen nå Ingen ledige plasser/,
    );
    match(await does('book', first), /Du har alt en plass/);
    match(await does('book', second), /Du har alt en plass/);
    match(await does('leave', first), /Du har gitt fra deg plassen/);
    match(await does('book', second), /Du har fått plass/);
    equal((await stored(first)).places.length, 0);
    await does('leave', second);
    await service.begin(nurse);
    await visitor.post(`${EXAM}/leave`, { window: first });
    equal((await stored(first)).places.length, 1);
  });

  it('stay as they are once somebody has begun, and never have fewer seats than are taken', async () => {
    const id = await make({ seats: '5' });
    const path = `/exams/windows/${id}`;
    const nurse = await service.signedInAs(await candidate());
    await nurse.post(`${EXAM}/book`, { window: id });
    const other = await service.signedInAs(await candidate());
    await other.post(`${EXAM}/book`, { window: id });
    const tooFew = await head.post(path, wanted({ seats: '1' }));
    deepEqual([tooFew.status, (await stored(id)).seats], [422, 5]);
    match(readable(tooFew.text), /Flere har alt plass/);
    equal((await head.post(path, wanted({ from: at('08:30'), seats: '' }))).status, 303);
    deepEqual([(await stored(id)).seats, (await stored(id)).revision], [undefined, 2]);
    await nurse.post(EXAM);
    const late = await head.post(path, wanted({ from: at('10:00') }));
    equal(late.status, 422);
    match(readable(late.text), /Noen har begynt/);
    equal((await stored(id)).opensAt.toISOString(), '2026-11-02T07:30:00.000Z');
  });

  it('are made by whoever runs exams there, and by nobody for other units', async () => {
    const elsewhere = unitId(ward, 'havna');
    for (const [by, changes, status] of [
      [head, {}, 303],
      [head, { unitId: unitId(ward, 'ground-floor') }, 303],
      [head, { unitId: elsewhere }, 422],
      [head, { unitId: '' }, 422],
      [coordinator, { unitId: elsewhere }, 303],
      [coordinator, { unitId: '' }, 303],
      [coordinator, { unitId: unitId('fjordby', 'havna') }, 422],
      [coordinator, { programmeId: 'another' }, 422],
    ] as const)
      equal(
        (await by.post('/exams/windows', wanted(changes))).status,
        status,
        JSON.stringify(changes),
      );
    const id = await make({ unitId: elsewhere }, coordinator);
    for (const path of ['', '/cancel'])
      equal((await head.post(`/exams/windows/${id}${path}`, wanted())).status, 404);
    equal((await head.get(`/exams/windows/${id}`)).status, 404);
    equal(await started(await candidate()), true, 'in the first');
    const [entry] = await service.stores.audit.search(
      { municipalityId: ward, subject: `exam-window:${id}` },
      1,
    );
    equal(entry?.action, 'exam-window.made');
  });

  it('keep what was typed beside what is wrong about it', async () => {
    const answer = await head.post(
      '/exams/windows',
      wanted({ to: at('08:00'), room: 'Kjelleren' }),
    );
    equal(answer.status, 422);
    match(readable(answer.text), /må slutte etter at den begynner/);
    match(answer.text, /value="Kjelleren"/);
    match(answer.text, /name="to"[^>]*value="2026-11-02T08:00"[^>]*aria-invalid="true"/);
    deepEqual(
      await service.stores.examWindows.list({ municipalityId: ward, closesAfter: new Date(0) }),
      [],
    );
  });

  describe('with a start code', () => {
    const shown = async (id: string, by = head): Promise<string> => {
      await by.post(`/exams/windows/${id}/code`);
      const { text } = await by.get(`/exams/windows/${id}/code`);
      return / (\d{3} \d{3}) /.exec(readable(text))?.[1] ?? '';
    };
    const supervised = (mode: 'code' | 'lobby') =>
      place({ supervision: { interruptions: false, start: mode } });
    const asHead = async () => {
      headPerson = await headOf(ward);
      head = await service.signedInAs(headPerson);
    };

    it('begin for who types what is shown in the room; an exam under way never asks again', async () => {
      ward = await supervised('code');
      await asHead();
      const id = await make();
      const nurse = await candidate();
      const visitor = await service.signedInAs(nurse);
      match((await visitor.get(EXAM)).text, /<input[^>]*name="code"/);
      const first = await shown(id);
      const second = await shown(id);
      for (const code of ['', '000000', first]) {
        const answer = await visitor.post(EXAM, { code });
        equal(locationOf(answer), `${EXAM}?code=wrong`);
        match(readable((await visitor.follow(answer)).text), /Koden stemmer ikke/);
      }
      const begun = locationOf(await visitor.post(EXAM, { code: second }));
      match(begun, /^\/attempts\//);
      await shown(id);
      equal(locationOf(await visitor.post(EXAM)), begun);
      equal((await visitor.get(begun)).status, 200);
      const [attempt] = await service.stores.attempts.historyOf(ward, [nurse.id]);
      const { frozen } = await service.attempt(attempt?.id ?? '');
      deepEqual(frozen.window?.enteredAt, service.now());
      ok(!JSON.stringify(await stored(id)).includes(second.replace(' ', '')));
      const late = await candidate();
      const last = await shown(id);
      service.pass(11);
      const { id: personId, municipalityId } = late;
      const outcome = await service.services.examStart.start({
        ...{ municipalityId, personId, programmeId: PROGRAMME, locale: 'nb', code: last },
      });
      deepEqual(outcome, { started: false, step: 'code', wrongCode: true });
    });

    it('are waited in until a supervisor lets one in, and nobody waits with an exam drawn or a window that moves', async () => {
      ward = await supervised('lobby');
      await asHead();
      const id = await make();
      const code = await shown(id);
      const nurses = [
        await candidate({ changes: { givenName: 'Anne' } }),
        await candidate({ changes: { givenName: 'Berit' } }),
      ];
      const visitors = await Promise.all(nurses.map((nurse) => service.signedInAs(nurse)));
      const [anne, berit] = visitors as [Visitor, Visitor];
      for (const visitor of visitors)
        equal(locationOf(await visitor.post(EXAM, { code })), `${EXAM}/lobby`);
      equal(locationOf(await anne.get(EXAM)), `${EXAM}/lobby`);
      const waits = await anne.get(`${EXAM}/lobby`);
      match(waits.text, /<noscript><meta http-equiv="refresh" content="4"><\/noscript>/);
      match(readable(waits.text), /slipper deg inn/);
      equal(locationOf(await anne.post(EXAM)), `${EXAM}/lobby`);
      deepEqual(
        await service.stores.attempts.historyOf(
          ward,
          nurses.map((nurse) => nurse.id),
        ),
        [],
      );
      const moved = await head.post(`/exams/windows/${id}`, wanted({ from: at('10:00') }));
      match(readable(moved.text), /Noen har begynt/);

      match(readable((await head.get('/exams')).text), /2 venter .* Anne Lie .* Berit Lie/);
      await head.post(`/exams/windows/${id}/admit`, { person: nurses[0]?.id ?? '', from: 'board' });
      match(readable((await head.get('/exams')).text), /1 venter .* Berit Lie/);
      const admitted = await anne.get(`${EXAM}/lobby`);
      ok(hasForm(admitted.text, '/exam') && !admitted.text.includes('http-equiv="refresh"'));
      ok(!hasForm((await berit.get(`${EXAM}/lobby`)).text, '/exam'));
      match(locationOf(await anne.post(EXAM)), /^\/attempts\//);
      equal(locationOf(await anne.get(`${EXAM}/lobby`)), EXAM);
      await head.post(`/exams/windows/${id}/admit`);
      service.pass(15);
      match(locationOf(await berit.post(EXAM)), /^\/attempts\//);
      const [attempt] = await service.stores.attempts.historyOf(ward, [nurses[1]?.id ?? '']);
      const { frozen } = await service.attempt(attempt?.id ?? '');
      equal(frozen.window?.admitted?.by, headPerson.id);
      deepEqual(attempt?.startedAt, service.now());
    });

    it('take in who has a place elsewhere at that hour, and give that place to others', async () => {
      ward = await supervised('code');
      await asHead();
      const [booked, here] = [await make({ seats: '1' }), await make()];
      const visitor = await service.signedInAs(await candidate());
      await visitor.post(`${EXAM}/book`, { window: booked });
      match(locationOf(await visitor.post(EXAM, { code: await shown(here) })), /^\/attempts\//);
      equal((await stored(booked)).places.length, 0);
      equal((await stored(here)).places.length, 1);
    });

    it('are nobody’s own: not the code, nor the door', async () => {
      ward = await supervised('lobby');
      const roles = [{ role: 'unitHead', unit: 'solbakken' }] as const;
      const own = await candidate({ roles });
      const visitor = await service.signedInAs(own);
      const id = await make({}, visitor);
      const code = await shown(id, visitor);
      equal(locationOf(await visitor.post(EXAM, { code })), `${EXAM}?code=wrong`);
      await asHead();
      await visitor.post(EXAM, { code: await shown(id) });
      equal((await stored(id)).places.length, 1);
      equal(await shown(id, visitor), '');
      await visitor.post(`/exams/windows/${id}/admit`);
      ok(!readable((await visitor.get('/exams')).text).includes('venter'));
      equal(locationOf(await visitor.post(EXAM)), `${EXAM}/lobby`);
    });

    it('can’t be guessed: after twenty tries an hour there are no more', async () => {
      ward = await supervised('code');
      await asHead();
      const code = await shown(await make());
      const visitor = await service.signedInAs(await candidate());
      for (let n = 0; n < 20; n += 1) await visitor.post(EXAM, { code: '0' });
      equal((await visitor.post(EXAM, { code })).status, 429);
    });
  });

  it('keep one place of a person who had two records, and none of a person who is erased', async () => {
    const { examWindows } = service.stores;
    const [both, one] = [await make(), await make({ from: at('13:00'), to: at('15:00') })];
    const takenAt = service.now();
    for (const [id, personId] of [
      [both, 'former'],
      [both, 'kept'],
      [one, 'former'],
    ] as const)
      await examWindows.takePlace({ id, municipalityId: ward }, { personId, takenAt });
    for (const _again of [1, 2]) await examWindows.moveTo(ward, 'former', 'kept');
    const holders = async (id: string) => (await stored(id)).places.map(({ personId }) => personId);
    deepEqual([await holders(both), await holders(one)], [['kept'], ['kept']]);
    await examWindows.removeOf(ward, 'kept');
    deepEqual([await holders(both), await holders(one)], [[], []]);
  });

  it('give more time to all in them once, also to who begins later, and never to oneself', async () => {
    const id = await make({ from: at('09:00'), to: at('10:00') });
    const early = await service.begin(await candidate());
    const elsewhere = await service.begin(await candidate({ changes: { givenName: 'Else' } }));
    const roles = [{ role: 'unitHead', unit: 'solbakken' }] as const;
    const own = await candidate({ roles });
    const ownAttempt = await service.begin(own);
    const form = { act: 'act-number-1', minutes: '15', reason: 'Brannalarm' };
    const path = `/exams/windows/${id}/extend`;
    for (const wrong of [{ minutes: '0' }, { reason: ' ' }])
      equal((await head.post(path, { ...form, ...wrong })).status, 422);
    const answer = await head.post(path, form);
    match(
      readable((await head.follow(answer)).text),
      /3 prøver som pågår, fikk mer tid.*Brannalarm/,
    );
    await head.post(path, form);
    const visitor = await service.signedInAs(own);
    await visitor.post(path, { ...form, act: 'act-number-2', minutes: '5' });
    const closes = async (attempt: { readonly id: string }) =>
      (await service.attempt(attempt.id)).closesAt.toISOString().slice(11, 16);
    deepEqual(await Promise.all([early, elsewhere, ownAttempt].map(closes)), [
      '09:20',
      '09:20',
      '09:15',
    ]);
    service.pass(30);
    const late = await service.begin(await candidate());
    equal(await closes(late), '09:20');
    deepEqual(
      late.events?.map(({ type, minutes, reason }) => [type, minutes, reason]),
      [
        ['extended', 15, 'Brannalarm'],
        ['extended', 5, 'Brannalarm'],
      ],
    );
  });

  for (const when of ['before', 'after'] as const)
    it(`give more time once to who begins in the same moment, told just ${when} the attempt is there`, async () => {
      const id = await make({ from: at('09:00'), to: at('10:00') });
      const { attempts } = service.stores;
      const asBefore = { ...attempts };
      const give = () =>
        head.post(`/exams/windows/${id}/extend`, {
          ...{ act: 'act-number-1', minutes: '15', reason: 'Brannalarm' },
        });
      // By now the window has been read, without the minutes.
      attempts.begin = async (...words) => {
        if (when === 'before') await give();
        const begun = await asBefore.begin(...words);
        if (when === 'after') await give();
        return begun;
      };
      const attempt = await service.begin(await candidate()).finally(() => {
        Object.assign(attempts, asBefore);
      });
      equal(attempt.closesAt.toISOString().slice(11, 16), '09:15');
      equal(attempt.events?.length, 1);
    });

  it('are no affair of a programme without them', async () => {
    const nurse = await service.candidate();
    const visitor = await service.signedInAs(nurse);
    ok(!readable((await visitor.get(EXAM)).text).includes('prøveøkt'));
    equal((await service.begin(nurse)).frozen.window, undefined);
  });
});
