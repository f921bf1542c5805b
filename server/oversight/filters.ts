import { z } from 'zod';
import { JOB_ROLES, type JobRole } from '../organisation/municipality.js';
import { STATUSES, type Status } from './certification-status.rules.js';

export const SORTS = ['status', 'name', 'validTo'] as const;
export type Sort = (typeof SORTS)[number];

/** What the reader has asked for. Everything about the view is in its address, so that it can be kept and passed on. */
export interface Filters {
  readonly unit?: string | undefined;
  readonly programme?: string | undefined;
  /** Empty: all. */
  readonly status: readonly Status[];
  readonly role?: JobRole | undefined;
  /** The name contains this. */
  readonly q?: string | undefined;
  readonly sort: Sort;
  readonly order: 'asc' | 'desc';
  readonly page: number;
}

/** One value, the last if there are several; what it can't be is as if it were not there. */
function last<T extends z.ZodType>(schema: T) {
  return z
    .preprocess((value: unknown) => [value].flat().at(-1), schema.optional())
    .catch(undefined);
}

const schema = z.object({
  unit: last(z.string().min(1).max(100)),
  programme: last(z.string().min(1).max(100)),
  status: z.preprocess(
    (value: unknown) => STATUSES.filter((status) => [value].flat().includes(status)),
    z.array(z.enum(STATUSES)),
  ),
  role: last(z.enum(JOB_ROLES)),
  q: last(z.string().trim().min(1).max(100)),
  sort: last(z.enum(SORTS)),
  order: last(z.enum(['asc', 'desc'])),
  page: last(z.coerce.number().int().min(1).max(100_000)),
});

/** The filters in a query. Never refuses: a mangled link shows the table without what it got wrong. */
export function filtersFrom(query: unknown): Filters {
  const { sort = 'status', order = 'asc', page = 1, ...rest } = schema.parse(query);
  return { ...rest, sort, order, page };
}

/** The query that leads to these filters, the shortest one; with its question mark unless it is empty. */
export function queryOf({ unit, programme, status, role, q, sort, order, page }: Filters): string {
  const query = new URLSearchParams();
  if (unit !== undefined) query.set('unit', unit);
  if (programme !== undefined) query.set('programme', programme);
  for (const one of status) query.append('status', one);
  if (role !== undefined) query.set('role', role);
  if (q !== undefined) query.set('q', q);
  if (sort !== 'status') query.set('sort', sort);
  if (order !== 'asc') query.set('order', order);
  if (page > 1) query.set('page', String(page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
