import { LOCALES } from '../platform/locale.js';
import { ExpressionError } from './expression.rules.js';
import type { Item, ItemText, NumericItem } from './item.js';
import { variantsOf } from './variants.rules.js';

interface Problem {
  readonly path: readonly string[];
  readonly message: string;
}

/** Fewer than this and people soon know the numbers by heart. */
export const FEWEST_VARIANTS = 4;

/** What the shape of the file can't say: does the key fit the options, can the numbers be computed, are the languages alike. */
export function itemProblems(item: Item): readonly Problem[] {
  return [...languageProblems(item), ...keyProblems(item)];
}

function languageProblems(item: Item): Problem[] {
  const nb = item.texts.nb;
  if (!nb) return [{ path: ['texts'], message: 'the text in bokmål (nb) is missing' }];
  return LOCALES.flatMap((locale) => {
    const text = item.texts[locale];
    if (!text) return [];
    return (['options', 'prompts'] as const).flatMap((part) =>
      sameLetters(nb[part], text[part])
        ? []
        : [
            {
              path: ['texts', locale, part],
              message: `texts.${locale}.${part} has other letters than texts.nb.${part}`,
            },
          ],
    );
  });
}

function sameLetters(
  left: Readonly<Record<string, string>> | undefined,
  right: Readonly<Record<string, string>> | undefined,
): boolean {
  return (
    Object.keys(left ?? {})
      .sort()
      .join() ===
    Object.keys(right ?? {})
      .sort()
      .join()
  );
}

function keyProblems(item: Item): Problem[] {
  const options = Object.keys(item.texts.nb?.options ?? {});
  const wrong = (message: string): Problem[] => [{ path: ['key'], message }];
  switch (item.type) {
    case 'singleChoice':
      if (options.length < 2) return wrong('a single choice needs at least two options');
      if (!options.includes(item.key)) return wrong(`key "${item.key}" is not an option`);
      return pinProblems(item.pinLast, options);
    case 'multipleResponse':
      if (options.length < 3) return wrong('a multiple response needs at least three options');
      if (new Set(item.key).size !== item.key.length) return wrong('key names an option twice');
      if (item.key.some((letter) => !options.includes(letter)))
        return wrong('key names a letter that is not an option');
      if (item.key.length === options.length) return wrong('one option at least must be wrong');
      return pinProblems(item.pinLast, options);
    case 'ordering':
      return [...item.key].sort().join() === [...options].sort().join()
        ? []
        : wrong('key must name every option once, in the right order');
    case 'matching': {
      const prompts = Object.keys(item.texts.nb?.prompts ?? {});
      if (prompts.length < 2) return wrong('matching needs at least two prompts');
      if ([...prompts].sort().join() !== Object.keys(item.key).sort().join())
        return wrong('key must name every prompt once');
      const used = Object.values(item.key);
      if (used.some((letter) => !options.includes(letter)))
        return wrong('key names a letter that is not an option');
      return new Set(used).size === used.length ? [] : wrong('key uses an option twice');
    }
    case 'numeric':
      return numericProblems(item);
  }
}

function pinProblems(pinLast: string | undefined, options: readonly string[]): Problem[] {
  if (pinLast === undefined || options.includes(pinLast)) return [];
  return [{ path: ['pinLast'], message: `pinLast "${pinLast}" is not an option` }];
}

function numericProblems(item: NumericItem): Problem[] {
  const { units, unit } = item.answer;
  if (units && !units.includes(unit))
    return [
      { path: ['answer', 'units'], message: `answer.units must hold ${unit}, the right one` },
    ];
  const placeholders = placeholderProblems(item);
  if (placeholders.length > 0) return placeholders;
  try {
    const count = variantsOf(item).length;
    const wanted = Object.keys(item.parameters).length > 0 ? FEWEST_VARIANTS : 1;
    if (count >= wanted) return [];
    return [
      {
        path: ['constraints'],
        message: `only ${count} variants are left by the constraints, at least ${wanted} are needed`,
      },
    ];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ path: ['answer'], message: error.message }];
  }
}

const PLACEHOLDER = /\{([a-zA-Z][a-zA-Z0-9]*)(?::(number))?\}/g;

const LOOSE_BRACES = /[{}][^{}]*\}?/;

/** The names a text asks for. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
}

/** The text with each placeholder replaced by what `print` gives for it. */
export function fillPlaceholders(
  text: string,
  print: (name: string, numberOnly: boolean) => string,
): string {
  return text.replace(PLACEHOLDER, (_all, name: string, form?: string) =>
    print(name, form === 'number'),
  );
}

function placeholderProblems(item: NumericItem): Problem[] {
  const known = new Set([...Object.keys(item.parameters), ...Object.keys(item.derived), 'answer']);
  return LOCALES.flatMap((locale) => {
    const text: ItemText | undefined = item.texts[locale];
    if (!text) return [];
    return (['stem', 'rationale'] as const).flatMap((part) => {
      const names = placeholdersIn(text[part]);
      const unknown = names.filter((name) => !known.has(name));
      const path = ['texts', locale, part];
      const [loose] = LOOSE_BRACES.exec(text[part].replace(PLACEHOLDER, '')) ?? [];
      return [
        ...(loose === undefined
          ? []
          : [
              {
                path,
                message: `texts.${locale}.${part} has braces that ask for nothing: ${loose}`,
              },
            ]),
        ...unknown.map((name) => ({
          path,
          message: `texts.${locale}.${part} asks for {${name}}, which is no parameter`,
        })),
        ...(part === 'stem' && names.includes('answer')
          ? [{ path, message: `texts.${locale}.stem gives the answer away` }]
          : []),
      ];
    });
  });
}
