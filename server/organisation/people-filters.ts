import { z } from 'zod';
import { PEOPLE_STATES, type PeopleState } from './person.js';

/** What an administrator has asked for; all of it is in the address. */
export interface PeopleFilters {
  readonly q?: string | undefined;
  readonly state?: PeopleState | undefined;
  readonly unit?: string | undefined;
  readonly page: number;
}

function last<T extends z.ZodType>(schema: T) {
  return z
    .preprocess((value: unknown) => [value].flat().at(-1), schema.optional())
    .catch(undefined);
}

const schema = z.object({
  q: last(z.string().trim().min(1).max(100)),
  state: last(z.enum(PEOPLE_STATES)),
  unit: last(z.string().min(1).max(100)),
  page: last(z.coerce.number().int().min(1).max(100_000)),
});

/** Never refuses: a mangled link shows the list without what it got wrong. */
export function peopleFiltersFrom(query: unknown): PeopleFilters {
  const { page = 1, ...rest } = schema.parse(query);
  return { ...rest, page };
}

export function peopleAddress({ q, state, unit, page }: PeopleFilters): string {
  const query = new URLSearchParams({
    ...(q === undefined ? {} : { q }),
    ...(state === undefined ? {} : { state }),
    ...(unit === undefined ? {} : { unit }),
    ...(page > 1 ? { page: String(page) } : {}),
  }).toString();
  return `/administration/people${query === '' ? '' : `?${query}`}`;
}
