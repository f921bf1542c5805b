import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { locationOf, type Visitor } from '../support/visitor.js';

describe('Pages for people and roles', () => {
  const service = useService();
  let administrator: Visitor;
  let admin: Person;

  before(async () => {
    admin = await service.person({
      jobRole: 'office',
      roles: [{ role: 'administrator' }],
      changes: { familyName: 'Administrator' },
    });
  });
  beforeEach(async () => {
    administrator = await service.signedInAs(admin);
  });

  const named = (familyName: string, changes: Partial<Person> = {}) => ({
    changes: { familyName, ...changes },
  });
  const list = async (query: string) =>
    readable((await administrator.get(`/administration/people?${query}`)).text);
  const page = (person: Person) => `/administration/people/${person.id}`;

  describe('the list', () => {
    before(async () => {
      await service.person({ ...named('Strand', { givenName: 'Åse' }), unit: 'havna' });
      await service.person({ ...named('Strand', { givenName: 'Per' }), unit: 'ground-floor' });
      await service.person({ ...named('Nykommer'), unit: 'none' });
      const left = await service.person(named('Sluttet'));
      const employments = left.employments.map((one) => ({ ...one, to: plainDate('2026-10-31') }));
      await service.stores.people.put({ ...left, employments });
    });

    for (const [query, shown, hidden] of [
      ['q=strand', ['Strand, Åse', 'Strand, Per'], ['Nykommer']],
      ['q=åse+STRAND', ['Strand, Åse'], ['Strand, Per']],
      ['q=.*', [], ['Strand']],
      ['state=unplaced', ['Nykommer, Ingrid'], ['Strand']],
      ['state=left', ['Sluttet 31. oktober 2026'], ['Strand']],
      ['unit=fjordby-solbakken&q=strand', ['Strand, Per'], ['Åse']],
      ['unit=unknown', ['Ingen passer'], ['Strand']],
    ] as const)
      it(`is narrowed by its address: ${query}`, async () => {
        const text = await list(query);
        for (const one of shown) ok(text.includes(one), `${one} in ${text}`);
        const rows = text.slice(text.indexOf('Vis'));
        for (const one of hidden) ok(!rows.includes(one), `${one} in ${rows}`);
      });

    it('tells of those who have logged in and are not placed', async () => {
      match(await list(''), /1 person har logget inn uten å ha et arbeidsforhold/);
    });

    it('turns pages, fifty people each', async () => {
      for (let n = 0; n < 60; n += 1) await service.person(named('Mange'));
      match(await list('q=mange'), /60 personer .* 1–50 av 60/);
      match(await list('q=mange&page=2'), /51–60 av 60/);
    });
  });

  it('places somebody who has logged in', async () => {
    const person = await service.person({ unit: 'none' });
    const { action, fields } = formOn((await administrator.get(page(person))).text, '/employments');
    fields.set('unitId', 'fjordby-havna');
    fields.set('jobRole', 'nurse');
    fields.set('percent', '80,5');
    fields.append('tasks', 'inject');
    equal(locationOf(await administrator.post(action, fields)), page(person));
    deepEqual((await service.stores.people.find('fjordby', person.id))?.employments, [
      {
        unitId: 'fjordby-havna',
        jobRole: 'nurse',
        from: '2026-11-02',
        percent: 80.5,
        tasks: ['inject'],
        source: 'manual',
      },
    ]);
  });

  it('gives a role, makes a deputy, and ends both', async () => {
    const head = await service.person(named('Leder'));
    const deputy = await service.person(named('Vikar'));
    const period = { from: '2026-11-02', to: '2026-12-31' };
    const unitId = 'fjordby-havna';
    const given = await administrator.post(`${page(head)}/roles`, {
      role: 'unitHead',
      unitId,
      from: '2026-11-02',
      to: '',
    });
    equal(given.status, 303);
    const { text } = await administrator.get(page(deputy));
    ok(text.includes(`${head.id} unitHead ${unitId}`));
    const standsIn = `${head.id} unitHead ${unitId}`;
    equal((await administrator.post(`${page(deputy)}/roles`, { standsIn, ...period })).status, 303);
    const shown = readable((await administrator.get(page(deputy))).text);
    match(
      shown,
      /Enhetsleder, Havna hjemmetjeneste .*2\. november 2026 til 31\. desember 2026 · registrert for hånd · stedfortreder for Ingrid Leder/,
    );

    const { action, fields } = formOn((await administrator.get(page(head))).text, '/roles/end');
    fields.set('lastDay', '2026-11-01');
    equal((await administrator.post(action, fields)).status, 303);
    match(readable((await administrator.get(page(deputy))).text), /Gjelder ikke i dag/);
  });

  it('says what is wrong, where one is, and changes nothing', async () => {
    const person = await service.person();
    const refused = await administrator.post(`${page(person)}/roles`, {
      role: 'unitHead',
      unitId: '',
      from: '2026-11-02',
      to: '',
    });
    equal(refused.status, 422);
    match(readable(refused.text), /Denne rollen gjelder en enhet/);
    deepEqual(await service.stores.people.find('fjordby', person.id), person);
    for (const form of [
      { role: 'unitHead', from: 'soon' },
      { role: 'boss', from: '2026-11-02' },
      { standsIn: 'x', from: '2026-11-02' },
    ])
      equal((await administrator.post(`${page(person)}/roles`, form)).status, 400);
  });

  it('lets nobody give or end their own roles', async () => {
    const { text } = await administrator.get(page(admin));
    ok(!hasForm(text, '/roles'));
    match(readable(text), /Egne roller må en annen administrator/);
    const tried = await administrator.post(`${page(admin)}/roles`, {
      role: 'hr',
      unitId: '',
      from: '2026-11-02',
      to: '',
    });
    equal(tried.status, 422);
    const found = await service.stores.people.find('fjordby', admin.id);
    equal(found?.grants.length, 1);
  });

  it('is refused to an administrator of a part of the municipality', async () => {
    const part = await service.person({ roles: [{ role: 'administrator', unit: 'havna' }] });
    equal((await (await service.signedInAs(part)).get('/administration/people')).status, 403);
  });
});
