import { deepEqual, equal, match } from 'node:assert/strict';
import type { Person } from '../../server/organisation/person.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME, unitId } from '../support/some-staff.js';
import { locationOf, type Visitor } from '../support/visitor.js';

describe('news of exam windows', () => {
  const service = useService();
  let ward: string;
  let head: Visitor;
  let path: string;
  let nurse: Person;

  const wanted = (changes: Readonly<Record<string, string>> = {}) => ({
    programmeId: PROGRAMME,
    unitId: unitId(ward, 'solbakken'),
    ...{ room: 'Møterom 2', from: '2026-11-02T09:00', to: '2026-11-02T11:00', seats: '' },
    ...changes,
  });
  /** Tells twice, as two runs of the job would; the mails are told newest last. */
  const told = async (): Promise<{ readonly subject: string; readonly to: string }[]> => {
    await service.services.tellWindowNews();
    await service.services.tellWindowNews();
    const mails = (await service.services.outbox?.outbox.list(ward)) ?? [];
    return mails.map(({ subject, to }) => ({ subject, to })).reverse();
  };
  const change = async (changes: Readonly<Record<string, string>>): Promise<void> => {
    equal((await head.post(path, wanted(changes))).status, 303);
  };

  beforeEach(async () => {
    const supervision = { interruptions: false, start: 'window', lateStart: 'shorten' } as const;
    ward = (await service.place({ rules: { supervision }, items: { law: 2 } })).municipality.id;
    head = await service.signedInAs(
      await service.person({
        ...{ municipalityId: ward, jobRole: 'leader' },
        roles: [{ role: 'unitHead', unit: 'solbakken' }],
      }),
    );
    path = locationOf(await head.post('/exams/windows', wanted()));
    nurse = await service.candidate({ municipalityId: ward });
    await service.stores.people.put({ ...nurse, email: 'nurse@ward.invalid' });
    const booking = { window: path.split('/').at(-1) ?? '' };
    const answer = await (
      await service.signedInAs(nurse)
    ).post(`/programmes/${PROGRAMME}/exam/book`, booking);
    match(locationOf(answer), /booking=booked/);
    // Without a place, or without an address, one gets no mail.
    const other = await service.candidate({ municipalityId: ward });
    await service.stores.people.put({ ...other, email: 'other@ward.invalid' });
  });

  it('reach those who have a place when it is moved, once, with the new time', async () => {
    await change({ from: '2026-11-02T10:00', room: 'Møterom 5' });
    deepEqual(await told(), [
      { subject: 'Ny tid for prøven: Legemiddelhåndtering', to: 'nurse@ward.invalid' },
    ]);
    const [mail] = (await service.services.outbox?.outbox.list(ward)) ?? [];
    match(mail?.text ?? '', /2\. november 2026 kl\. 10\.00–11\.00, Møterom 5/);
  });

  it('are none when only the number of seats changes, or before anything has', async () => {
    deepEqual(await told(), []);
    await change({ seats: '4' });
    deepEqual(await told(), []);
  });

  it('are one, the last, of a window that is moved, given more seats and cancelled in one minute', async () => {
    await change({ from: '2026-11-02T10:00' });
    await change({ from: '2026-11-02T10:00', seats: '4' });
    equal((await head.post(`${path}/cancel`)).status, 303);
    deepEqual(await told(), [
      { subject: 'Avlyst: prøven i Legemiddelhåndtering', to: 'nurse@ward.invalid' },
    ]);
  });

  it('are not told again for a change by somebody who looked before they were told', async () => {
    await change({ from: '2026-11-02T10:00' });
    const whose = { id: path.split('/').at(-1) ?? '', municipalityId: ward };
    const before = await service.stores.examWindows.find(whose);
    equal(before?.untold, 'moved');
    equal((await told()).length, 1);
    const seats = { ...wanted({ from: '2026-11-02T10:00' }), seats: 4 };
    const { manage } = service.services.windows;
    deepEqual(await manage.change(before, 'Europe/Oslo', 'head', seats), { id: whose.id });
    equal((await told()).length, 1);
  });

  it('are not forgotten over a change that moves nobody', async () => {
    await change({ from: '2026-11-02T10:00' });
    await change({ from: '2026-11-02T10:00', seats: '4' });
    equal((await told()).length, 1);
  });
});
