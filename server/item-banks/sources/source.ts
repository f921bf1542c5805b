import { z } from 'zod';
import { parsePlainDate } from '../../platform/plain-date.js';

const date = z.string().refine((value) => parsePlainDate(value) !== undefined, 'is not a date');

/** A record of a bank: what items stand on. */
export const sourceSchema = z.strictObject({
  title: z.string().min(3).max(300),
  /** What items call it that were written before it had an id. */
  alsoCalled: z.array(z.string().min(3)).optional(),
  /** The id of the source that this one takes the place of. */
  replaces: z.string().optional(),
  from: date.optional(),
  /** The last day on which it holds. */
  to: date.optional(),
});

/** Small letters and digits with at least one hyphen, so that no ordinary word is one. */
export const sourceId = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)+$/, 'has small letters, digits and at least one hyphen');
export const sourcesSchema = z.record(sourceId, sourceSchema);

export type Source = z.output<typeof sourceSchema>;
export type Sources = Readonly<Record<string, Source>>;

/** A source that no longer holds, and what holds instead. */
export interface SupersededSource {
  readonly id: string;
  readonly title: string;
  /** How an item's own line of sources begins when it cites it. */
  readonly names: readonly string[];
  /** What has taken its place, and the place of that; empty when it has just ended. */
  readonly successors: readonly { readonly id: string; readonly names: readonly string[] }[];
}

/** An author's word that an item still holds although its source does not. */
export interface SourceConfirmation {
  readonly source: string;
  /** The successors that were known then: a newer one asks again. */
  readonly successors: readonly string[];
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
}
