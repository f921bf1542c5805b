import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { formOn, hasForm, readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

const PATH = '/administration/requirements';

describe('Pages for requirements', () => {
  const service = useService();
  let coordinator: Visitor;

  before(async () => {
    await service.person({ jobRole: 'assistant', unit: 'ground-floor' });
    await service.person({ jobRole: 'assistant', unit: 'havna' });
    await service.person({ jobRole: 'nurse', unit: 'ground-floor' });
  });
  beforeEach(async () => {
    const person = await service.person({ jobRole: 'office', roles: [{ role: 'coordinator' }] });
    coordinator = await service.signedInAs(person);
  });

  const requirements = async () =>
    (await service.stores.municipalities.find('fjordby'))?.requirements ?? [];
  const asked = new URLSearchParams([
    ['programmeId', PROGRAMME],
    ['unitId', 'fjordby-solbakken'],
    ['jobRoles', 'assistant'],
    ['jobRoles', 'nurse'],
    ['tasks', 'handOut'],
    ['from', '2026-12-01'],
    ['to', ''],
    ['reason.nb', 'Du deler ut legemidler på sykehjemmet.'],
    ['reason.sv', ''],
  ]);

  it('show whom a rule would concern before it holds, and change nothing', async () => {
    const before = await requirements();
    const { text } = await coordinator.get(`${PATH}/new?${asked.toString()}`);
    const shown = readable(text);
    match(shown, /påkrevd for 2 personer fra 1\. desember 2026/);
    match(shown, /For 1 av dem er det nytt/);
    match(shown, /Sykepleier eller Assistent|Assistent eller Sykepleier/i);
    deepEqual(await requirements(), before);
  });

  it('say what is missing, and keep what was filled in', async () => {
    const partly = new URLSearchParams(asked);
    partly.delete('jobRoles');
    const { text, status } = await coordinator.get(`${PATH}/new?${partly.toString()}`);
    equal(status, 422);
    match(readable(text), /velg minst én stilling/);
    ok(!hasForm(text, '/requirements'));
    const { fields } = formOn(text, '#preview');
    deepEqual(
      [fields.get('unitId'), fields.get('tasks'), fields.get('reason.nb')],
      ['fjordby-solbakken', 'handOut', asked.get('reason.nb')],
    );
  });

  it('make it hold exactly as it was looked at, once', async () => {
    const { text } = await coordinator.get(`${PATH}/new?${asked.toString()}`);
    const { action, fields } = formOn(text, '/requirements');
    equal((await coordinator.post(action, fields)).status, 303);
    const { id, ...added } = (await requirements()).at(-1) ?? { id: '' };
    deepEqual(added, {
      programmeId: PROGRAMME,
      unitId: 'fjordby-solbakken',
      jobRoles: ['assistant', 'nurse'],
      tasks: ['handOut'],
      from: '2026-12-01',
      reason: { nb: 'Du deler ut legemidler på sykehjemmet.' },
    });
    const again = await coordinator.post(action, fields);
    equal(again.status, 422);
    match(readable(again.text), /satt fra før/);
    const entry = (await service.stores.audit.entriesOf('fjordby')).at(-1);
    deepEqual([entry?.action, entry?.subject], ['requirement.added', `requirement:${id}`]);
    match(
      readable((await coordinator.get(PATH)).text),
      /Kommer .* Solbakken sykehjem med alt under/,
    );
  });

  it('end one from a day on, and keep it', async () => {
    const [first] = await requirements();
    const path = `${PATH}/${first?.id ?? ''}/end`;
    equal((await coordinator.post(path, { lastDay: '2026-10-31' })).status, 422);
    equal((await coordinator.post(path, { lastDay: '2026-11-01' })).status, 303);
    deepEqual((await requirements())[0], { ...first, to: '2026-11-01' });
    match(readable((await coordinator.get(PATH)).text), /Avsluttet/);
  });

  it('lose no rule when two change them at once', async () => {
    const { municipalities } = service.stores;
    const read = await municipalities.find('fjordby');
    ok(read);
    const stale = { ...read, requirements: [] };
    equal(await municipalities.changeRequirements(stale, []), false);
    deepEqual(await requirements(), read.requirements);
  });
});
