import { LOCALES } from '../../platform/locale.js';
import {
  OTHER,
  OWN_DEVICE,
  rowsOf,
  WORD,
  type CalculationList,
  type Typed,
} from './calculation-form.js';
import type { FieldProblem } from './field-problem.js';

type Members = Readonly<Record<string, unknown>>;

/** The members of a numeric item that a form says, as a file would have them: not checked yet. */
export function calculationOfForm(typed: Typed): Members {
  const form = reader(typed);
  const products = productsOf(form);
  const cases = casesOf(form, products !== undefined);
  const critical = form.rows('critical').map((row) => row('name'));
  const tests = form.rows('tests').map(testOf);
  return {
    parameters: Object.fromEntries(form.rows('vars').map((row) => [row('name'), parameterOf(row)])),
    ...(products ? { products } : {}),
    ...(cases.length > 0 ? { cases } : {}),
    derived: Object.fromEntries(
      form
        .rows('derived')
        .map((row) => [
          row('name'),
          { expression: row('expression'), ...written('unit', row('unit')) },
        ]),
    ),
    constraints: form.rows('constraints').map((row) => row('expression')),
    answer: answerOf(form),
    errors: Object.fromEntries(form.rows('errors').map((row) => [errorName(row), errorOf(row)])),
    ...(critical.length > 0 ? { criticalErrors: critical } : {}),
    ...(tests.length > 0 ? { tests } : {}),
  };
}

/** Two rows of one name: in an item the second would take the place of the first. */
export function twice(typed: Typed): readonly FieldProblem[] {
  const form = reader(typed);
  return (['vars', 'columns', 'derived', 'errors'] as const).flatMap((list) => {
    const seen = new Set<string>();
    return form.rows(list).flatMap((row): FieldProblem[] => {
      const name = list === 'errors' ? errorName(row) : row('name');
      const isNew = !seen.has(name);
      seen.add(name);
      if (isNew) return [];
      const said = { key: 'twice', values: { name }, units: {} };
      return [{ field: `${list}.${row.id}.name`, message: `${name} is used twice`, said }];
    });
  });
}

type Field = ((name: string) => string) & { readonly id: string };

interface Reader {
  readonly at: (name: string) => string;
  readonly rows: (list: CalculationList) => readonly Field[];
}

function reader(typed: Typed): Reader {
  const at = (name: string): string => (typed[name] ?? '').trim();
  return {
    at,
    rows: (list) =>
      rowsOf(typed, list).map((id) =>
        Object.assign((field: string) => at(`${list}.${id}.${field}`), { id }),
      ),
  };
}

/** A name for the unit and for the words, or neither. */
function unitOf(unit: string): Members {
  return unit === WORD ? { text: true } : written('unit', unit);
}

function written(member: string, text: string): Members {
  return text === '' ? {} : { [member]: text };
}

/** Authors write the comma of their language: within a field of numbers it means nothing else. */
function number(text: string): string {
  return text.replace(/^(\d+),(\d+)$/, '$1.$2');
}

function numbers(text: string): readonly string[] {
  return text
    .split(';')
    .map((one) => number(one.trim()))
    .filter((one) => one !== '');
}

function parameterOf(row: Field): Members {
  const values = numbers(row('values'));
  return {
    ...(values.length > 0 ? { values } : {}),
    ...written('from', number(row('from'))),
    ...written('to', number(row('to'))),
    ...written('step', number(row('step'))),
    ...unitOf(row('unit')),
  };
}

function productsOf(form: Reader): Members | undefined {
  const columns = form.rows('columns');
  const products = form.rows('products');
  if (columns.length === 0 && products.length === 0) return undefined;
  return {
    ...written('table', form.at('products.table')),
    ...written('reviewBy', form.at('products.reviewBy')),
    sources: form
      .at('products.sources')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    columns: Object.fromEntries(columns.map((row) => [row('name'), unitOf(row('unit'))])),
    rows: Object.fromEntries(
      products.map((row) => [
        row('id'),
        Object.fromEntries(
          columns.flatMap((column) =>
            cellOf(column('name'), row(`c${column.id}`), column('unit') === WORD),
          ),
        ),
      ]),
    ),
  };
}

function casesOf(form: Reader, hasProducts: boolean): readonly Members[] {
  return form
    .rows('cases')
    .map((row) =>
      Object.fromEntries([
        ...(hasProducts ? cellOf('product', row('product'), true) : []),
        ...form
          .rows('vars')
          .flatMap((variable) =>
            cellOf(variable('name'), row(`v${variable.id}`), variable('unit') === WORD),
          ),
      ]),
    );
}

function cellOf(
  name: string,
  text: string,
  isWord: boolean,
): readonly (readonly [string, unknown])[] {
  if (text === '') return [];
  if (isWord && text.includes('|')) {
    const words = text.split('|').map((word) => word.trim());
    return [
      [
        name,
        Object.fromEntries(
          LOCALES.flatMap((locale, index) => (words[index] ? [[locale, words[index]]] : [])),
        ),
      ],
    ];
  }
  if (!text.includes(';')) return [[name, isWord ? text : number(text)]];
  const several = text.split(';').map((one) => one.trim());
  return [[name, several.filter((one) => one !== '').map((one) => (isWord ? one : number(one)))]];
}

