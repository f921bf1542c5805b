import type { Locale } from '../../platform/locale.js';
import { decimal } from '../expression.rules.js';
import { inlineHtml } from '../inline-markdown.js';
import type { DrawnItem, Item, ItemText, NumericItem, Variant } from '../item.js';
import { printer } from '../item.view.js';
import { isListed } from '../error-models.rules.js';
import { parametersOf } from '../parameter-grid.rules.js';
import { mistakesOf, variantsOf } from '../variants.rules.js';
import { lettersFor, promptsFor } from './letters.js';
import type { Marks, QuestionBody, QuestionContent, Words } from './question-content.js';

/** Beyond this a parametric item is no list of questions any more. */
export const MOST_VARIANTS = 200;

/** What an item becomes in another system; a parametric one becomes a question for each of its variants. */
export type ItemContents =
  | { readonly contents: readonly QuestionContent[]; readonly losses: readonly string[] }
  | { readonly refused: string };

/** The item in the languages asked for that it has. */
export function contentsOf(item: Item, wanted: readonly Locale[]): ItemContents {
  const locales = wanted.filter((locale) => item.texts[locale]);
  if (locales.length === 0) return { refused: `has no text in ${wanted.join(', ')}` };
  const left = (Object.keys(item.texts) as Locale[]).filter((locale) => !locales.includes(locale));
  const losses = left.length > 0 ? [`the texts in ${left.join(', ')} are not written`] : [];
  if (item.type !== 'numeric') return { contents: [inOrder(contentOf(item, locales))], losses };
  const numbers = numberContents(item, locales);
  if ('refused' in numbers) return numbers;
  return { contents: numbers.contents.map(inOrder), losses: [...losses, ...numbers.losses] };
}

/** The same item is written in the same way, however it came about. */
function inOrder(content: QuestionContent): QuestionContent {
  const marks = Object.entries(content.marks).sort(([left], [right]) => (left < right ? -1 : 1));
  return { ...content, marks: Object.fromEntries(marks) };
}

function contentOf(item: Exclude<Item, NumericItem>, locales: readonly Locale[]): QuestionContent {
  const print = (): ((text: string) => string) => (text) => text;
  const { body, letters } = choiceBody(item, locales);
  return {
    ...about(item, locales, print),
    id: item.id,
    body,
    marks: { ...marksOf(item, locales), ...letters },
  };
}

type Printer = (locale: Locale) => (text: string) => string;

function about(
  item: Item,
  locales: readonly Locale[],
  print: Printer,
): Pick<QuestionContent, 'stem' | 'rationale' | 'sources'> {
  return {
    stem: words(item, locales, (text, locale) => print(locale)(text.stem)),
    rationale: words(item, locales, (text, locale) => print(locale)(text.rationale)),
    sources: item.sources,
  };
}

function words(
  item: Item,
  locales: readonly Locale[],
  part: (text: ItemText, locale: Locale) => string | undefined,
): Words {
  return Object.fromEntries(
    locales.flatMap((locale) => {
      const text = item.texts[locale];
      return text ? [[locale, htmlOf(part(text, locale) ?? '')]] : [];
    }),
  );
}

function htmlOf(text: string): string {
  return inlineHtml(text).replace(/\s*\n\s*/g, ' ');
}

function marksOf(item: Item, locales: readonly Locale[]): Marks {
  return {
    topic: item.topic,
    pool: item.pool,
    difficulty: item.difficulty,
    ...(item.critical ? { critical: 'true' } : {}),
    ...(item.variantGroup === undefined ? {} : { group: item.variantGroup }),
    ...(item.countries ? { countries: item.countries.join(' ') } : {}),
    ...(item.reviewBy === undefined ? {} : { reviewBy: item.reviewBy }),
    ...(locales.length === 1 ? { language: locales.join() } : {}),
  };
}

/** The letters of the options as they are written: what the key names first stands first, where the format demands it. */
function lettersOf(item: Exclude<Item, NumericItem>): readonly string[] {
  if (item.type === 'ordering') return item.key;
  const letters = Object.keys(item.texts.nb?.options ?? {}).sort();
  if (item.type !== 'matching') return letters;
  const used = Object.keys(item.texts.nb?.prompts ?? {})
    .sort()
    .map((prompt) => item.key[prompt] ?? '');
  return [...used, ...letters.filter((letter) => !used.includes(letter))];
}

/** Only the whole key gives the mark: what elsewhere gives a part of it is all or nothing here. */
const WHOLE_KEY: Marks = { scoring: 'all' };

