import { LOCALES } from '../platform/locale.js';
import type { ItemProblem, ItemText, NumericItem } from './item.js';
import { parametersOf } from './parameter-grid.rules.js';

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

/** Texts that ask for what is no variable, have loose braces, or give the answer away. */
export function placeholderProblems(item: NumericItem): readonly ItemProblem[] {
  const known = new Set([
    ...Object.keys(parametersOf(item)),
    ...Object.keys(item.derived),
    'answer',
  ]);
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
