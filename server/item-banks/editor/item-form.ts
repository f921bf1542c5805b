import { z } from 'zod';
import { LOCALES, type Locale } from '../../platform/locale.js';
import type { Item, ItemText, ItemType } from '../item.js';
import { ITEM_TYPES } from '../item-filters.js';
import { CALCULATION_TO_BEGIN_WITH, typedCalculation } from './calculation-form.js';

/** An item as its author types it. Whatever is typed is kept as it is, also what makes no item. */
export interface ItemForm {
  readonly type: ItemType;
  /** Letters of the options in the order of their rows; of an ordering item that is the right order. */
  readonly options: readonly string[];
  readonly prompts: readonly string[];
  /** Letters of the options that are marked as right. */
  readonly right: readonly string[];
  readonly countries: readonly string[];
  readonly critical: boolean;
  /** What stands in each text field, by its name: the path in the item, such as `texts.nb.options.a`. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Members that every type has; what else a numeric item has is its calculation. */
export const FORM_MEMBERS = [
  'id',
  'type',
  'topic',
  'pool',
  'critical',
  'difficulty',
  'variantGroup',
  'countries',
  'reviewBy',
  'sources',
  'provenance',
  'lint',
  'texts',
] as const;

/** For one that is begun. */
export function emptyForm(type: ItemType, reviewBy: string): ItemForm {
  return {
    type,
    options: LETTERS_TO_BEGIN_WITH[type],
    prompts: type === 'matching' ? ['1', '2', '3'] : [],
    right: [],
    countries: [],
    critical: false,
    typed: {
      pool: 'exam',
      difficulty: 'medium',
      reviewBy,
      ...(type === 'numeric' ? typedCalculation(CALCULATION_TO_BEGIN_WITH) : {}),
    },
  };
}

const LETTERS_TO_BEGIN_WITH: Readonly<Record<ItemType, readonly string[]>> = {
  singleChoice: ['a', 'b', 'c', 'd'],
  multipleResponse: ['a', 'b', 'c', 'd', 'e'],
  ordering: ['a', 'b', 'c', 'd'],
  matching: ['a', 'b', 'c', 'd'],
  numeric: [],
};

export function formOf(item: Item): ItemForm {
  const { options = {}, prompts = {} } = item.texts.nb ?? {};
  return {
    type: item.type,
    options: item.type === 'ordering' ? item.key : Object.keys(options).sort(),
    prompts: Object.keys(prompts).sort(),
    right: rightIn(item),
    countries: item.countries ?? [],
    critical: item.critical,
    typed: {
      id: item.id,
      topic: item.topic,
      pool: item.pool,
      difficulty: item.difficulty,
      variantGroup: item.variantGroup ?? '',
      reviewBy: item.reviewBy ?? '',
      sources: item.sources.join('\n'),
      lint: (item.lint ?? []).map(({ allow, because }) => `${allow}: ${because}`).join('\n'),
      ...Object.fromEntries(LOCALES.flatMap((locale) => typedTexts(locale, item.texts[locale]))),
      ...typedKey(item),
    },
  };
}

function rightIn(item: Item): readonly string[] {
  if (item.type === 'singleChoice') return [item.key];
  return item.type === 'multipleResponse' ? item.key : [];
}

function typedTexts(locale: Locale, text: ItemText | undefined): [string, string][] {
  if (!text) return [];
  const named = (part: 'options' | 'prompts') =>
    Object.entries(text[part] ?? {}).map(([letter, words]): [string, string] => [
      `texts.${locale}.${part}.${letter}`,
      words,
    ]);
  return [
    [`texts.${locale}.stem`, text.stem],
    ...named('options'),
    ...named('prompts'),
    [`texts.${locale}.rationale`, text.rationale],
  ];
}

function typedKey(item: Item): ItemForm['typed'] {
  switch (item.type) {
    case 'singleChoice':
    case 'multipleResponse':
      return { pinLast: item.pinLast ?? '' };
    case 'ordering':
      return {};
    case 'matching':
      return Object.fromEntries(
        Object.entries(item.key).map(([prompt, letter]) => [`key.${prompt}`, letter]),
      );
    case 'numeric':
      return typedCalculation(item);
  }
}

const MOST_ROWS = 20;
const letters = z
  .string()
  .max(100)
  .transform((text) => text.split(' ').filter((letter) => /^[a-z0-9]{1,2}$/.test(letter)))
  .pipe(z.array(z.string()).max(MOST_ROWS))
  .catch([]);
const several = z.union([z.string().transform((one) => [one]), z.array(z.string())]).catch([]);
const bodySchema = z.looseObject({
  type: z.enum(ITEM_TYPES),
  optionLetters: letters,
  promptLetters: letters,
  right: several,
  countries: several,
  critical: z.literal('on').optional().catch(undefined),
});

/** The form as a browser sends it: the same names as above, letters in hidden fields. Throws a ZodError for what is no form of ours. */
export function formFrom(body: unknown): ItemForm {
  const { type, optionLetters, promptLetters, right, countries, critical, ...rest } =
    bodySchema.parse(body);
  const typed = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')] as const] : [],
  );
  return {
    type,
    options: optionLetters,
    prompts: promptLetters,
    right,
    countries,
    critical: critical === 'on',
    typed: Object.fromEntries(typed),
  };
}
