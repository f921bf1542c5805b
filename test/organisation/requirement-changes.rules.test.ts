import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Requirement } from '../../server/organisation/municipality.js';
import {
  withoutRequirement,
  withRequirement,
} from '../../server/organisation/requirement-changes.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';

const today = plainDate('2026-11-02');
const units = [{ id: 'ward' }, { id: 'gone', to: plainDate('2026-11-30') }];
const held: Requirement = {
  ...{ id: 'held', programmeId: 'medicines', unitId: 'ward', jobRoles: ['nurse', 'assistant'] },
  ...{ tasks: ['prepare'], reason: { nb: 'Fordi' } },
};
const wanted = (changes: Partial<Requirement> = {}) => ({
  ...{ ...held, id: 'new', from: today, jobRoles: ['nurse'] as const },
  ...changes,
});
const added = (changes?: Partial<Requirement>, requirements = [held]) =>
  withRequirement(requirements, { ...wanted(changes), from: changes?.from ?? today }, units, today);
const ended = (day: string, requirements = [held], id = 'held') =>
  withoutRequirement(requirements, id, plainDate(day), today);
const outcomeOf = (decided: ReturnType<typeof added>) =>
  decided.allowed ? 'allowed' : decided.reason;

describe('Changing requirements', () => {
  for (const [what, changes, outcome] of [
    ['a new one', {}, 'allowed'],
    ['for the whole municipality', { unitId: undefined }, 'allowed'],
    ['in a unit that nobody knows', { unitId: 'nowhere' }, 'unit-unknown'],
    ['in a unit while it lasts', { unitId: 'gone' }, 'allowed'],
    ['after that', { unitId: 'gone', from: plainDate('2026-12-01') }, 'unit-closed'],
    ['from yesterday', { from: plainDate('2026-11-01') }, 'in-the-past'],
    ['with an end before its beginning', { to: plainDate('2026-11-01') }, 'end-before-start'],
    ['the same, in another order', { jobRoles: ['assistant', 'nurse'] }, 'already-there'],
    ['the same with other tasks', { jobRoles: ['assistant', 'nurse'], tasks: [] }, 'allowed'],
  ] as const)
    it(`${what}: ${outcome}`, () => {
      equal(outcomeOf(added(changes as Partial<Requirement>)), outcome);
    });

  it('may say again what has an end, from then on', () => {
    const over = { ...held, to: plainDate('2026-11-30') };
    const again = { jobRoles: held.jobRoles };
    equal(outcomeOf(added(again, [over])), 'already-there');
    equal(outcomeOf(added({ ...again, from: plainDate('2026-12-01') }, [over])), 'allowed');
  });

  it('ends and removes nothing', () => {
    const decided = ended('2026-11-01');
    ok(decided.allowed);
    deepEqual(decided.after, [{ ...held, to: '2026-11-01' }]);
    equal(outcomeOf(ended('2026-10-31')), 'in-the-past');
    equal(outcomeOf(ended('2026-12-31', decided.after as Requirement[])), 'ended-before');
    equal(outcomeOf(ended('2026-12-31', [held], 'other')), 'not-there');
  });
});
