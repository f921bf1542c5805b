import type { Localised } from '../platform/locale.js';
import { ExpressionError, decimal, plain } from './expression.rules.js';
import type { CaseValue, NumericItem, Parameter, ProductTable } from './item.js';

/** A grid larger than this is a mistake of the author, not a choice. */
const MOST_COMBINATIONS = 20_000;

/** One set of parameters: numbers as exact decimal text, words as they are in each language. */
export type Values = Readonly<Record<string, string | Localised>>;

/** A row of a case may say which product it is about by this name. */
const PRODUCT = 'product';

/** All parameters of an item: its own, and the columns of its product table. */
export function parametersOf(
  item: Pick<NumericItem, 'parameters' | 'products'>,
): Readonly<Record<string, Parameter>> {
  return { ...item.products?.columns, ...item.parameters };
}

/** Every combination of parameters, row by row, before any constraint. Throws `ExpressionError` where there is none or there are too many. */
export function parameterGrid(item: NumericItem): readonly Values[] {
  const parameters = Object.entries(parametersOf(item));
  const rows = rowsOf(item).map((row) =>
    parameters.map(
      ([name, parameter]) =>
        [
          name,
          Object.hasOwn(row, name) ? caseChoices(row[name]) : choices(name, parameter),
        ] as const,
    ),
  );
  const size = rows.reduce(
    (sum, row) => sum + row.reduce((product, [, values]) => product * values.length, 1),
    0,
  );
  if (size > MOST_COMBINATIONS)
    throw new ExpressionError(
      `${size} combinations of parameters are more than ${MOST_COMBINATIONS}: take larger steps or shorter lists`,
      ['parameters'],
    );
  return rows.flatMap((row) =>
    row.reduce<Values[]>(
      (partial, [name, values]) =>
        partial.flatMap((known) => values.map((value) => ({ ...known, [name]: value }))),
      [{}],
    ),
  );
}

type Row = Readonly<Record<string, CaseValue>>;

/** The cases, each joined with the product or products that it is about; without cases, every product. */
function rowsOf({ cases = [{}], products }: NumericItem): readonly Row[] {
  if (!products) return cases;
  return cases.flatMap((row, index) => {
    const { [PRODUCT]: wanted, ...own } = row;
    return productIds(wanted, products).map((id) => {
      const product = products.rows[id];
      if (!product)
        throw new ExpressionError(
          `there is no product "${id}" in the table; it has ${Object.keys(products.rows).join(', ')}`,
          ['cases', String(index)],
        );
      const changed = Object.keys(own).find((name) => Object.hasOwn(product, name));
      if (changed !== undefined)
        throw new ExpressionError(
          `${changed} comes from the product table: a case must not change a real product`,
          ['cases', String(index)],
        );
      return { ...product, ...own };
    });
  });
}

/** The products that a case is about, by their rows. */
function productIds(wanted: CaseValue | undefined, { rows }: ProductTable): readonly string[] {
  if (wanted === undefined) return Object.keys(rows);
  return caseChoices(wanted).map((id) => (typeof id === 'string' ? id : ''));
}

function caseChoices(value: CaseValue | undefined): readonly (string | Localised)[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly string[]) : [value as string | Localised];
}

function choices(name: string, parameter: Parameter): readonly string[] {
  const path = ['parameters', name, 'values'];
  if (parameter.values) return parameter.values;
  if (parameter.from === undefined || parameter.to === undefined || parameter.step === undefined)
    throw new ExpressionError(
      `parameter ${name} has no values, no range, and a case or product without it`,
      path,
    );
  const from = decimal(parameter.from);
  const step = decimal(parameter.step);
  if (!step.greaterThan(0))
    throw new ExpressionError(`parameter ${name}: the step must be above 0`, path);
  const steps = decimal(parameter.to).minus(from).div(step);
  if (!steps.isInteger() || steps.isNegative())
    throw new ExpressionError(
      `parameter ${name}: steps of ${parameter.step} from ${parameter.from} never reach ${parameter.to}`,
      path,
    );
  if (steps.gte(MOST_COMBINATIONS))
    throw new ExpressionError(`parameter ${name} has more than ${MOST_COMBINATIONS} values`, path);
  return Array.from({ length: steps.toNumber() + 1 }, (_none, index) =>
    plain(from.plus(step.times(index))),
  );
}
