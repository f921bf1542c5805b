import { formatDate, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Unit } from './municipality.js';
import { peopleAddress, type PeopleFilters } from './people-filters.js';
import { isActiveOn, PEOPLE_STATES, type PeopleState, type Person } from './person.js';
import { leftOn } from './role-grant.rules.js';

export interface Words {
  readonly t: Translate;
  readonly locale: Locale;
}

interface PeopleFound {
  readonly people: readonly Person[];
  readonly total: number;
  readonly filters: PeopleFilters;
  readonly pageSize: number;
  readonly units: readonly Pick<Unit, 'id' | 'name' | 'path'>[];
  /** How many have logged in and were never placed. */
  readonly unplaced: number;
  readonly today: PlainDate;
}

const STATE_COLOURS: Readonly<Record<PeopleState, string>> = {
  working: 'success',
  unplaced: 'warning',
  left: 'neutral',
};

export function peoplePage(found: PeopleFound, { t, locale }: Words) {
  const { people, total, filters, units, unplaced, today, pageSize } = found;
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  const first = (filters.page - 1) * pageSize;
  const at = (page: number): string => peopleAddress({ ...filters, page });
  return {
    q: filters.q ?? '',
    states: [undefined, ...PEOPLE_STATES].map((state) => ({
      value: state ?? '',
      text: t(`people.state.${state ?? 'all'}`),
      chosen: state === filters.state,
    })),
    units: asOptions(units, filters.unit, locale),
    unplaced:
      unplaced === 0 || filters.state === 'unplaced'
        ? null
        : {
            text: t('people.unplaced', { count: unplaced }),
            href: peopleAddress({ state: 'unplaced', page: 1 }),
          },
    total: t('people.total', { count: total }),
    rows: people.map((person) => {
      const state = stateOf(person, today);
      const left = leftOn(person, today);
      return {
        href: `/administration/people/${encodeURIComponent(person.id)}`,
        name: `${person.familyName}, ${person.givenName}`,
        number: person.subject,
        state:
          left === undefined
            ? t(`people.state.${state}`)
            : t('people.leftOn', { date: formatDate(left, locale) }),
        colour: STATE_COLOURS[state],
        work: person.employments
          .filter((one) => isActiveOn(one, today))
          .map((one) => `${t(`jobRole.${one.jobRole}`)}, ${nameOf.get(one.unitId) ?? one.unitId}`),
      };
    }),
    paging:
      total <= pageSize
        ? null
        : {
            text: t('people.showing', { from: first + 1, to: first + people.length, total }),
            previousHref: filters.page > 1 ? at(filters.page - 1) : null,
            nextHref: first + people.length < total ? at(filters.page + 1) : null,
          },
  };
}

function stateOf(person: Person, today: PlainDate): PeopleState {
  if (person.employments.length === 0) return 'unplaced';
  return leftOn(person, today) === undefined ? 'working' : 'left';
}

/** Units as a list shows them: each after the one above it, indented. */
export function asOptions(
  units: readonly Pick<Unit, 'id' | 'name' | 'path'>[],
  chosen: string | undefined,
  locale: Locale,
): readonly { readonly value: string; readonly text: string; readonly chosen: boolean }[] {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const order = new Intl.Collator(locale);
  const trail = ({ path }: Pick<Unit, 'path'>): readonly string[] =>
    path.map((id) => names.get(id) ?? id);
  return units
    .toSorted((a, b) => compareTrails(trail(a), trail(b), order))
    .map(({ id, name, path }) => ({
      value: id,
      text: '\u00A0'.repeat((path.length - 1) * 3) + name,
      chosen: id === chosen,
    }));
}

function compareTrails(a: readonly string[], b: readonly string[], order: Intl.Collator): number {
  for (const [index, name] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const difference = order.compare(name, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
