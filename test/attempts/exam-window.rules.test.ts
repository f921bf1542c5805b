import { deepEqual, equal, match } from 'node:assert/strict';
import { LOCALES } from '../../server/platform/locale.js';
import type { ExamWindow } from '../../server/attempts/windows/exam-window.js';
import {
  endFor,
  timesOf,
  windowStanding,
} from '../../server/attempts/windows/exam-window.rules.js';
import {
  digitsOf,
  newStartCode,
  nextStep,
  opens,
} from '../../server/attempts/windows/start-code.rules.js';
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
      equal(standing(aWindow(from, to)).open.length === 1, isOpen, `${from}-${to}`);
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
    deepEqual([standing(full).isFull, standing(full).open], [true, []]);
    const other = aWindow('07:00', '09:00', { seats: 2, places: placesOf('berit') });
    equal(standing(full, other).open[0]?.window, other);
    const mine = { ...full, places: placesOf('berit', 'anne') };
    equal(standing(mine).open[0]?.window, mine);
    const came = { personId: 'anne', takenAt: now, enteredAt: now };
    const here = aWindow('07:30', '09:00', { places: [came] });
    equal(standing(mine, here).open[0]?.window, here);
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

describe('a start code', () => {
  const code = newStartCode('nonce', 'head', now);
  const window = aWindow('08:00', '10:00', { startCode: code });
  const digits = digitsOf(window, code, 'secret');
  const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
  const isOpenTo = (typed: string, when = now, personId = 'anne', of = window): boolean =>
    opens(of, typed, personId, 'secret', when);

  it('opens for ten minutes, however it was spaced', () => {
    match(digits, /^\d{6}$/);
    equal(isOpenTo(`${digits.slice(0, 3)} ${digits.slice(3)}`), true);
    equal(isOpenTo(digits, minutes(9.99)), true);
    equal(isOpenTo(digits, minutes(10)), false);
  });

  it('opens to nobody once another has taken its place, nor in another window, nor by other digits', () => {
    const renewed = { ...window, startCode: newStartCode('other', 'head', now) };
    equal(isOpenTo(digits, now, 'anne', renewed), false);
    equal(isOpenTo(digits, now, 'anne', { ...window, id: 'elsewhere' }), false);
    for (const typed of ['', digits.slice(1), `${digits}0`, 'abcdef', 'ååå'])
      equal(isOpenTo(typed), false, typed);
  });

  it('opens nothing to whoever gave it', () => {
    equal(isOpenTo(digits, now, 'head'), false);
  });

  it('is asked for once, and the lobby where the programme has one', () => {
    const came = { personId: 'anne', takenAt: now, enteredAt: now };
    const admitted = { ...came, admitted: { by: 'head', at: now } };
    const [booked] = placesOf('anne');
    deepEqual(
      (['any', 'window', 'code', 'lobby'] as const).map((mode) =>
        [undefined, booked, came, admitted].map((place) => nextStep(mode, place)),
      ),
      [
        [undefined, undefined, undefined, undefined],
        [undefined, undefined, undefined, undefined],
        ['code', 'code', undefined, undefined],
        ['code', 'code', 'admission', undefined],
      ],
    );
  });
});
