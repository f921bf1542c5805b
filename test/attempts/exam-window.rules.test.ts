import { deepEqual, equal } from 'node:assert/strict';
import { LOCALES } from '../../server/platform/locale.js';
import type { ExamWindow } from '../../server/attempts/windows/exam-window.js';
import {
  endFor,
  timesOf,
  windowStanding,
} from '../../server/attempts/windows/exam-window.rules.js';
import { whenText } from '../../server/attempts/windows/exam-window.view.js';
import { texts } from '../support/rendered.js';

const at = (time: string): Date => new Date(`2026-11-02T${time}:00.000Z`);
const now = at('08:00');

let windows = 0;
function aWindow(from: string, to: string, changes: Partial<ExamWindow> = {}): ExamWindow {
  windows += 1;
  return {
    ...{ id: `window-${windows}`, municipalityId: 'fjordby', programmeId: 'medicines' },
    ...{
      opensAt: at(from),
      closesAt: at(to),
      revision: 1,
      madeBy: 'head',
      madeAt: now,
      places: [],
    },
    ...changes,
  };
}
const placesOf = (...people: string[]) => people.map((personId) => ({ personId, takenAt: now }));
const PATHS = [['solbakken', 'ground-floor']];
const standing = (...all: ExamWindow[]) => windowStanding(all, 'anne', PATHS, now);

describe('the windows of an exam', () => {
  it('are open from their first instant, and no longer at their last', () => {
    for (const [from, to, isOpen] of [
      ['08:00', '09:00', true],
      ['08:01', '09:00', false],
      ['07:00', '08:00', false],
      ['07:00', '08:01', true],
    ] as const)
      equal(standing(aWindow(from, to)).open !== undefined, isOpen, `${from}-${to}`);
  });

  it('name the next that has a place left, the first first', () => {
    const full = aWindow('09:00', '10:00', { seats: 1, places: placesOf('berit') });
    const [later, latest] = [aWindow('10:00', '11:00'), aWindow('11:00', '12:00')];
    equal(standing(latest, later, full).next?.window, later);
    deepEqual(
      standing(latest, later, full).windows.map(({ window }) => window),
      [full, later, latest],
    );
  });

  it('name first the one in which the person has a place', () => {
    const mine = aWindow('11:00', '12:00', { seats: 1, places: placesOf('anne') });
    equal(standing(aWindow('09:00', '10:00'), mine).next?.window, mine);
  });

  it('are full only when nobody else’s place is left in any that is open', () => {
    const full = aWindow('07:00', '09:00', { seats: 2, places: placesOf('berit', 'cato') });
    deepEqual([standing(full).isFull, standing(full).open], [true, undefined]);
    const other = aWindow('07:00', '09:00', { seats: 2, places: placesOf('berit') });
    equal(standing(full, other).open?.window, other);
    const mine = { ...full, places: placesOf('berit', 'anne') };
    equal(standing(mine).open?.window, mine);
    equal(standing(aWindow('09:00', '10:00')).isFull, false);
  });

  it('are those of the units where the person works, and of the whole municipality', () => {
    for (const [unitId, isOffered] of [
      [undefined, true],
      ['solbakken', true],
      ['ground-floor', true],
      ['havna', false],
    ] as const) {
      const window = aWindow('07:00', '09:00', unitId === undefined ? {} : { unitId });
      equal(standing(window).windows.length === 1, isOffered, unitId);
    }
    // Who has moved keeps the place they have.
    const kept = aWindow('09:00', '10:00', { unitId: 'havna', places: placesOf('anne') });
    equal(standing(kept).next?.window, kept);
  });

  it('count no more once they are cancelled', () => {
    const cancelled = { by: 'head', at: now };
    deepEqual(standing(aWindow('07:00', '09:00', { cancelled })).windows, []);
  });

  it('cut lateness, and never the time that was granted to somebody', () => {
    deepEqual(endFor(aWindow('08:00', '09:00'), 15), at('09:15'));
  });
});

describe('the times of a window', () => {
  const times = (from: string, to: string) => timesOf({ from, to }, 'Europe/Oslo', now);
  const hours = (from: string, to: string): number => {
    const found = times(from, to);
    return 'problem' in found ? NaN : (+found.closesAt - +found.opensAt) / 3_600_000;
  };

  it('are those on the clocks of the municipality', () => {
    deepEqual(times('2026-11-12T09:00', '2026-11-12T11:00'), {
      opensAt: new Date('2026-11-12T08:00:00.000Z'),
      closesAt: new Date('2026-11-12T10:00:00.000Z'),
    });
  });

  it('have the hours that the night has when the clocks are changed', () => {
    equal(hours('2027-03-27T22:00', '2027-03-28T06:00'), 7);
    equal(hours('2027-10-30T22:00', '2027-10-31T06:00'), 9);
    // The hour that comes twice: open from the first 02.00, until the second 02.59.
    equal(hours('2027-10-31T02:00', '2027-10-31T02:30'), 1.5);
  });

  for (const [from, to, problem, field] of [
    ['', '2026-11-12T11:00', 'from', 'from'],
    ['2026-11-12T09:00', 'noon', 'to', 'to'],
    ['2027-03-28T02:30', '2027-03-28T06:00', 'no-such-hour', 'from'],
    ['2027-03-27T22:00', '2027-03-28T02:15', 'no-such-hour', 'to'],
    ['2026-11-12T11:00', '2026-11-12T11:00', 'order', 'to'],
    ['2026-11-02T07:00', '2026-11-02T09:00', 'past', 'to'],
    ['2026-11-12T09:00', '2026-12-13T09:01', 'too-long', 'to'],
  ] as const)
    it(`are refused from "${from}" to "${to}": ${problem}`, () => {
      deepEqual(times(from, to), { problem, field });
    });

  it('are said in the four languages, with both days where there are two', () => {
    for (const locale of LOCALES) {
      const words = { t: texts(locale), locale, timeZone: 'Europe/Oslo' };
      const when = whenText({ opensAt: at('08:00'), closesAt: at('10:00'), room: 'Rom 2' }, words);
      equal(when.match(/2026/g)?.length, 1, when);
      equal(when.includes('09') && when.includes('11') && when.endsWith('Rom 2'), true, when);
      const night = whenText({ opensAt: at('21:00'), closesAt: at('23:30') }, words);
      equal(night.match(/2026/g)?.length, 2, night);
    }
  });
});
