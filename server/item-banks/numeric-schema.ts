import { z } from 'zod';
import { LOCALES } from '../platform/locale.js';
import { DEVICES } from './devices.rules.js';
import { ERROR_NAME } from './error-models.rules.js';
import { isDecimal } from './numeric-model.rules.js';
import { isUnit } from './units.rules.js';

const number = z
  .string({ error: 'write the number as quoted text, for example "2.5"' })
  .refine(isDecimal, 'is not a plain decimal number such as "2.5"');
const unit = z.string().refine(isUnit, 'is not a unit we know (see question-banks/README.md)');
const name = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'a name has letters and digits only');
const parameter = z
  .strictObject({
    values: z.array(number).min(1).optional(),
    from: number.optional(),
    to: number.optional(),
    step: number.optional(),
    unit: unit.optional(),
    text: z.boolean().optional(),
  })
  .refine(
    (value) =>
      [value.from, value.to, value.step].filter((part) => part !== undefined).length % 3 === 0,
    { error: 'a range needs from, to and step', path: ['from'] },
  );
const words = z.partialRecord(z.enum(LOCALES), z.string().min(1).max(600));
const row = z.record(
  name,
  z.union([z.string(), z.array(z.string()).min(1), z.partialRecord(z.enum(LOCALES), z.string())]),
);
const expression = z.string().min(1);
const variables = z.record(name, z.string());

/** Real products: what each column means, and one row a product. */
export const productTableSchema = z.strictObject({
  sources: z.array(z.string().min(3)).min(1),
  reviewBy: z.string().optional(),
  columns: z.record(
    name,
    z
      .strictObject({ unit: unit.optional(), text: z.boolean().optional() })
      .refine((column) => (column.unit === undefined) !== (column.text !== true), {
        error: 'a column has a unit, or text: true',
      }),
  ),
  rows: z.record(z.string().regex(/^[a-z0-9-]+$/), row),
});

const device = z.union([
  z.enum(Object.keys(DEVICES)),
  z.strictObject({
    unit,
    graduation: number,
    least: number.optional(),
    most: number.optional(),
  }),
]);

const answer = z.strictObject({
  expression,
  unit,
  decimals: z.number().int().min(0).max(4),
  units: z.array(unit).min(2).optional(),
  device: device.optional(),
  rounding: z
    .strictObject({ direction: z.enum(['nearest', 'down', 'up']), step: number.optional() })
    .optional(),
  check: z
    .union([
      z.strictObject({ absolute: number }),
      z.strictObject({ percent: number }),
      z.strictObject({ from: expression, to: expression }),
      z.strictObject({ decimals: z.number().int().min(0).max(4) }),
      z.strictObject({ significantFigures: z.number().int().min(1).max(6) }),
    ])
    .optional(),
});

const errorName = z
  .string()
  .regex(
    ERROR_NAME,
    'is no mistake of the list (see question-banks/README.md), and no own one (other…)',
  );

const questionTest = z.strictObject({
  given: variables.optional(),
  typed: z.string().max(40),
  unit: unit.optional(),
  meaning: z.enum(['decimal', 'thousands']).optional(),
  expect: z.string(),
});

/** What a numeric item has beside what every item has. */
export const numericShape = {
  type: z.literal('numeric'),
  parameters: z.record(name, parameter).default({}),
  products: z
    .union([
      z.strictObject({ table: z.string() }),
      productTableSchema.extend({ table: z.string().optional() }),
    ])
    .optional(),
  cases: z.array(row).optional(),
  derived: z.record(name, z.strictObject({ expression, unit: unit.optional() })).default({}),
  constraints: z.array(expression).default([]),
  answer,
  errors: z
    .record(
      errorName,
      z.union([
        z.null(),
        expression,
        z.strictObject({ expression: expression.optional(), feedback: words.optional() }),
      ]),
    )
    .default({}),
  criticalErrors: z.array(errorName).min(1).optional(),
  tests: z.array(questionTest).min(1).max(40).optional(),
};
