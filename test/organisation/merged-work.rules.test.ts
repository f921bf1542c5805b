import { deepEqual } from 'node:assert/strict';
import type { HrLine } from '../../server/organisation/hr/hr-lines.rules.js';
import { underOneNumber } from '../../server/organisation/hr/merged-numbers.rules.js';
import { mergedWork } from '../../server/organisation/merged-work.rules.js';
import type { Employment, RoleGrant } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aPerson } from '../support/some-staff.js';

const today = plainDate('2026-11-02');
const day = (text: string) => plainDate(text);
const employment = (changes: Partial<Employment> = {}): Employment => ({
  ...{ unitId: 'solbakken', jobRole: 'nurse', from: day('2024-01-01'), percent: 100 },
  ...changes,
});
const grant = (changes: Partial<RoleGrant> = {}): RoleGrant => ({
  ...{ role: 'hr', from: day('2024-01-01') },
  ...changes,
});
const someone = (employments: Employment[], grants: RoleGrant[] = []) =>
  aPerson({ changes: { employments, grants } });

describe('the work of two people who are one', () => {
  it('is all that either has, and what both have once: as the one that lasts longer', () => {
    const ended = employment({ to: day('2026-10-31') });
    const other = employment({ unitId: 'havna', to: day('2025-01-01') });
    const work = mergedWork(someone([ended, other]), someone([employment()]), today);
    deepEqual(work.employments, [employment(), other]);
    deepEqual(mergedWork(someone([employment()]), someone([ended, other]), today).employments, [
      employment(),
      other,
    ]);
  });

  it('lets a role that ended with an employment stay ended, whatever the other one works', () => {
    const left = someone(
      [employment({ to: day('2026-10-30') })],
      [grant({ role: 'administrator' })],
    );
    const works = someone([employment({ unitId: 'havna' })], [grant()]);
    const ended = grant({ role: 'administrator', to: day('2026-10-30') });
    deepEqual(mergedWork(works, left, today).grants, [grant(), ended]);
    deepEqual(mergedWork(left, works, today).grants, [ended, grant()]);
  });

  it('has no grant as deputy of oneself', () => {
    const principal = someone([employment()], [grant()]);
    const deputyFor = principal.id;
    const deputy = someone([employment()], [grant({ deputyFor, to: day('2026-12-01') })]);
    deepEqual(mergedWork(principal, deputy, today).grants, [grant()]);
  });
});

describe('a file that tells of people who were merged', () => {
  const line = (employeeId: string) => ({ employeeId }) as HrLine;
  const told = { lines: [line('old'), line('new')], refused: [{ employeeId: 'old' } as never] };

  it('has all of it under the number of the person', () => {
    const person = aPerson({ changes: { subject: 'new' } });
    const read = underOneNumber({ ...told, people: [person] }, [{ number: 'old', person }]);
    deepEqual(read.lines, [line('new'), line('new')]);
    deepEqual(read.refused, [{ employeeId: 'new' }]);
    deepEqual(read.people, [person]);
  });

  it('knows by the merged number whoever is of another login service', () => {
    const person = aPerson({ changes: { subject: 'elsewhere', issuer: 'https://other.example' } });
    const merged = ['old', 'new'].map((number) => ({ number, person }));
    const read = underOneNumber({ ...told, people: [] }, merged);
    deepEqual(read.lines, [line('old'), line('old')]);
    deepEqual(read.people, [{ ...person, subject: 'old' }]);
  });
});
