import { LOCALES } from '../platform/locale.js';
import type { Item, ItemProblem } from './item.js';
import { numericProblems } from './numeric-item.rules.js';

/** What the shape of the file can't say: does the key fit the options, can the numbers be computed, are the languages alike. */
export function itemProblems(item: Item): readonly ItemProblem[] {
  return [...languageProblems(item), ...keyProblems(item)];
}

function languageProblems(item: Item): ItemProblem[] {
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

function keyProblems(item: Item): readonly ItemProblem[] {
  const options = Object.keys(item.texts.nb?.options ?? {});
  const wrong = (message: string): ItemProblem[] => [{ path: ['key'], message }];
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

function pinProblems(pinLast: string | undefined, options: readonly string[]): ItemProblem[] {
  if (pinLast === undefined || options.includes(pinLast)) return [];
  return [{ path: ['pinLast'], message: `pinLast "${pinLast}" is not an option` }];
}