function choiceBody(
  item: Exclude<Item, NumericItem>,
  locales: readonly Locale[],
): { readonly body: QuestionBody; readonly letters: Marks } {
  const letters = lettersOf(item);
  const option = (letter: string): Words =>
    words(item, locales, ({ options }) => options?.[letter]);
  const named = (name: string, list: readonly string[], usual: readonly string[]): Marks =>
    list.join() === usual.join() ? {} : { [name]: list.join(' ') };
  const usual = lettersFor(letters.length);
  switch (item.type) {
    case 'singleChoice':
    case 'multipleResponse': {
      const right = [item.key].flat();
      const share = 100 / right.length;
      const options = letters.map((letter) => ({
        words: option(letter),
        fraction: right.includes(letter) ? share : 0,
      }));
      const last = item.pinLast;
      return {
        body: { kind: 'choice', several: item.type === 'multipleResponse', options },
        letters: {
          ...(item.type === 'multipleResponse' ? WHOLE_KEY : {}),
          ...named('letters', letters, usual),
          ...(last === undefined ? {} : { last: String(letters.indexOf(last) + 1) }),
        },
      };
    }
    case 'ordering':
      return {
        body: { kind: 'ordering', options: letters.map(option) },
        letters: named('letters', letters, usual),
      };
    case 'matching': {
      const prompts = Object.keys(item.texts.nb?.prompts ?? {}).sort();
      return {
        body: {
          kind: 'matching',
          prompts: prompts.map((name) => words(item, locales, (text) => text.prompts?.[name])),
          options: letters.map(option),
          key: prompts.map((name) => letters.indexOf(item.key[name] ?? '')),
        },
        letters: {
          ...WHOLE_KEY,
          ...named('letters', letters, usual),
          ...named('prompts', prompts, promptsFor(prompts.length)),
        },
      };
    }
  }
}

function numberContents(item: NumericItem, locales: readonly Locale[]): ItemContents {
  const variants = variantsOf(item);
  if (variants.length > MOST_VARIANTS) {
    return {
      refused: `has ${variants.length} variants; more than ${MOST_VARIANTS} are not written as questions with fixed numbers`,
    };
  }
  const fixed = Object.keys(parametersOf(item)).length === 0;
  const digits = String(variants.length).length;
  const contents = variants.map((variant, index) =>
    numberContent(
      item,
      locales,
      variant,
      fixed ? '' : `-v${String(index + 1).padStart(digits, '0')}`,
    ),
  );
  const losses = [
    ...(fixed
      ? []
      : [`becomes ${variants.length} questions with fixed numbers; the formula is not carried`]),
    ...(item.answer.units ? ['choosing the unit is not carried: the right unit is given'] : []),
    ...(item.answer.check ? ['the tolerance is not carried: only the key is right'] : []),
    ...(Object.keys(item.errors).every(isListed)
      ? []
      : ['mistakes of its own and their feedback are not carried']),
  ];
  return { contents, losses };
}

function numberContent(
  item: NumericItem,
  locales: readonly Locale[],
  variant: Variant,
  suffix: string,
): QuestionContent {
  const drawn: DrawnItem = {
    itemId: item.id,
    version: 1,
    type: 'numeric',
    options: [],
    prompts: [],
    variant,
  };
  const { unit, units, decimals } = item.answer;
  return {
    ...about(item, locales, (locale) => printer(item, drawn, locale)),
    id: `${item.id}${suffix}`,
    body: { kind: 'number', answers: [{ value: variant.answer, fraction: 100 }], units: [unit] },
    marks: {
      ...marksOf(item, locales),
      ...(suffix === '' ? {} : { group: item.variantGroup ?? item.id }),
      unit,
      ...(units ? { units: units.join(' ') } : {}),
      ...(decimal(variant.answer).decimalPlaces() === decimals
        ? {}
        : { decimals: String(decimals) }),
      ...mistakeMarks(item, variant),
    },
  };
}

/** A wrong number with more digits than this is never typed, so nothing is lost by leaving it out. */
const LONGEST_MISTAKE = 12;

function mistakeMarks(item: NumericItem, variant: Variant): Marks {
  return Object.fromEntries(
    Object.entries(mistakesOf(item, variant))
      .filter(([name, value]) => isListed(name) && value.length <= LONGEST_MISTAKE)
      .map(([name, value]) => [`error.${name}`, value]),
  );
}
