import { deepEqual } from 'node:assert/strict';
import type { RoleGrant } from '../../server/organisation/person.js';
import { scopeOf, type Action } from '../../server/organisation/policy.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';

const today = plainDate('2026-11-21');
const long = plainDate('2020-01-01');
const noRole = { allowed: false, reason: 'no-role' };

const scopeWith = (action: Action, ...grants: RoleGrant[]) =>
  scopeOf({ municipalityId: 'fjordby', grants }, action, today);
const within = (units: 'all' | string[]) => ({ allowed: true, municipalityId: 'fjordby', units });

describe('What a role allows, and where', () => {
  it('allows nothing without a role', () => {
    deepEqual(scopeWith('see-certifications'), noRole);
  });

  for (const [role, action, scope] of [
    ['unitHead', 'see-certifications', within(['solbakken'])],
    ['unitHead', 'manage-people', noRole],
    ['unitHead', 'see-outbox', noRole],
    ['hr', 'see-certifications', within('all')],
    ['hr', 'manage-people', noRole],
    ['hr', 'see-outbox', noRole],
    ['examAuthor', 'see-certifications', noRole],
    ['examAuthor', 'manage-people', noRole],
    ['examAuthor', 'see-outbox', noRole],
    ['administrator', 'see-certifications', within('all')],
    ['administrator', 'manage-people', within('all')],
    ['administrator', 'see-outbox', within('all')],
  ] as const)
    it(`${role}, ${action}: ${scope.allowed ? 'allowed' : 'not allowed'}`, () => {
      deepEqual(scopeWith(action, { role, unitId: 'solbakken', from: long }), scope);
    });

  for (const [when, from, to, holds] of [
    ['on its first day', '2026-11-21', undefined, true],
    ['on its last day', '2020-01-01', '2026-11-21', true],
    ['not on the day before it begins', '2026-11-22', undefined, false],
    ['not on the day after it ends', '2020-01-01', '2026-11-20', false],
  ] as const)
    it(`holds a grant ${when}`, () => {
      const grant = { role: 'hr', from: plainDate(from) } as const;
      deepEqual(
        scopeWith('see-certifications', to ? { ...grant, to: plainDate(to) } : grant),
        holds ? within('all') : noRole,
      );
    });

  it('gives a unit head of several units all of them', () => {
    deepEqual(
      scopeWith(
        'see-certifications',
        { role: 'unitHead', unitId: 'solbakken', from: long },
        { role: 'unitHead', unitId: 'havna', from: long },
      ),
      within(['solbakken', 'havna']),
    );
  });

  it('lets the wider role decide when there are two', () => {
    deepEqual(
      scopeWith(
        'see-certifications',
        { role: 'unitHead', unitId: 'solbakken', from: long },
        { role: 'hr', from: long },
      ),
      within('all'),
    );
  });

  it('gives a unit head without a unit nothing, rather than everything', () => {
    deepEqual(scopeWith('see-certifications', { role: 'unitHead', from: long }), noRole);
  });

  it('ends with the role that has ended, and not with the one beside it', () => {
    deepEqual(
      scopeWith(
        'see-certifications',
        { role: 'hr', from: long, to: plainDate('2026-11-20') },
        { role: 'unitHead', unitId: 'havna', from: long },
      ),
      within(['havna']),
    );
  });
});