function answerOf(form: Reader): Members {
  const { at } = form;
  const units = form.rows('units').map((row) => row('unit'));
  const direction = at('answer.rounding');
  const check = checkOf(at);
  return {
    expression: at('answer.expression'),
    unit: at('answer.unit'),
    decimals: wholeNumber(at('answer.decimals')),
    ...(units.length > 0 ? { units } : {}),
    ...deviceOf(at),
    ...(direction === ''
      ? {}
      : { rounding: { direction, ...written('step', number(at('answer.rounding.step'))) } }),
    ...(check ? { check } : {}),
  };
}

function deviceOf(at: Reader['at']): Members {
  if (at('answer.device') !== OWN_DEVICE) return written('device', at('answer.device'));
  const limit = (name: string): Members => written(name, number(at(`answer.device.${name}`)));
  return {
    device: {
      unit: at('answer.device.unit'),
      graduation: number(at('answer.device.graduation')),
      ...limit('least'),
      ...limit('most'),
    },
  };
}

function checkOf(at: Reader['at']): Members | undefined {
  const kind = at('answer.check');
  const amount = number(at('answer.check.amount'));
  switch (kind) {
    case '':
      return undefined;
    case 'interval':
      return { from: at('answer.check.from'), to: at('answer.check.to') };
    case 'decimals':
    case 'significantFigures':
      return { [kind]: wholeNumber(amount) };
    default:
      return { [kind]: amount };
  }
}

/** What is no whole number stays what it is, to be refused. */
function wholeNumber(text: string): number | string {
  return /^\d{1,2}$/.test(text) ? Number(text) : text;
}

function errorName(row: Field): string {
  return row('name') === OTHER ? OTHER + row('own') : row('name');
}

function errorOf(row: Field): unknown {
  const expression = row('expression');
  const feedback = Object.fromEntries(
    LOCALES.flatMap((locale) => {
      const words = row(`feedback.${locale}`);
      return words === '' ? [] : [[locale, words]];
    }),
  );
  if (Object.keys(feedback).length > 0) return { ...written('expression', expression), feedback };
  return expression === '' ? null : expression;
}

function testOf(row: Field): Members {
  const given = Object.fromEntries(
    row('given')
      .split(';')
      .map((part) => part.split('=').map((side) => side.trim()))
      .flatMap(([name = '', value = '']) => (name === '' ? [] : [[name, number(value)]])),
  );
  return {
    ...(Object.keys(given).length > 0 ? { given } : {}),
    typed: row('typed'),
    ...written('unit', row('unit')),
    ...written('meaning', row('meaning')),
    expect: row('expect'),
  };
}

/** The field of the form at which a part of the calculation is written. */
export function calculationField(typed: Typed, path: readonly PropertyKey[]): string {
  const form = reader(typed);
  const [member = '', second = '', third = '', fourth = ''] = path.map(String);
  const named = (list: CalculationList, name: string, of = (row: Field) => row('name')): string =>
    form.rows(list).find((row) => of(row) === name)?.id ?? '';
  const numbered = (list: CalculationList): string => form.rows(list)[Number(second)]?.id ?? '';
  const inRow = (list: CalculationList, id: string, field: string): string =>
    id === '' ? list : `${list}.${id}.${field}`;
  switch (member) {
    case 'parameters': {
      const id = named('vars', second);
      const isUnitMissing = id !== '' && form.at(`vars.${id}.unit`) === '';
      const field = third === 'text' ? 'unit' : third || (isUnitMissing ? 'unit' : 'name');
      return inRow('vars', id, field);
    }
    case 'products':
      if (second === 'columns') return inRow('columns', named('columns', third), fourth || 'name');
      if (second === 'rows')
        return inRow(
          'products',
          named('products', third, (row) => row('id')),
          'id',
        );
      return second === 'sources' || second === ''
        ? 'products.sources'
        : inRow('columns', named('columns', second), 'name');
    case 'cases': {
      const field = third === '' || third === 'product' ? 'product' : `v${named('vars', third)}`;
      return inRow('cases', numbered('cases'), field);
    }
    case 'derived':
      return inRow('derived', named('derived', second), third || 'name');
    case 'constraints':
      return inRow('constraints', second === '' ? '' : numbered('constraints'), 'expression');
    case 'errors': {
      const id = named('errors', second, errorName);
      return inRow(
        'errors',
        id,
        third === 'feedback' ? `feedback.${fourth || 'nb'}` : 'expression',
      );
    }
    case 'criticalErrors':
      return inRow('critical', second === '' ? '' : numbered('critical'), 'name');
    case 'tests':
      return inRow('tests', second === '' ? '' : numbered('tests'), third || 'expect');
    default:
      return answerField(second, third);
  }
}

function answerField(second: string, third: string): string {
  switch (second) {
    case '':
      return 'answer.expression';
    case 'units':
      return 'units';
    case 'check':
      return third === 'from' || third === 'to' ? `answer.check.${third}` : 'answer.check.amount';
    case 'device':
    case 'rounding':
      return third === '' || third === 'direction'
        ? `answer.${second}`
        : `answer.${second}.${third}`;
    default:
      return `answer.${second}`;
  }
}
