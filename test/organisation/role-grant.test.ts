import { deepEqual, equal } from 'node:assert/strict';
import type { Employment, Role, RoleGrant } from '../../server/organisation/person.js';
import { grantsInForce, lastDayOf, leftOn } from '../../server/organisation/role-grant.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';

const today = plainDate('2026-11-21');
const since = plainDate('2020-01-01');

const work = (from: string, to?: string): Employment => ({
  unitId: 'solbakken',
  jobRole: 'leader',
  from: plainDate(from),
  ...(to === undefined ? {} : { to: plainDate(to) }),
  percent: 100,
});
const grant = (role: Role, changes: Partial<RoleGrant> = {}): RoleGrant => ({
  role,
  from: since,
  ...changes,
});

describe('Which roles hold', () => {
  const holds = (employments: Employment[], given: RoleGrant, day = today) =>
    grantsInForce({ employments, grants: [given] }, [], day).length === 1;

  for (const [when, employments, from, expected] of [
    ['with the employment it was given in', [work('2019-01-01')], '2020-01-01', true],
    ['to the last day of work', [work('2019-01-01', '2026-11-21')], '2020-01-01', true],
    ['not on the day after', [work('2019-01-01', '2026-11-20')], '2020-01-01', false],
    [
      'across employments that follow each other',
      [work('2026-11-01'), work('2019-01-01', '2026-10-31')],
      '2020-01-01',
      true,
    ],
    [
      'across those that overlap',
      [work('2019-01-01', '2026-10-31'), work('2026-03-01', '2026-05-31'), work('2026-06-01')],
      '2020-01-01',
      true,
    ],
    [
      'not again when somebody comes back after a gap',
      [work('2019-01-01', '2024-12-31'), work('2026-01-01')],
      '2020-01-01',
      false,
    ],
    [
      'when it was given for the second time of work',
      [work('2019-01-01', '2024-12-31'), work('2026-01-01')],
      '2026-01-01',
      true,
    ],
    ['without any employment: a pharmacist from outside', [], '2020-01-01', true],
    ['when it was given after leaving', [work('2019-01-01', '2024-12-31')], '2025-02-01', true],
    [
      'not after an employment that began later than the role',
      [work('2021-01-01', '2026-11-20')],
      '2020-01-01',
      false,
    ],
  ] as const)
    it(when, () => {
      equal(holds([...employments], grant('hr', { from: plainDate(from) })), expected);
    });

  it('ends on the day it says', () => {
    const ended = grant('hr', { to: plainDate('2026-11-20') });
    equal(holds([work('2019-01-01')], ended), false);
    equal(holds([work('2019-01-01')], ended, plainDate('2026-11-20')), true);
  });

  it('tells the last day, whichever comes first', () => {
    const person = { employments: [work('2019-01-01', '2026-12-31')] };
    equal(lastDayOf(person, grant('hr')), '2026-12-31');
    equal(lastDayOf(person, grant('hr', { to: today })), today);
    equal(lastDayOf({ employments: [] }, grant('hr')), undefined);
  });
});

describe('A deputy', () => {
  const deputy = grant('unitHead', { unitId: 'solbakken', to: today, deputyFor: 'head' });
  const head = (changes: Partial<RoleGrant> = {}, employments: Employment[] = []) => ({
    id: 'head',
    employments,
    grants: [grant('unitHead', { unitId: 'solbakken', ...changes })],
  });
  const stand = (principals: Parameters<typeof grantsInForce>[1], given = deputy, day = today) =>
    grantsInForce({ employments: [], grants: [given] }, principals, day).length;

  it('holds the role while the other holds it', () => {
    equal(stand([head()]), 1);
    equal(stand([head()], deputy, plainDate('2026-11-22')), 0);
  });

  for (const [when, principal] of [
    ['the other’s role has ended', head({ to: plainDate('2026-11-20') })],
    ['the other has left', head({}, [work('2019-01-01', '2026-11-20')])],
    ['the other is head of another unit', head({ unitId: 'havna' })],
    ['the other is a deputy too', head({ to: today, deputyFor: 'somebody' })],
    ['the other holds another role', head({ role: 'practicalAssessor' })],
  ] as const)
    it(`holds nothing when ${when}`, () => {
      equal(stand([principal]), 0);
    });

  it('holds nothing when nobody is there to stand in for, or without a last day', () => {
    equal(stand([]), 0);
    equal(stand([head()], grant('unitHead', { unitId: 'solbakken', deputyFor: 'head' })), 0);
  });
});

describe('Who has left', () => {
  const left = (...employments: Employment[]) => leftOn({ employments }, today);

  it('is who has worked and does not any more, with the last day', () => {
    equal(left(work('2019-01-01', '2026-11-20'), work('2018-01-01', '2019-12-31')), '2026-11-20');
  });
  it('is nobody who works today, will begin, or never had an employment', () => {
    deepEqual(
      [left(work('2019-01-01', '2026-11-21')), left(work('2026-12-01')), left()],
      [undefined, undefined, undefined],
    );
  });
});
