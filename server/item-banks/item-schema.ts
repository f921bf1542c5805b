import { z } from 'zod';
import { parsePlainDate } from '../platform/plain-date.js';
import { lintExceptionsSchema } from './lint/lint-profile.js';
import { numericShape } from './numeric-schema.js';

const letters = z.record(z.string().regex(/^[a-z0-9]{1,2}$/), z.string().min(1).max(600));
const text = z.strictObject({
  stem: z.string().min(5).max(2000),
  options: letters.optional(),
  prompts: letters.optional(),
  rationale: z.string().min(5).max(2000),
});
const texts = z.strictObject({
  nb: text,
  nn: text.optional(),
  sv: text.optional(),
  en: text.optional(),
});
const date = z.string().refine((value) => parsePlainDate(value) !== undefined, 'is not a date');

const base = {
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'has small letters, digits and hyphens only'),
  topic: z.string(),
  pool: z.enum(['exam', 'practice', 'course']),
  status: z.enum(['draft', 'approved', 'retired']),
  critical: z.boolean().default(false),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  variantGroup: z.string().optional(),
  countries: z
    .array(z.enum(['NO', 'SE']))
    .min(1)
    .optional(),
  reviewBy: date,
  approval: z.string(),
  provenance: z
    .strictObject({ file: z.string(), format: z.string(), id: z.string().optional() })
    .optional(),
  sources: z.array(z.string().min(3)).min(1),
  lint: lintExceptionsSchema.optional(),
  texts,
};
const letter = z.string().regex(/^[a-z]$/, 'is not the letter of an option');

/** One item file as its author writes it. `question-banks/item.schema.json` is made from it, for editors. */
export const itemSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('singleChoice'),
    key: letter,
    pinLast: letter.optional(),
  }),
  z.strictObject({
    ...base,
    type: z.literal('multipleResponse'),
    key: z.array(letter).min(1),
    pinLast: letter.optional(),
  }),
  z.strictObject({ ...base, type: z.literal('ordering'), key: z.array(letter).min(2) }),
  z.strictObject({ ...base, type: z.literal('matching'), key: z.record(z.string(), letter) }),
  z.strictObject({ ...base, ...numericShape }),
]);

/** The schema as JSON Schema (2020-12), as an author may write a file: what has a default may be left out. */
export function itemJsonSchema(): object {
  return z.toJSONSchema(itemSchema, { io: 'input' });
}
