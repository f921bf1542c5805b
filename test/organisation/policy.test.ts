import { deepEqual } from 'node:assert/strict';
import { ROLES, type RoleGrant } from '../../server/organisation/person.js';
import { may, scopeOf, type Action, type Subject } from '../../server/organisation/policy.rules.js';
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

  for (const [action, ...roles] of [
    ['see-certifications', 'unitHead', 'coordinator', 'hr', 'auditor', 'administrator'],
    ['authorise', 'unitHead'],
    ['sign-practical', 'unitHead', 'practicalAssessor'],
    ['supervise-exams', 'unitHead', 'coordinator'],
    ['grant-accommodations', 'unitHead', 'coordinator'],
    ['annul-attempts', 'coordinator'],
    ['see-records', 'coordinator', 'auditor'],
    ['see-items', 'examAuthor', 'examReviewer'],
    ['write-items', 'examAuthor'],
    ['review-items', 'examReviewer'],
    ['see-item-statistics', 'coordinator', 'examAuthor', 'examReviewer'],
    ['see-programmes', 'coordinator', 'auditor', 'examAuthor', 'examReviewer'],
    ['manage-specifications', 'coordinator', 'examAuthor'],
    ['regrade', 'coordinator'],
    ['share-banks', 'administrator'],
    ['import-people', 'hr', 'administrator'],
    ['manage-people', 'administrator'],
    ['manage-requirements', 'coordinator', 'administrator'],
    ['manage-identity', 'administrator', 'operator'],
    ['manage-privacy', 'administrator'],
    ['see-audit', 'auditor', 'administrator'],
    ['see-outbox', 'administrator', 'operator'],
  ] as const)
    it(`${action}: ${roles.join(', ')}`, () => {
      const able = ROLES.filter(
        (role) => scopeWith(action, { role, unitId: 'solbakken', from: long }).allowed,
      );
      deepEqual(able, roles);
    });

  it('holds in the unit of the grant, and without one in the whole municipality', () => {
    const hr = { role: 'hr', from: long } as const;
    deepEqual(scopeWith('see-certifications', { ...hr, unitId: 'havna' }), within(['havna']));
    deepEqual(scopeWith('see-certifications', hr), within('all'));
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

describe('Whether one may do this to that', () => {
  const head = {
    id: 'kari',
    municipalityId: 'fjordby',
    grants: [{ role: 'unitHead', unitId: 'solbakken', from: long }],
  } as const;
  const hanna: Subject = {
    municipalityId: 'fjordby',
    unitPaths: [['fjordby', 'solbakken', 'ground-floor']],
    personId: 'hanna',
  };
  const reasonsFor = (action: Action, subject: Subject) =>
    may(head, action, subject, today).reasons;

  it('is allowed within the units of the role', () => {
    deepEqual(may(head, 'authorise', hanna, today), { allowed: true, reasons: [] });
  });

  for (const [reason, action, changes] of [
    ['no-role', 'annul-attempts', {}],
    ['outside-units', 'authorise', { unitPaths: [['fjordby', 'havna']] }],
    ['outside-units', 'authorise', { unitPaths: [] }],
    ['other-municipality', 'authorise', { municipalityId: 'sundby' }],
    ['own-case', 'authorise', { personId: 'kari' }],
    ['own-case', 'sign-practical', { personId: 'kari' }],
    ['own-case', 'grant-accommodations', { personId: 'kari' }],
  ] as const)
    it(`is refused: ${reason} (${action} ${JSON.stringify(changes)})`, () => {
      deepEqual(reasonsFor(action, { ...hanna, ...changes }), [reason]);
    });

  it('is refused for what belongs to the whole municipality, when the role holds for a unit', () => {
    deepEqual(reasonsFor('supervise-exams', { municipalityId: 'fjordby' }), ['outside-units']);
  });

  it('does not stop one from seeing oneself', () => {
    deepEqual(reasonsFor('see-certifications', { ...hanna, personId: 'kari' }), []);
  });

  it('tells all reasons', () => {
    const subject = { municipalityId: 'sundby', personId: 'kari' };
    deepEqual(reasonsFor('review-items', subject), ['other-municipality', 'no-role', 'own-case']);
  });
});
