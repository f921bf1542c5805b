import { z } from 'zod';
import { parsePlainDate, type PlainDate } from '../platform/plain-date.js';

/** A date as a date field sends it. */
export const day = z.string().transform((text, context): PlainDate => {
  const date = parsePlainDate(text);
  if (date) return date;
  context.addIssue({ code: 'custom', message: 'not a date' });
  return z.NEVER;
});

export const id = z.string().min(1).max(100);

/** A field that was left empty is a field that is not there. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

export const withoutUndefined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
