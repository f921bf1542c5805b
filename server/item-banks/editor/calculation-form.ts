import { LOCALES, type Localised } from '../../platform/locale.js';
import type { CaseValue, ErrorUse, NumericItem, ProductTable } from '../item.js';

/** What stands in the text fields of a form, by their names. */
export type Typed = Readonly<Record<string, string>>;

/** The lists of a calculation: their rows have ids that stay while rows are moved and renamed. */
export const CALCULATION_LISTS = [
  'vars',
  'columns',
  'products',
  'cases',
  'derived',
  'constraints',
  'units',
  'errors',
  'critical',
  'tests',
] as const;
export type CalculationList = (typeof CALCULATION_LISTS)[number];

/** Of a variable or a column: it is a word, and has no unit. */
export const WORD = 'word';

/** The limits of a device of the item's own. */
export const OWN_DEVICE = 'own';

/** A mistake that is in no list: its name is this and what the author writes. */
export const OTHER = 'other';

export function rowsOf(typed: Typed, list: CalculationList): readonly string[] {
  return (typed[`rows.${list}`] ?? '').split(' ').filter((id) => /^\d{1,3}$/.test(id));
}

/** For one that is begun. */
export const CALCULATION_TO_BEGIN_WITH: Pick<
  NumericItem,
  'parameters' | 'derived' | 'constraints' | 'answer' | 'errors'
> = {
  parameters: {
    dose: { from: '5', to: '50', step: '5', unit: 'mg' },
    strength: { values: ['5', '10'], unit: 'mg/ml' },
  },
  derived: {},
  constraints: ['answer <= 10'],
  answer: { expression: 'dose / strength', unit: 'ml', decimals: 1 },
  errors: { inverted: 'strength / dose' },
};

/** A calculation as its author types it. */
export function typedCalculation(
  item: typeof CALCULATION_TO_BEGIN_WITH &
    Pick<NumericItem, 'products' | 'cases' | 'criticalErrors' | 'tests'>,
): Typed {
  const variables = Object.entries(item.parameters);
  const columns = Object.entries(item.products?.columns ?? {});
  const ids = new Map(variables.map(([name], index) => [name, String(index + 1)]));
  return {
    ...listed('vars', variables, ([name, { values, from, to, step, unit, text }]) => ({
      name,
      unit: text === true ? WORD : unit,
      from,
      to,
      step,
      values: values?.join('; '),
    })),
    ...listed('columns', columns, ([name, { unit, text }]) => ({
      name,
      unit: text === true ? WORD : unit,
    })),
    ...typedProducts(item.products, columns),
    ...listed('cases', item.cases ?? [], (row) => ({
      product: item.products ? cellText(row['product']) : '',
      ...Object.fromEntries([...ids].map(([name, id]) => [`v${id}`, cellText(row[name])])),
    })),
    ...listed('derived', Object.entries(item.derived), ([name, one]) => ({ name, ...one })),
    ...listed('constraints', item.constraints, (expression) => ({ expression })),
    ...typedAnswer(item.answer),
    ...listed('errors', Object.entries(item.errors), ([name, use]) => typedError(name, use)),
    ...listed('critical', item.criticalErrors ?? [], (name) => ({ name })),
    ...listed('tests', item.tests ?? [], ({ given = {}, ...test }) => ({
      ...test,
      given: Object.entries(given)
        .map(([name, value]) => `${name} = ${value}`)
        .join('; '),
    })),
  };
}

function listed<T>(
  list: CalculationList,
  values: readonly T[],
  fieldsOf: (value: T) => Readonly<Record<string, string | undefined>>,
): Typed {
  return {
    [`rows.${list}`]: values.map((_value, index) => index + 1).join(' '),
    ...Object.fromEntries(
      values.flatMap((value, index) =>
        Object.entries(fieldsOf(value)).map(([field, text]) => [
          `${list}.${index + 1}.${field}`,
          text ?? '',
        ]),
      ),
    ),
  };
}

function typedProducts(
  products: NumericItem['products'],
  columns: readonly (readonly [string, unknown])[],
): Typed {
  if (!products) return {};
  // A table that comes from a file may also say when to look at it again.
  const { reviewBy = '' } = products as ProductTable & { readonly reviewBy?: string };
  return {
    'products.table': products.table ?? '',
    'products.reviewBy': reviewBy,
    'products.sources': products.sources.join('\n'),
    ...listed('products', Object.entries(products.rows), ([id, row]) => ({
      id,
      ...Object.fromEntries(columns.map(([name], index) => [`c${index + 1}`, cellText(row[name])])),
    })),
  };
}

/** One value; several, parted by semicolons (a single one of a list keeps its semicolon); or a word by language, parted by bars. */
function cellText(value: CaseValue | undefined): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  if (isList(value)) return value.length === 1 ? `${value.join('')};` : value.join('; ');
  return LOCALES.map((locale) => value[locale] ?? '').join(' | ');
}

function isList(value: CaseValue): value is readonly string[] {
  return Array.isArray(value);
}

function typedAnswer({
  expression,
  unit,
  decimals,
  units,
  device,
  rounding,
  check,
}: NumericItem['answer']): Typed {
  const limits = typeof device === 'object' ? device : undefined;
  const [kind = '', amount] = Object.entries(check ?? {})[0] ?? [];
  const isInterval = check !== undefined && 'from' in check;
  return {
    'answer.expression': expression,
    'answer.unit': unit,
    'answer.decimals': String(decimals),
    'answer.device': limits ? OWN_DEVICE : typeof device === 'string' ? device : '',
    'answer.device.unit': limits?.unit ?? '',
    'answer.device.graduation': limits?.graduation ?? '',
    'answer.device.least': limits?.least ?? '',
    'answer.device.most': limits?.most ?? '',
    'answer.rounding': rounding?.direction ?? '',
    'answer.rounding.step': rounding?.step ?? '',
    'answer.check': isInterval ? 'interval' : kind,
    'answer.check.amount': isInterval ? '' : String(amount ?? ''),
    'answer.check.from': isInterval ? check.from : '',
    'answer.check.to': isInterval ? check.to : '',
    ...listed('units', units ?? [], (one) => ({ unit: one })),
  };
}

function typedError(name: string, use: ErrorUse): Readonly<Record<string, string>> {
  const { expression = '', feedback = {} } =
    typeof use === 'string' ? { expression: use } : (use ?? {});
  const isOther = name.startsWith(OTHER);
  const words: Localised = feedback;
  return {
    name: isOther ? OTHER : name,
    own: isOther ? name.slice(OTHER.length) : '',
    expression,
    ...Object.fromEntries(LOCALES.map((locale) => [`feedback.${locale}`, words[locale] ?? ''])),
  };
}
