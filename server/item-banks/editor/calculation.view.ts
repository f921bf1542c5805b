import { LOCALES } from '../../platform/locale.js';
import type { ItemWords } from '../bank-words.view.js';
import { DEVICES } from '../devices.rules.js';
import { ERROR_MODELS } from '../error-models.rules.js';
import { UNITS, unitName } from '../units.rules.js';
import { itemFileText } from '../write-item-file.js';
import {
  OTHER,
  OWN_DEVICE,
  rowsOf,
  WORD,
  type CalculationList,
  type Typed,
} from './calculation-form.js';
import { calculationOfForm } from './calculation-of-form.js';
import type { FieldMessage } from './field-problem.js';

/** Units of several parts that are chosen from a list as the simple ones are; what an item has besides is kept. */
const JOINED = [
  'mg/ml',
  'microgram/ml',
  'g/ml',
  'mg/l',
  'mmol/ml',
  'mmol/l',
  'unit/ml',
  'IU/ml',
  'mg/g',
  'mg/tablet',
  'microgram/tablet',
  'mg/kg',
  'microgram/kg',
  'ml/kg',
  'mg/hour',
  'microgram/hour',
  'unit/hour',
  'ml/hour',
  'ml/minute',
  'drop/ml',
  'drop/minute',
  'drop/hour',
  'mg/kg/day',
  'mg/kg/hour',
  'microgram/kg/minute',
  'mg/day',
  'ml/day',
  'unit/day',
  'tablet/day',
  'tablet/week',
  'time/day',
] as const;

const CHECKS = ['absolute', 'percent', 'interval', 'decimals', 'significantFigures'] as const;
const ROUNDINGS = ['nearest', 'down', 'up'] as const;

interface Choice {
  readonly value: string;
  readonly text: string;
}

interface Filled {
  readonly typed: Typed;
  /** The field or row to go on with; may be empty. */
  readonly focus: string;
  readonly messages: ReadonlyMap<string, readonly FieldMessage[]>;
}

/** The calculation of an item as lists of rows with fields, for `views/partials/calculation.hbs`. */
export function calculationView(filled: Filled, words: ItemWords) {
  const make = controls(filled, words);
  const { t } = words;
  const columns = rowsOf(filled.typed, 'columns');
  const variables = rowsOf(filled.typed, 'vars');
  const called = (list: CalculationList, id: string): string =>
    filled.typed[`${list}.${id}.name`] ?? '';
  const hasProducts = columns.length > 0 || rowsOf(filled.typed, 'products').length > 0;
  return {
    key: {
      heading: t('calc.key'),
      hint: t('calc.keyHint'),
      controls: [
        make.text('answer.expression', 'expression', { isWide: true, isCode: true }),
        make.unit('answer.unit'),
        make.text('answer.decimals', 'decimals'),
      ],
      check: [
        make.select('answer.check', 'check', make.choices(CHECKS, 'calc.check', 'calc.onlyKey')),
        make.text('answer.check.amount', 'amount'),
        make.text('answer.check.from', 'checkFrom', { isCode: true }),
        make.text('answer.check.to', 'checkTo', { isCode: true }),
      ],
      device: [
        make.select('answer.device', 'device', [
          { value: '', text: t('calc.none') },
          ...Object.keys(DEVICES).map((name) => ({ value: name, text: t(`calc.device.${name}`) })),
          { value: OWN_DEVICE, text: t('calc.device.own') },
        ]),
        make.select(
          'answer.rounding',
          'rounding',
          make.choices(ROUNDINGS, 'calc.rounding', 'calc.none'),
        ),
        make.text('answer.rounding.step', 'roundingStep'),
      ],
      ownDevice: [
        make.unit('answer.device.unit'),
        make.text('answer.device.graduation', 'graduation'),
        make.text('answer.device.least', 'least'),
        make.text('answer.device.most', 'most'),
      ],
      isOwnDevice: filled.typed['answer.device'] === OWN_DEVICE,
    },
    sections: {
      vars: make.section('vars', (at) => ({
        controls: [
          make.text(`${at}.name`, 'name', { isCode: true }),
          make.unit(`${at}.unit`, t('calc.word')),
          make.text(`${at}.from`, 'from'),
          make.text(`${at}.to`, 'to'),
          make.text(`${at}.step`, 'step'),
          make.text(`${at}.values`, 'values'),
        ],
      })),
      cases: make.section('cases', (at) => ({
        controls: [
          ...(hasProducts ? [make.text(`${at}.product`, 'product', { isCode: true })] : []),
          ...variables.map((id) => make.text(`${at}.v${id}`, '', { label: called('vars', id) })),
        ],
      })),
      derived: make.section('derived', (at) => ({
        controls: [
          make.text(`${at}.name`, 'name', { isCode: true }),
          make.text(`${at}.expression`, 'expression', { isWide: true, isCode: true }),
          make.unit(`${at}.unit`),
        ],
      })),
      units: make.section('units', (at) => ({ controls: [make.unit(`${at}.unit`)] })),
      constraints: make.section('constraints', (at) => ({
        controls: [make.text(`${at}.expression`, 'constraint', { isWide: true, isCode: true })],
      })),
      errors: make.section('errors', (at) => ({
        controls: [
          make.select(`${at}.name`, 'mistake', make.mistakes()),
          make.text(`${at}.expression`, 'mistakeExpression', { isWide: true, isCode: true }),
        ],
        ...make.feedback(at),
      })),
      critical: make.section('critical', (at) => ({
        controls: [make.select(`${at}.name`, 'mistake', make.mistakes())],
      })),
      tests: make.section('tests', (at) => ({
        controls: [
          make.text(`${at}.given`, 'given', { isWide: true, isCode: true }),
          make.text(`${at}.typed`, 'typed'),
          make.unit(`${at}.unit`),
          make.select(
            `${at}.meaning`,
            'meaning',
            make.choices(['decimal', 'thousands'], 'calc.meaning', 'calc.none'),
          ),
          make.text(`${at}.expect`, 'expect', { isCode: true }),
        ],
      })),
      columns: make.section('columns', (at) => ({
        controls: [
          make.text(`${at}.name`, 'name', { isCode: true }),
          make.unit(`${at}.unit`, t('calc.word')),
        ],
      })),
      products: make.section('products', (at) => ({
        controls: [
          make.text(`${at}.id`, 'productId', { isCode: true }),
          ...columns.map((id) => make.text(`${at}.c${id}`, '', { label: called('columns', id) })),
        ],
      })),
    },
    table: {
      isOpen: hasProducts,
      reviewBy: filled.typed['products.reviewBy'] ?? '',
      table: make.text('products.table', 'table', { isCode: true }),
      sources: make.area('products.sources', 'tableSources'),
    },
    yaml: itemFileText(calculationOfForm(filled.typed)),
  };
}

