import type { Person } from '../organisation/person.js';
import type { CertificationStatus } from './certification-status.rules.js';
import type { Filters, Sort } from './filters.js';

type Row = Pick<CertificationStatus, 'rank' | 'validTo'> & {
  readonly person: Pick<Person, 'givenName' | 'familyName'>;
};
type Compare = (a: Row, b: Row) => number;

/** First by what the reader chose, then most urgent first, soonest to lapse first, by family name. */
export function byOrder(
  { sort, order }: Pick<Filters, 'sort' | 'order'>,
  names: Intl.Collator,
): Compare {
  const byStatus: Compare = (a, b) => a.rank - b.rank;
  const byName: Compare = (a, b) =>
    names.compare(a.person.familyName, b.person.familyName) ||
    names.compare(a.person.givenName, b.person.givenName);
  const turned = order === 'desc' ? -1 : 1;
  const chosen: Readonly<Record<Sort, Compare>> = {
    status: (a, b) => turned * byStatus(a, b),
    name: (a, b) => turned * byName(a, b),
    validTo: byDate(turned),
  };
  return (a, b) => chosen[sort](a, b) || byStatus(a, b) || byDate(1)(a, b) || byName(a, b);
}

/** Without a date comes last, whichever way the dates go. */
function byDate(turned: 1 | -1): Compare {
  return ({ validTo: a }, { validTo: b }) => {
    if (a === undefined || b === undefined)
      return Number(a === undefined) - Number(b === undefined);
    return a === b ? 0 : turned * (a < b ? -1 : 1);
  };
}
