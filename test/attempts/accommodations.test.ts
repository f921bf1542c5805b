import { deepEqual, equal, match, ok } from 'node:assert/strict';
import {
  accommodationOn,
  minutesWith,
  type AccommodationGrant,
} from '../../server/attempts/accommodations/accommodation.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { readable } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';
import { PROGRAMME } from '../support/some-staff.js';
import type { Visitor } from '../support/visitor.js';

const aGrant = (changes: Partial<AccommodationGrant> = {}): AccommodationGrant => ({
  id: 'grant',
  ...{ timePercent: 25, extraMinutes: 10, textSize: 'usual', calm: false, category: 'reading' },
  from: plainDate('2026-01-01'),
  to: plainDate('2026-12-31'),
  grantedBy: 'head',
  grantedAt: new Date('2026-01-01T08:00:00Z'),
  ...changes,
});

describe('an accommodation', () => {
  for (const [minutes, timePercent, extraMinutes, expected] of [
    [60, 25, 10, 85],
    [60, 0, 15, 75],
    [60, 50, 0, 90],
    [45, 33, 0, 60],
  ] as const)
    it(`gives percent first, and then the minutes on top: ${minutes} + ${timePercent} % + ${extraMinutes} = ${expected}`, () => {
      equal(minutesWith(minutes, { timePercent, extraMinutes }), expected);
    });

  it('holds on its first and last day, until it is ended, and of several the latest', () => {
    const on = (day: string, ...grants: AccommodationGrant[]) =>
      accommodationOn({ grants }, plainDate(day))?.id;
    equal(on('2026-01-01', aGrant()), 'grant');
    equal(on('2026-12-31', aGrant()), 'grant');
    equal(on('2027-01-01', aGrant()), undefined);
    const later = aGrant({ id: 'later', from: plainDate('2026-06-01') });
    equal(on('2026-05-31', aGrant(), later), 'grant');
    equal(on('2026-06-01', aGrant(), later), 'later');
    const at = new Date('2026-03-01T09:00:00Z');
    const ended = aGrant({ ended: { by: 'head', at, day: plainDate('2026-03-01') } });
    equal(on('2026-02-28', ended), 'grant');
    equal(on('2026-03-01', ended), undefined);
  });

  describe('granted', () => {
    const service = useService();
    let head: Visitor;
    const form = (changes: Readonly<Record<string, string>> = {}) => ({
      ...{ timePercent: '25', extraMinutes: '10', textSize: 'large', locale: '', calm: 'on' },
      ...{ category: 'reading', to: '2027-11-01', ...changes },
    });
    const at = (id: string) => `/exams/accommodations/${id}`;
    const minutesOf = async (id: string): Promise<number> => {
      const { closesAt, startedAt } = await service.attempt(id);
      return (closesAt.getTime() - startedAt.getTime()) / 60_000;
    };

    before(async () => {
      const roles = [{ role: 'unitHead', unit: 'solbakken' }] as const;
      head = await service.signedInAs(await service.person({ jobRole: 'leader', roles }));
    });

    it('is shown before the start, frozen into the attempt, and how its pages look', async () => {
      const nurse = await service.candidate();
      await head.post(at(nurse.id), form({ locale: 'sv' }));
      const visitor = await service.signedInAs(nurse);
      const start = readable((await visitor.get(`/programmes/${PROGRAMME}/exam`)).text);
      match(start, /6 oppgaver, 85 minutter/);
      match(start, /Tilrettelagt for deg 25 % mer tid, 10 minutter ekstra, Stor tekst, Rolig/);
      const begun = await visitor.post(`/programmes/${PROGRAMME}/exam`);
      match(String(begun.headers['location']), /pages\/1\?lng=sv$/);
      const id = /attempts\/(\w+)/.exec(String(begun.headers['location']))?.[1] ?? '';
      equal(await minutesOf(id), 85);
      const { frozen, locale } = await service.attempt(id);
      equal(locale, 'sv');
      const time = { timePercent: 25, extraMinutes: 10 };
      deepEqual(frozen.accommodation, { ...time, textSize: 'large', calm: true, locale: 'sv' });
      const { text } = await visitor.get(`/attempts/${id}/pages/1`);
      match(text, /data-text-size="large" data-calm/);
      match(text, /<details[^>]*><summary>Vis hvor mye tid som er igjen/);
    });

    it('adds time to an exam under way, and never takes any', async () => {
      const nurse = await service.candidate();
      const { id } = await service.begin(nurse);
      equal(await minutesOf(id), 60);
      await head.post(at(nurse.id), form({ timePercent: '50', extraMinutes: '0' }));
      equal(await minutesOf(id), 90);
      await head.post(at(nurse.id), form({ timePercent: '0', extraMinutes: '5' }));
      await head.post(at(nurse.id), form({ timePercent: '50', extraMinutes: '0' }));
      equal(await minutesOf(id), 90);
      const { events = [] } = await service.attempt(id);
      deepEqual(
        events.map(({ type, minutes }) => [type, minutes]),
        [
          ['accommodated', 30],
          ['accommodated', 0],
          ['accommodated', 0],
        ],
      );
    });

    it('holds in the next round too, and no longer when its time is over', async () => {
      const nurse = await service.candidate();
      await head.post(at(nurse.id), form({ to: '2028-11-01' }));
      const first = await handIn(service, await service.begin(nurse), 'right');
      equal(first.result?.passed, true);
      service.at('2028-10-30T08:00:00Z');
      await service.completedCourse(nurse);
      equal(await minutesOf((await service.begin(nurse)).id), 85);
    });

    it('is in the trail without what it is for, in one’s own data, and goes with the person', async () => {
      const nurse = await service.candidate();
      await head.post(at(nurse.id), form());
      const [entry] = await service.stores.audit.search(
        { municipalityId: 'fjordby', subject: `person:${nurse.id}` },
        1,
      );
      equal(entry?.action, 'accommodation.granted');
      ok(!JSON.stringify(entry).includes('reading'));
      const mine = await (await service.signedInAs(nurse)).get('/me/data.json');
      const { accommodations } = JSON.parse(mine.text) as { accommodations: object[] };
      equal(accommodations.length, 1);
      ok(!JSON.stringify(accommodations).includes('grantedBy'));
    });

    it('can be ended, and stays to be seen', async () => {
      const nurse = await service.candidate();
      await head.post(at(nurse.id), form());
      const [grant] = (await service.stores.accommodations.of('fjordby', nurse.id)).grants;
      await head.post(`${at(nurse.id)}/end`, { grant: grant?.id ?? '' });
      const page = readable((await head.get(at(nurse.id))).text);
      match(page, /Ingen tilrettelegging nå.*Tidligere.*25 % mer tid/);
      equal(await minutesOf((await service.begin(nurse)).id), 60);
    });

    it('says what is wrong with what was typed, and grants nothing', async () => {
      const nurse = await service.candidate();
      const nothing = { timePercent: '0', extraMinutes: '0', textSize: 'usual', calm: '' };
      for (const [changes, said] of [
        [{ to: '2026-11-01' }, /Siste dag må være en dato fra i dag/],
        [{ to: '2029-01-01' }, /Siste dag må være/],
        [{ timePercent: '12,5' }, /som hele tall/],
        [nothing, /som hele tall|Velg minst én ting/],
      ] as const) {
        const answer = await head.post(at(nurse.id), form(changes));
        equal(answer.status, 422);
        match(readable(answer.text), said);
      }
      deepEqual((await service.stores.accommodations.of('fjordby', nurse.id)).grants, []);
    });

    it('is never one’s own, nor of people elsewhere', async () => {
      const roles = [{ role: 'unitHead', unit: 'solbakken' }] as const;
      const own = await service.candidate({ roles });
      equal((await (await service.signedInAs(own)).get(at(own.id))).status, 404);
      const elsewhere = await service.candidate({ unit: 'havna' });
      equal((await head.post(at(elsewhere.id), form())).status, 404);
      equal((await head.get('/exams/accommodations?q=lie')).status, 200);
    });
  });
});
