import { deepEqual, equal } from 'node:assert/strict';
import { filtersFrom, queryOf, type Filters } from '../../server/oversight/filters.js';

const unfiltered = { status: [], sort: 'status', order: 'asc', page: 1 } as const;

/** Without what was not asked for. */
function given(query: Record<string, unknown>): Partial<Filters> {
  return JSON.parse(JSON.stringify(filtersFrom(query))) as Partial<Filters>;
}

describe('Filters in the address', () => {
  it('are none to begin with', () => {
    deepEqual(given({}), unfiltered);
  });

  it('are read one by one', () => {
    deepEqual(
      given({
        unit: 'solbakken',
        programme: 'medicines',
        status: ['valid', 'expired'],
        role: 'nurse',
        q: ' lie ',
        sort: 'validTo',
        order: 'desc',
        page: '3',
      }),
      {
        unit: 'solbakken',
        programme: 'medicines',
        status: ['expired', 'valid'],
        role: 'nurse',
        q: 'lie',
        sort: 'validTo',
        order: 'desc',
        page: 3,
      },
    );
  });

  for (const [what, query] of [
    ['the empty fields of the form', { unit: '', programme: '', role: '', q: ' ', sort: '' }],
    ['words we do not know', { status: 'asleep', role: 'king', sort: 'salary', order: 'up' }],
    ['pages that do not exist', { page: '0' }],
    ['pages that are not numbers', { page: '1e9' }],
    ['values of another kind', { unit: { $ne: '' }, status: [{ $gt: '' }], q: { a: 'b' } }],
    ['values too long to be an id', { unit: 'x'.repeat(101), q: 'x'.repeat(101) }],
  ] as const)
    it(`ignore ${what}`, () => {
      deepEqual(given(query), unfiltered);
    });

  it('keep the statuses that are known, each once', () => {
    deepEqual(given({ status: ['asleep', 'valid', 'valid'] }).status, ['valid']);
  });

  it('take the last of several values where there can be one', () => {
    equal(given({ q: ['lie', 'vik'] }).q, 'vik');
  });

  it('lead back to themselves by the shortest address', () => {
    equal(queryOf(filtersFrom({})), '');
    const address = '?unit=a+b&status=expired&status=valid&q=%C3%85s&sort=name&order=desc&page=2';
    const query = new URLSearchParams(address);
    const again = filtersFrom({
      unit: query.get('unit'),
      status: query.getAll('status'),
      q: query.get('q'),
      sort: query.get('sort'),
      order: query.get('order'),
      page: query.get('page'),
    });
    equal(queryOf(again), address);
  });
});
