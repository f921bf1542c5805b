import { LOCALES } from '../platform/locale.js';
import { dimensionProblems } from './dimension-check.rules.js';
import { deviceOf } from './devices.rules.js';
import { ERROR_MODELS, isListed } from './error-models.rules.js';
import { ExpressionError, FUNCTIONS } from './expression.rules.js';
import type { ItemProblem, NumericItem, ProductTable } from './item.js';
import { isDecimal, numericModel } from './numeric-model.rules.js';
import { parametersOf } from './parameter-grid.rules.js';
import { placeholderProblems } from './placeholders.rules.js';
import { questionTestProblems } from './question-tests.rules.js';
import { enumerateVariants, type Refusal } from './variants.rules.js';

/** Fewer than this and people soon know the numbers by heart. */
export const FEWEST_VARIANTS = 4;

/** Names that stand for something else in an expression. */
const RESERVED = ['answer', 'exact', 'step', 'and', 'or', 'not', ...Object.keys(FUNCTIONS)];

/** What is wrong with a numeric item; its variants are only made, and its questions tried, when its parts fit together. */
export function numericProblems(item: NumericItem): readonly ItemProblem[] {
  const problems = [
    ...unitProblems(item),
    ...nameProblems(item),
    ...errorProblems(item),
    ...(item.products ? tableProblems(item.products) : []).map(({ path, message }) => ({
      path: ['products', ...path],
      message: `products: ${message}`,
    })),
    ...placeholderProblems(item),
  ];
  if (problems.length > 0) return problems;
  try {
    const unlike = dimensionProblems(numericModel(item));
    return unlike.length > 0 ? unlike : variantProblems(item);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { path, message, said } = error;
    return [{ path: path.length > 0 ? path : ['answer'], message, said }];
  }
}

/** A row has every column of its table and no other, and a number where the column has a unit. */
export function tableProblems({ columns, rows }: ProductTable): readonly ItemProblem[] {
  return Object.entries(rows).flatMap(([id, row]) => {
    const unknown = Object.keys(row).filter((name) => !Object.hasOwn(columns, name));
    const wrong = Object.entries(columns).flatMap(([name, { text }]) => {
      const value = row[name];
      if (value === undefined) return [`${name} is missing`];
      const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
      return text === true || values.every((one) => typeof one === 'string' && isDecimal(one))
        ? []
        : [`${name} is not a plain decimal number such as "2.5"`];
    });
    return [...unknown.map((name) => `${name} is no column of the table`), ...wrong].map(
      (message) => ({ path: ['rows', id], message: `${id}: ${message}` }),
    );
  });
}

function unitProblems(item: NumericItem): ItemProblem[] {
  const { units, unit } = item.answer;
  const device = deviceOf(item.answer);
  const without = (part: 'parameters' | 'derived', names: readonly string[]): ItemProblem[] =>
    names.map((name) => ({
      path: [part, name],
      message: `${part}.${name} needs a unit${part === 'parameters' ? ', or text: true' : ''}`,
    }));
  return [
    ...without(
      'parameters',
      Object.entries(item.parameters).flatMap(([name, parameter]) =>
        parameter.unit === undefined && parameter.text !== true ? [name] : [],
      ),
    ),
    ...without(
      'derived',
      Object.entries(item.derived).flatMap(([name, one]) => (one.unit === undefined ? [name] : [])),
    ),
    ...(units && !units.includes(unit)
      ? [{ path: ['answer', 'units'], message: `answer.units must hold ${unit}, the right one` }]
      : []),
    ...(device && device.unit !== unit
      ? [
          {
            path: ['answer', 'device'],
            message: `answer.device measures ${device.unit}, the answer is in ${unit}`,
          },
        ]
      : []),
  ];
}

function nameProblems(item: NumericItem): ItemProblem[] {
  const own = Object.keys(item.parameters);
  const columns = Object.keys(item.products?.columns ?? {});
  const derived = Object.keys(item.derived);
  const taken = (
    part: string,
    names: readonly string[],
    others: readonly string[],
  ): ItemProblem[] =>
    names.flatMap((name) => [
      ...(RESERVED.includes(name) || (item.products && name === 'product')
        ? [
            {
              path: [part, name],
              message: `${part}.${name}: the name means something else in expressions`,
            },
          ]
        : []),
      ...(others.includes(name)
        ? [{ path: [part, name], message: `${part}.${name}: the name is used twice` }]
        : []),
    ]);
  return [
    ...taken('parameters', own, columns),
    ...taken('products', columns, []),
    ...taken('derived', derived, [...own, ...columns]),
    ...(item.cases ?? []).flatMap((row, index) =>
      Object.keys(row)
        .filter((name) => name !== 'product' && !Object.hasOwn(parametersOf(item), name))
        .map((name) => ({
          path: ['cases', String(index), name],
          message: `cases.${index}.${name} is no parameter`,
        })),
    ),
  ];
}

function errorProblems(item: NumericItem): ItemProblem[] {
  const languages = LOCALES.filter((locale) => item.texts[locale]);
  const named = Object.entries(item.errors).flatMap(([name, use]) => {
    const feedback = typeof use === 'object' ? use?.feedback : undefined;
    if (feedback === undefined && isListed(name)) return [];
    const missing = languages.filter((locale) => feedback?.[locale] === undefined);
    return missing.length === 0
      ? []
      : [
          {
            path: ['errors', name],
            message: `errors.${name} needs a feedback in ${missing.join(', ')}: what the candidate did, and what to do instead`,
          },
        ];
  });
  const known = [
    ...Object.keys(item.errors),
    ...Object.entries(ERROR_MODELS).flatMap(([name, { always }]) => (always ? [name] : [])),
  ];
  const unknown = (item.criticalErrors ?? []).filter((name) => !known.includes(name));
  return [
    ...named,
    ...unknown.map((name) => ({
      path: ['criticalErrors'],
      message: `criticalErrors names ${name}, which is not among the item's errors`,
    })),
  ];
}

function variantProblems(item: NumericItem): readonly ItemProblem[] {
  const { variants, refused } = enumerateVariants(item);
  const wanted = Object.keys(parametersOf(item)).length > 0 ? FEWEST_VARIANTS : 1;
  if (variants.length >= wanted) return questionTestProblems(item, variants);
  return [
    {
      path: ['constraints'],
      message: [
        `only ${variants.length} variants are left by the constraints, at least ${wanted} are needed`,
        ...refused.map(refusalText),
      ].join('; '),
    },
  ];
}

function refusalText({ reason, count, example }: Refusal): string {
  const values = Object.entries(example).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${name} ${value}`] : [],
  );
  return `${count} refused: ${reason} (for example ${values.join(', ')})`;
}
