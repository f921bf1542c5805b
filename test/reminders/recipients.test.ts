import assert from 'node:assert/strict';
import type { Employment, RoleGrant } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { recipientsOf } from '../../server/reminders/recipients.rules.js';

const today = plainDate('2026-11-01');
const units = [
  { id: 'health', path: ['health'] },
  { id: 'solbakken', path: ['health', 'solbakken'] },
  { id: 'ward-2', path: ['health', 'solbakken', 'ward-2'] },
  { id: 'elvebredden', path: ['health', 'elvebredden'] },
];

function worksIn(unitId: string, period: Partial<Employment> = {}): Employment {
  return { unitId, jobRole: 'nurse', from: plainDate('2020-01-01'), percent: 100, ...period };
}

function aHolder(...employments: readonly Employment[]) {
  return { id: 'ingrid', email: 'ingrid@x.test', employments };
}

function headOf(unitId: string | undefined, grant: Partial<RoleGrant> = {}, id = 'kari') {
  const from = plainDate('2020-01-01');
  const role = 'unitHead' as const;
  const grants = [{ role, from, ...(unitId === undefined ? {} : { unitId }), ...grant }];
  return { id, email: `${id}@x.test`, grants };
}

const told = (...args: Parameters<typeof recipientsOf>): string[] =>
  recipientsOf(...args).map(({ personId, kind, unitId }) =>
    [kind, personId, unitId].filter((part) => part !== undefined).join(' '),
  );

describe('recipients of notices', () => {
  const cases: readonly {
    readonly name: string;
    readonly holder: ReturnType<typeof aHolder>;
    readonly heads: readonly ReturnType<typeof headOf>[];
    readonly expected: readonly string[];
  }[] = [
    {
      name: 'nobody when the holder has no active employment',
      holder: aHolder(worksIn('ward-2', { to: plainDate('2026-10-31') })),
      heads: [headOf('ward-2')],
      expected: [],
    },
    {
      name: 'the holder on the last day of an employment',
      holder: aHolder(worksIn('ward-2', { to: today })),
      heads: [],
      expected: ['holder ingrid'],
    },
    {
      name: 'heads of the unit and of the units above it',
      holder: aHolder(worksIn('ward-2')),
      heads: [headOf('ward-2'), headOf('health', {}, 'berit')],
      expected: ['holder ingrid', 'unitHead kari ward-2', 'unitHead berit ward-2'],
    },
    {
      name: 'no heads of units below or beside',
      holder: aHolder(worksIn('solbakken')),
      heads: [headOf('ward-2'), headOf('elvebredden', {}, 'per')],
      expected: ['holder ingrid'],
    },
    {
      name: 'heads of every unit the holder works in, each once',
      holder: aHolder(worksIn('ward-2'), worksIn('elvebredden')),
      heads: [headOf('health'), headOf('elvebredden', {}, 'per')],
      expected: ['holder ingrid', 'unitHead kari ward-2', 'unitHead per elvebredden'],
    },
    {
      name: 'no head through an employment that has ended',
      holder: aHolder(worksIn('ward-2'), worksIn('elvebredden', { to: plainDate('2026-01-01') })),
      heads: [headOf('elvebredden')],
      expected: ['holder ingrid'],
    },
    {
      name: 'no head whose role has ended',
      holder: aHolder(worksIn('ward-2')),
      heads: [headOf('ward-2', { to: plainDate('2026-10-31') })],
      expected: ['holder ingrid'],
    },
    {
      name: 'nobody by another role, or by a role without a unit',
      holder: aHolder(worksIn('ward-2')),
      heads: [headOf('ward-2', { role: 'hr' }), headOf(undefined, {}, 'per')],
      expected: ['holder ingrid'],
    },
    {
      name: 'a unit head who holds the certificate as its holder only',
      holder: aHolder(worksIn('ward-2')),
      heads: [headOf('ward-2', {}, 'ingrid')],
      expected: ['holder ingrid'],
    },
  ];
  for (const { name, holder, heads, expected } of cases)
    it(`are ${name}`, () => {
      assert.deepEqual(told(holder, heads, units, today), expected);
    });

  for (const email of ['', '  ', 'ingrid', 'a@x.test, b@y.test', 'Ola <ola@x.test>', 'a@x@y'])
    it(`take "${email}" for no address`, () => {
      const [holder] = recipientsOf({ ...aHolder(worksIn('ward-2')), email }, [], units, today);
      assert.ok(holder);
      assert.equal('address' in holder, false);
    });
});
