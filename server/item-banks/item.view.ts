import type { Translate } from '../platform/http/i18n.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { imagesInWords } from './images/image.rules.js';
import { inlineHtml } from './inline-markdown.js';
import { parametersOf } from './parameter-grid.rules.js';
import { fillPlaceholders } from './placeholders.rules.js';
import type { DrawnItem, Item, NumericItem, Response } from './item.js';
import { readTypedNumber } from './typed-number.rules.js';
import { formatNumber, formatQuantity, unitName } from './units.rules.js';

/** One item as a page prints it. Nothing here tells the key: positions are those of the person's own order. */
export interface ItemView {
  /** Names and ids of its fields begin with this. */
  readonly name: string;
  readonly lang: Locale;
  readonly stemHtml: string;
  readonly instruction: string;
  readonly kind: 'chosen' | 'places' | 'pairs' | 'typed';
  readonly choice:
    | false
    | {
        readonly inputType: 'radio' | 'checkbox';
        readonly options: readonly {
          readonly id: string;
          readonly position: number;
          readonly html: string;
          readonly checked: boolean;
        }[];
      };
  readonly places: false | { readonly rows: readonly SelectRow[] };
  readonly pairs: false | { readonly rows: readonly SelectRow[] };
  readonly number: false | NumberView;
}

/** A text with a list to choose from: a place for a step, a partner for a prompt. */
interface SelectRow {
  readonly id: string;
  readonly name: string;
  readonly html: string;
  readonly options: readonly SelectOption[];
}

interface SelectOption {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

interface NumberView {
  readonly typed: string;
  /** The unit in words beside the field; empty when it is chosen. */
  readonly unit: string;
  readonly units: readonly SelectOption[];
  /** `1.000` can mean two things: we ask which. */
  readonly question:
    | false
    | {
        readonly choices: readonly {
          readonly id: string;
          readonly value: string;
          readonly text: string;
          readonly checked: boolean;
        }[];
      };
  /** What is wrong with what was typed, in words; empty when nothing is. */
  readonly problem: string;
}

export function itemView(
  item: Item,
  drawn: DrawnItem,
  response: Response | undefined,
  name: string,
  locale: Locale,
  t: Translate,
): ItemView {
  const { locale: lang, value: text } = inLocale(item.texts, locale);
  const print = printer(item, drawn, lang);
  const option = (position: number): string =>
    inlineHtml(text.options?.[drawn.options[position] ?? ''] ?? '');
  const none = { choice: false, places: false, pairs: false, number: false } as const;
  const base = {
    name,
    lang,
    stemHtml: inlineHtml(print(text.stem)),
    instruction: t(`item.instruction.${item.type}`),
    ...none,
  };
  switch (item.type) {
    case 'singleChoice':
    case 'multipleResponse': {
      const chosen = response && 'chosen' in response ? response.chosen : [];
      return {
        ...base,
        kind: 'chosen',
        choice: {
          inputType: item.type === 'singleChoice' ? 'radio' : 'checkbox',
          options: drawn.options.map((_letter, position) => ({
            id: `${name}-${position}`,
            position,
            html: option(position),
            checked: chosen.includes(position),
          })),
        },
      };
    }
    case 'ordering': {
      const places = response && 'places' in response ? response.places : [];
      const choices = drawn.options.map((_letter, place) => String(place + 1));
      return {
        ...base,
        kind: 'places',
        places: {
          rows: drawn.options.map((_letter, position) => ({
            id: `${name}-place-${position}`,
            name: `${name}.place.${position}`,
            html: option(position),
            options: selectOptions(choices, places[position], t('item.place')),
          })),
        },
      };
    }
    case 'matching': {
      const pairs = response && 'pairs' in response ? response.pairs : [];
      const texts = drawn.options.map((letter) => plainText(text.options?.[letter] ?? ''));
      return {
        ...base,
        kind: 'pairs',
        pairs: {
          rows: drawn.prompts.map((prompt, index) => ({
            id: `${name}-pair-${index}`,
            name: `${name}.pair.${index}`,
            html: inlineHtml(text.prompts?.[prompt] ?? ''),
            options: selectOptions(texts, pairs[index], t('item.choose')),
          })),
        },
      };
    }
    case 'numeric':
      return { ...base, kind: 'typed', number: numberView(item, response, name, lang, t) };
  }
}

/** The worked solution or the reason why, with the person's own numbers. */
export function rationaleHtml(item: Item, drawn: DrawnItem, locale: Locale): string {
  const { locale: lang, value: text } = inLocale(item.texts, locale);
  return inlineHtml(printer(item, drawn, lang)(text.rationale));
}

/** A text of the item with its placeholders filled in. */
export function printer(item: Item, drawn: DrawnItem, locale: Locale): (text: string) => string {
  const { variant } = drawn;
  if (item.type !== 'numeric' || !variant) return (text) => text;
  return (text) =>
    fillPlaceholders(text, (name, numberOnly) => {
      const value = name === 'answer' ? variant.answer : variant.values[name];
      if (value === undefined) return `{${name}}`;
      if (typeof value !== 'string') return inLocale(value, locale).value;
      const unit = unitOf(item, name);
      if (parametersOf(item)[name]?.text === true) return value;
      return unit === undefined || numberOnly
        ? formatNumber(value, locale)
        : formatQuantity(value, unit, locale);
    });
}

function unitOf(item: NumericItem, name: string): string | undefined {
  if (name === 'answer') return item.answer.unit;
  return parametersOf(item)[name]?.unit ?? item.derived[name]?.unit;
}

function numberView(
  item: NumericItem,
  response: Response | undefined,
  name: string,
  locale: Locale,
  t: Translate,
): NumberView {
  const given = response && 'typed' in response ? response : undefined;
  const typed = given?.typed ?? '';
  const read = readTypedNumber(typed);
  return {
    typed,
    unit: item.answer.units ? '' : unitName(item.answer.unit, locale, true),
    units: (item.answer.units ?? []).map((unit) => ({
      value: unit,
      text: unitName(unit, locale, true),
      selected: given?.unit === unit,
    })),
    question: read.kind === 'ambiguous' && {
      choices: (
        [
          ['decimal', `${formatNumber(read.asDecimal, locale)} (${t('item.meaning.decimal')})`],
          [
            'thousands',
            `${formatNumber(read.asThousands, locale)} (${t('item.meaning.thousands')})`,
          ],
        ] as const
      ).map(([value, text]) => ({
        id: `${name}-${value}`,
        value,
        text,
        checked: given?.meaning === value,
      })),
    },
    problem: read.kind === 'unreadable' ? t(`item.unreadable.${read.reason}`) : '',
  };
}

function selectOptions(
  texts: readonly string[],
  chosen: number | null | undefined,
  nothing: string,
): SelectOption[] {
  return [
    { value: '', text: nothing, selected: chosen === null || chosen === undefined },
    ...texts.map((text, index) => ({ value: String(index), text, selected: chosen === index })),
  ];
}

/** For places that take no markup. */
export function plainText(text: string): string {
  return imagesInWords(text).replace(/[*_\\]/g, '');
}
