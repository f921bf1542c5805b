import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { locationOf, type Visitor } from '../support/visitor.js';

const PATH = '/administration/units';

describe('Pages for units', () => {
  const service = useService();
  let administrator: Visitor;
  let admin: Person;

  before(async () => {
    admin = await service.person({ jobRole: 'office', roles: [{ role: 'administrator' }] });
  });
  beforeEach(async () => {
    administrator = await service.signedInAs(admin);
  });

  const units = () => service.stores.municipalities.unitsOf('fjordby');
  const unit = async (id: string) => (await units()).find((one) => one.id === id);
  const entries = async () =>
    (await service.stores.audit.entriesOf('fjordby')).map(({ action }) => action);
  const text = async (path: string) => readable((await administrator.get(path)).text);

  it('are reached from the page of administration', async () => {
    const { text: html } = await administrator.get('/administration');
    ok(html.includes(`href="${PATH}"`));
    const head = await service.person({ roles: [{ role: 'unitHead', unit: 'havna' }] });
    equal((await (await service.signedInAs(head)).get('/administration')).status, 403);
  });

  it('make, rename and move a unit with everything below it', async () => {
    const made = await administrator.post(PATH, {
      ...{ name: 'Natt', kind: 'unit', parentId: 'fjordby-ground-floor', codes: 'N1;\nN2\nN1' },
    });
    const path = locationOf(made);
    const id = path.slice(PATH.length + 1);
    deepEqual((await unit(id))?.path, ['fjordby-solbakken', 'fjordby-ground-floor', id]);
    deepEqual((await unit(id))?.codes, ['N1', 'N2']);

    const page = await administrator.get(`${PATH}/fjordby-ground-floor`);
    const { action, fields } = formOn(page.text, '/fjordby-ground-floor');
    fields.set('name', 'Sokkelen');
    fields.set('parentId', 'fjordby-havna');
    equal((await administrator.post(action, fields)).status, 303);
    deepEqual((await unit(id))?.path, ['fjordby-havna', 'fjordby-ground-floor', id]);
    match(await text(path), /Havna hjemmetjeneste › Sokkelen/);
    match(await text(PATH), /Sokkelen , under Havna hjemmetjeneste .* Natt , under Sokkelen/);
    deepEqual((await entries()).slice(-2), ['unit.created', 'unit.changed']);
  });

  it('say what is wrong, and change nothing', async () => {
    const before = await units();
    const inside = { name: 'X', kind: 'unit', codes: '' };
    const refused = await administrator.post(`${PATH}/fjordby-solbakken`, {
      ...{ ...inside, parentId: 'fjordby-solbakken' },
    });
    equal(refused.status, 422);
    match(readable(refused.text), /kan ikke ligge inne i seg selv/);
    const twice = await administrator.post(PATH, { ...inside, name: 'Havna Hjemmetjeneste' });
    equal(twice.status, 422);
    match(readable(twice.text), /Velg et annet navn/);
    equal((await administrator.post(PATH, { ...inside, name: ' ' })).status, 400);
    deepEqual(await units(), before);
  });

  it('turn down what somebody else has changed meanwhile', async () => {
    const [before] = await units();
    ok(before);
    const { municipalities } = service.stores;
    equal(await municipalities.changeUnit({ ...before, name: 'Then' }, before), false);
    equal(await municipalities.changeUnit(before, { ...before, codes: ['N1'] }), false);
    deepEqual((await units())[0], before);
  });

  describe('closing a unit', () => {
    let path: string;
    let stays: Person;
    let temporary: Person;
    before(async () => {
      const visitor = await service.signedInAs(admin);
      path = locationOf(await visitor.post(PATH, { name: 'Brygga', kind: 'unit', codes: '' }));
      const unitId = path.slice(PATH.length + 1);
      const from = plainDate('2026-01-01');
      const work = { unitId, jobRole: 'nurse', from, percent: 60, source: 'hr' } as const;
      stays = await service.person({ changes: { familyName: 'Blir', employments: [work] } });
      temporary = await service.person({
        changes: { employments: [{ ...work, to: plainDate('2026-11-30') }], familyName: 'Vikar' },
      });
    });

    it('shows first who works there, and asks what becomes of them', async () => {
      const now = await administrator.get(`${path}?lastDay=2026-11-15`);
      match(readable(now.text), /2 personer har arbeidsforhold her etter 15\. november 2026/);
      const later = await administrator.get(`${path}?lastDay=2026-12-31`);
      const shown = readable(later.text);
      match(shown, /1 person har .* Ingrid Blir \(Sykepleier, HR-systemet\)/);
      ok(!shown.includes('Vikar'));
      ok(hasForm(later.text, '/close'));
      ok(!hasForm((await administrator.get(path)).text, '/close'), 'no day has been chosen');
    });

    it('moves them on, and again does nothing more', async () => {
      const closing = { lastDay: '2026-12-31', then: 'move', moveTo: 'fjordby-havna' };
      for (const what of ['first', 'again'])
        equal((await administrator.post(`${path}/close`, closing)).status, 303, what);
      const unitId = path.slice(PATH.length + 1);
      equal((await unit(unitId))?.to, '2026-12-31');
      const after = await service.stores.people.find('fjordby', stays.id);
      const [old] = stays.employments;
      deepEqual(after?.employments, [
        { ...old, to: '2026-12-31' },
        { ...old, unitId: 'fjordby-havna', from: '2027-01-01' },
      ]);
      deepEqual(await service.stores.people.find('fjordby', temporary.id), temporary);
      match(await text(PATH), /Legges ned etter 31\. desember 2026/);
    });

    it('waits for the units below, and opens again', async () => {
      const refused = await administrator.post(`${PATH}/fjordby-havna/close`, {
        ...{ lastDay: '2026-12-31', then: 'end' },
      });
      match(readable(refused.text), /Enheter under er åpne/);
      equal((await administrator.post(`${path}/reopen`)).status, 303);
      equal((await unit(path.slice(PATH.length + 1)))?.to, undefined);
      equal((await entries()).at(-1), 'unit.reopened');
    });
  });

  describe('and the settings of the municipality', () => {
    const SETTINGS = '/administration/settings';
    const asked = { name: 'Nye Fjordby', timeZone: 'Europe/Oslo', locale: 'nn', colour: '#8a1538' };
    const ARMS =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50"><g transform="translate(4 4) scale(0.8)"><path d="M0 0h40v50z" fill="#cc0000" stroke="#000" stroke-width="2"/></g></svg>';
    const save = (changes: Readonly<Record<string, string>> = {}) => {
      const fields = new URLSearchParams({ ...asked, ...changes });
      for (const language of ['nn', 'sv']) fields.append('languages', language);
      return administrator.post(SETTINGS, fields);
    };

    it('change name, languages and colour of the pages, and are in the trail', async () => {
      equal((await save()).status, 303);
      const { text: html } = await administrator.get('/administration');
      match(html, /<html lang="nn"/);
      ok(html.includes('Nye Fjordby · Medsert'));
      ok(html.includes('href="/theme/8a1538"') && !html.includes('lang="en"'));
      const theme = await service.anyone().get('/theme/8a1538');
      match(theme.text, /accent-base-default:#8a1538/);
      equal((await service.anyone().get('/theme/ffff00')).status, 404);
      const entry = (await service.stores.audit.entriesOf('fjordby')).at(-1);
      equal(entry?.action, 'municipality.settings-changed');
      equal(entry.details?.['nameBefore'], 'Fjordby kommune');
    });

    it('say what is wrong and change nothing', async () => {
      const answer = await save({ colour: '#ffd700', locale: 'en' });
      equal(answer.status, 422);
      match(readable(answer.text), /kontrasten 1,4 : 1/);
      match(readable(answer.text), /må vere mellom dei som blir tilbydde/);
      equal((await service.stores.municipalities.find('fjordby'))?.colour, '#8a1538');
    });

    it('bring arms that pages and certificates show, and refuse what is none', async () => {
      const bad = await administrator.upload(
        `${SETTINGS}/arms`,
        'a.svg',
        Buffer.from('<svg><script/></svg>'),
      );
      equal(bad.status, 422);
      const answer = await administrator.upload(`${SETTINGS}/arms`, 'arms.svg', Buffer.from(ARMS));
      equal(answer.status, 303);
      const { arms = '' } = (await service.stores.municipalities.find('fjordby')) ?? {};
      ok((await administrator.get('/administration')).text.includes(`src="/arms/${arms}"`));
      const image = await service.anyone().get(`/arms/${arms}`);
      equal(image.headers['content-security-policy'], "default-src 'none'; sandbox");
      const nurse = await service.candidate();
      const { id } = await handIn(service, await service.begin(nurse), 'right');
      const certificate = await service.stores.certificates.findByAttempt(id);
      equal(certificate?.record.arms, arms);
      ok(certificate);
      ok((await service.services.certificate.certificateFile(certificate)).bytes.length > 10_000);
      equal((await administrator.post(`${SETTINGS}/arms/remove`)).status, 303);
      equal((await service.stores.municipalities.find('fjordby'))?.arms, undefined);
    });
  });
});
