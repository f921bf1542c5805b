import { z } from 'zod';
import { parsePlainDate, type PlainDate } from '../platform/plain-date.js';

/** Kinds of actions: what stands before their first dot. */
export const AUDIT_KINDS = [
  'accommodation',
  'attempt',
  'audit',
  'bank',
  'break-glass',
  'certificate',
  'course',
  'employment',
  'exam-window',
  'hr-file',
  'identity-provider',
  'item',
  'municipality',
  'person',
  'region',
  'requirement',
  'programme',
  'record',
  'role',
  'unit',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** What the auditor has asked for; all of it is in the address. */
export interface AuditFilters {
  /** First and last day, in the municipality's time zone. */
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
  /** A person's id or name, or `system`. */
  readonly who?: string | undefined;
  readonly kind?: AuditKind | undefined;
  /** As `attempt:<id>`. */
  readonly subject?: string | undefined;
  /** Only entries with a lower number: the next page. */
  readonly before?: number | undefined;
}

function last<T extends z.ZodType>(schema: T) {
  return z
    .preprocess((value: unknown) => [value].flat().at(-1), schema.optional())
    .catch(undefined);
}

const day = z.string().transform((text, context): PlainDate => {
  const date = parsePlainDate(text);
  if (date) return date;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});
const words = z.string().trim().min(1).max(200);

const schema = z.object({
  from: last(day),
  to: last(day),
  who: last(words),
  kind: last(z.enum(AUDIT_KINDS)),
  subject: last(words),
  before: last(z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)),
});

/** Never refuses: a mangled link shows the trail without what it got wrong. */
export function auditFiltersFrom(query: unknown): AuditFilters {
  return schema.parse(query);
}

/** The page with these filters, or its export when another path is given. */
export function auditAddress(filters: AuditFilters, path = '/audit'): string {
  const given = Object.entries(filters).flatMap(
    ([name, value]: [string, string | number | undefined]) =>
      value === undefined ? [] : [[name, String(value)]],
  );
  const query = new URLSearchParams(given).toString();
  return query === '' ? path : `${path}?${query}`;
}
