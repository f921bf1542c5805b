import { LOCALES, type Locale } from '../../platform/locale.js';
import { imageMarkdown, imagesNamedIn, type ItemImage } from '../images/image.rules.js';
import type { FieldProblem } from './field-problem.js';
import { fieldsIn, typed } from './item-of-form.js';
import type { ItemForm } from './item-form.js';

export const IMAGE_FILE = 'image.file';
export const IMAGE_PLACE = 'image.place';
const LONGEST_ALT = 300;

export function altField(locale: Locale): string {
  return `image.alt.${locale}`;
}

/** The texts that can show an image. What candidates choose from a list is words. */
export function placesIn(form: ItemForm): readonly string[] {
  return [
    'stem',
    ...form.prompts.map((letter) => `prompts.${letter}`),
    ...(form.type === 'matching' ? [] : form.options.map((letter) => `options.${letter}`)),
    'rationale',
  ];
}

/** The languages that the item is written in: bokmål, and those with a word in them. */
export function begunIn(form: ItemForm): readonly Locale[] {
  return LOCALES.filter(
    (locale) =>
      locale === 'nb' || fieldsIn(form, locale).some((field) => typed(form, field) !== ''),
  );
}

/** What must be mended before an upload can be placed: who can't see an image needs its words, in every language of the item. */
export function problemsOfImage(form: ItemForm, hasFile: boolean): readonly FieldProblem[] {
  const say = (field: string, message: string): FieldProblem => ({ field, message });
  return [
    ...(hasFile ? [] : [say(IMAGE_FILE, 'noFile')]),
    ...(placesIn(form).includes(typed(form, IMAGE_PLACE)) ? [] : [say(IMAGE_PLACE, 'place')]),
    ...begunIn(form).flatMap((locale) => {
      const { length } = typed(form, altField(locale));
      return length >= 3 && length <= LONGEST_ALT ? [] : [say(altField(locale), 'alt')];
    }),
  ];
}

/** The form with the image behind the text at its place, in each language with its words there. */
export function withImage(form: ItemForm, image: Pick<ItemImage, 'name'>) {
  const place = typed(form, IMAGE_PLACE);
  const changed = begunIn(form).map((locale) => {
    const field = `texts.${locale}.${place}`;
    const before = (form.typed[field] ?? '').trimEnd();
    const shown = imageMarkdown(image, typed(form, altField(locale)));
    return [field, before === '' ? shown : `${before} ${shown}`] as const;
  });
  const kept = Object.entries(form.typed).filter(([name]) => !name.startsWith('image.'));
  return {
    form: { ...form, typed: Object.fromEntries([...kept, ...changed]) },
    focus: `texts.nb.${place}`,
  };
}

interface NamedInForm {
  readonly field: string;
  readonly locale: Locale;
  readonly name: string;
  readonly alt: string;
}

/** What the texts of the form name as images, right or wrong. */
export function imagesInForm(form: ItemForm): readonly NamedInForm[] {
  return LOCALES.flatMap((locale) =>
    fieldsIn(form, locale).flatMap((field) =>
      imagesNamedIn(typed(form, field)).map(({ name, alt }) => ({ field, locale, name, alt })),
    ),
  );
}

/** Images that the bank does not have, each at its field. */
export function unknownImages(
  form: ItemForm,
  inBank: ReadonlyMap<string, unknown>,
): readonly FieldProblem[] {
  return imagesInForm(form)
    .filter(({ name }) => !inBank.has(name))
    .map(({ field, name }) => ({ field, message: `the bank has no image ${name}`, image: name }));
}