interface TextOptions {
  readonly isWide?: boolean;
  readonly isCode?: boolean;
  readonly label?: string;
}

function controls({ typed, focus, messages }: Filled, { t, locale }: ItemWords) {
  const base = (name: string, label: string) => {
    const found = messages.get(name) ?? [];
    return {
      name,
      id: name.replaceAll('.', '-'),
      label,
      value: typed[name] ?? '',
      isWide: false,
      isCode: false,
      isArea: false,
      lang: '',
      options: [] as readonly (Choice & { readonly chosen: boolean })[],
      invalid: found.some(({ colour }) => colour === 'danger'),
      focus: focus === name,
      messages: found,
    };
  };
  const text = (name: string, key: string, { label, ...options }: TextOptions = {}) => ({
    ...base(name, label ?? t(`calc.field.${key}`)),
    ...options,
  });
  const select = (name: string, key: string, choices: readonly Choice[]) => {
    const field = base(name, t(`calc.field.${key}`));
    const own = choices.some(({ value }) => value === field.value)
      ? choices
      : [...choices, { value: field.value, text: field.value }];
    return { ...field, options: own.map((one) => ({ ...one, chosen: one.value === field.value })) };
  };
  const area = (name: string, key: string, options: TextOptions = {}) => ({
    ...text(name, key, options),
    isArea: true,
  });
  return {
    text,
    select,
    area,
    unit: (name: string, word?: string) =>
      select(name, 'unit', [
        { value: '', text: t('calc.none') },
        ...(word === undefined ? [] : [{ value: WORD, text: word }]),
        ...[...UNITS, ...JOINED].map((unit) => ({
          value: unit,
          text: unitName(unit, locale, true),
        })),
      ]),
    choices: (values: readonly string[], key: string, none: string): readonly Choice[] => [
      { value: '', text: t(none) },
      ...values.map((value) => ({ value, text: t(`${key}.${value}`) })),
    ],
    mistakes: (): readonly Choice[] => [
      { value: '', text: t('calc.none') },
      ...Object.keys(ERROR_MODELS)
        .filter((name) => name !== 'wrongUnit')
        .map((name) => ({ value: name, text: t(`mistake.name.${name}`) })),
      { value: OTHER, text: t('calc.otherMistake') },
    ],
    feedback: (at: string) => ({
      more: {
        summary: t('calc.ownWords'),
        isOpen: LOCALES.some((one) => (typed[`${at}.feedback.${one}`] ?? '') !== ''),
        controls: [
          text(`${at}.own`, 'own', { isCode: true }),
          ...LOCALES.map((one) => ({
            ...area(`${at}.feedback.${one}`, '', { label: t(`items.language.${one}`) }),
            lang: one,
          })),
        ],
      },
    }),
    /** A list of rows, which can be added, moved and taken away. */
    section: <Row extends { readonly controls: readonly ReturnType<typeof text>[] }>(
      list: CalculationList,
      rowOf: (at: string) => Row,
    ) => {
      const ids = rowsOf(typed, list);
      return {
        list,
        ids: ids.join(' '),
        heading: t(`calc.${list}`),
        hint: t(`calc.hint.${list}`),
        add: t(`calc.add.${list}`),
        messages: messages.get(list) ?? [],
        rows: ids.map((id, index) => {
          const row = { more: false as const, ...rowOf(`${list}.${id}`) };
          const [first, ...others] = row.controls;
          return {
            ...row,
            id,
            legend: t(`calc.row.${list}`, { number: index + 1 }),
            up: index > 0,
            down: index < ids.length - 1,
            controls: first
              ? [{ ...first, focus: first.focus || focus === `${list}.${id}` }, ...others]
              : [],
          };
        }),
      };
    },
  };
}
