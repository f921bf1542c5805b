import { deepEqual, equal } from 'node:assert/strict';
import {
  JOB_ROLES as ALL_ROLES,
  type JobRole,
  type Requirement,
  type Unit,
} from '../../server/organisation/municipality.js';
import type { Employment } from '../../server/organisation/person.js';
import { concernedBy, requiredProgrammes } from '../../server/organisation/requirement.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';

const today = plainDate('2026-11-21');

const aUnit = (...path: string[]): Unit => {
  const id = path.at(-1) ?? '';
  return { id, municipalityId: 'fjordby', name: id, path };
};
const units = [
  aUnit('care'),
  aUnit('care', 'solbakken'),
  aUnit('care', 'solbakken', 'ground-floor'),
];

const anEmployment = (unitId: string, jobRole: JobRole, changes: Partial<Employment> = {}) => ({
  unitId,
  jobRole,
  from: plainDate('2020-01-01'),
  percent: 100,
  ...changes,
});
const aRequirement = (
  programmeId: string,
  jobRoles: readonly JobRole[],
  unitId?: string,
): Requirement => ({
  id: [programmeId, ...jobRoles].join(' '),
  programmeId,
  jobRoles,
  reason: { nb: 'Fordi' },
  ...(unitId === undefined ? {} : { unitId }),
});

function required(employments: readonly Employment[], requirements: readonly Requirement[]) {
  return requiredProgrammes({ employments }, { requirements }, units, today).map(
    ({ programmeId }) => programmeId,
  );
}

describe('Programmes that an employment requires', () => {
  const everywhere = [aRequirement('medicines', ['nurse'])];
  const atSolbakken = [aRequirement('medicines', ['nurse'], 'solbakken')];

  for (const [when, employments, requirements, programmes] of [
    ['none without an employment', [], everywhere, []],
    ['by the job role', [anEmployment('care', 'nurse')], everywhere, ['medicines']],
    ['not for another job role', [anEmployment('care', 'office')], everywhere, []],
    ['in the unit itself', [anEmployment('solbakken', 'nurse')], atSolbakken, ['medicines']],
    ['in a unit below', [anEmployment('ground-floor', 'nurse')], atSolbakken, ['medicines']],
    ['not in the unit above', [anEmployment('care', 'nurse')], atSolbakken, []],
    ['not in a unit that nobody knows', [anEmployment('gone', 'nurse')], atSolbakken, []],
    [
      'by the second employment when the first does not require it',
      [anEmployment('care', 'office'), anEmployment('solbakken', 'nurse')],
      atSolbakken,
      ['medicines'],
    ],
    [
      'not by the role of one employment in the unit of another',
      [anEmployment('care', 'nurse'), anEmployment('solbakken', 'office')],
      atSolbakken,
      [],
    ],
    [
      'on the last day of the employment',
      [anEmployment('care', 'nurse', { to: today })],
      everywhere,
      ['medicines'],
    ],
    [
      'not on the day after it',
      [anEmployment('care', 'nurse', { to: plainDate('2026-11-20') })],
      everywhere,
      [],
    ],
    [
      'not before it begins',
      [anEmployment('care', 'nurse', { from: plainDate('2026-11-22') })],
      everywhere,
      [],
    ],
  ] as const)
    it(when, () => {
      deepEqual(required(employments, requirements), programmes);
    });

  it('names each programme once, by the first requirement that applies', () => {
    const [first, second] = [
      aRequirement('medicines', ['nurse']),
      aRequirement('medicines', ['nurse', 'assistant']),
    ];
    const found = requiredProgrammes(
      { employments: [anEmployment('care', 'nurse')] },
      { requirements: [first, second, aRequirement('insulin', ['nurse'])] },
      units,
      today,
    );
    deepEqual(
      found.map(({ programmeId }) => programmeId),
      ['medicines', 'insulin'],
    );
    equal(found[0]?.requirement, first);
  });

  describe('by what the person does with medicines', () => {
    const injections: Requirement = { ...aRequirement('injections', ALL_ROLES), tasks: ['inject'] };
    const tasks = (employment: Employment) =>
      requiredProgrammes(
        { employments: [employment] },
        { requirements: [injections] },
        units,
        today,
      )[0]?.tasks;

    it('is required of whoever usually does it in that job', () => {
      deepEqual(tasks(anEmployment('care', 'nurse')), ['inject']);
      equal(tasks(anEmployment('care', 'healthWorker')), undefined);
    });

    it('follows what the employment says instead', () => {
      deepEqual(tasks(anEmployment('care', 'healthWorker', { tasks: ['inject', 'prepare'] })), [
        'inject',
      ]);
      equal(tasks(anEmployment('care', 'nurse', { tasks: ['handOut'] })), undefined);
      equal(tasks(anEmployment('care', 'nurse', { tasks: [] })), undefined);
    });
  });

  it('holds on its days: before and after, nothing is required', () => {
    const requirement = { ...aRequirement('medicines', ['nurse']), from: today, to: today };
    const on = (day: string) =>
      requiredProgrammes(
        { employments: [anEmployment('care', 'nurse')] },
        { requirements: [requirement] },
        units,
        plainDate(day),
      ).length;
    deepEqual([on('2026-11-20'), on('2026-11-21'), on('2026-11-22')], [0, 1, 0]);
  });

  it('says how many people a new one would concern, each once', () => {
    const people = [
      { employments: [anEmployment('solbakken', 'nurse'), anEmployment('care', 'nurse')] },
      { employments: [anEmployment('ground-floor', 'assistant')] },
      { employments: [anEmployment('care', 'nurse')] },
      { employments: [anEmployment('solbakken', 'nurse', { to: plainDate('2026-11-20') })] },
    ];
    const count = (rule: Parameters<typeof concernedBy>[0]) =>
      concernedBy(rule, people, units, today);
    equal(count({ unitId: 'solbakken', jobRoles: ['nurse', 'assistant'] }), 2);
    equal(count({ unitId: 'solbakken', jobRoles: ['nurse', 'assistant'], tasks: ['inject'] }), 1);
    equal(count({ jobRoles: ['nurse'] }), 2);
  });
});
