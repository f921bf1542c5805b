import { LOCALES } from '../../platform/locale.js';
import { bankAddress, type ItemWords } from '../bank-words.view.js';
import { titleOf } from '../item-list.view.js';
import type { PictureContrast, Pictures } from '../lint/picture-contrast.js';
import type { FieldMessage } from './field-problem.js';
import {
  altField,
  begunIn,
  IMAGE_FILE,
  IMAGE_PLACE,
  imagesInForm,
  placesIn,
} from './image-of-form.js';
import type { ItemForm } from './item-form.js';
import { typed } from './item-of-form.js';

interface ImagesInput {
  readonly form: ItemForm;
  readonly bankId: string;
  readonly pictures: Pictures;
  readonly messages: ReadonlyMap<string, readonly FieldMessage[]>;
  /** As authors call a part of the item: "Option B". */
  readonly partLabel: (part: string) => string;
}

/** The images of an item in the editor, and the fields with which one more is uploaded. */
export function imagesView(
  { form, bankId, pictures, messages, partLabel }: ImagesInput,
  words: ItemWords,
) {
  const { t } = words;
  const named = imagesInForm(form).filter(({ name }) => pictures.has(name));
  const begun = begunIn(form);
  const at = (name: string) => {
    const found = messages.get(name) ?? [];
    const invalid = found.length > 0;
    return { name, id: name.replaceAll('.', '-'), messages: found, invalid };
  };
  return {
    shown: [...new Set(named.map(({ name }) => name))].map((name) => {
      const alts = named.flatMap((one) => (one.name === name ? [[one.locale, one.alt]] : []));
      const contrast = pictures.get(name);
      return {
        src: `${bankAddress(bankId)}/images/${name}`,
        alt: titleOf(Object.fromEntries(alts) as Record<string, string>, name, words),
        seen: contrast ? seenIn(contrast, words) : '',
      };
    }),
    file: at(IMAGE_FILE),
    place: {
      ...at(IMAGE_PLACE),
      label: t('editor.image.place'),
      options: placesIn(form).map((part) => ({
        value: part,
        text: partLabel(part),
        chosen: part === typed(form, IMAGE_PLACE),
      })),
    },
    alts: LOCALES.filter((locale) => begun.includes(locale)).map((locale) => ({
      ...at(altField(locale)),
      lang: locale,
      label: t('editor.image.altIn', { language: t(`items.language.${locale}`) }),
      value: form.typed[altField(locale)] ?? '',
    })),
  };
}

function seenIn(contrast: PictureContrast, { t, locale }: ItemWords): string {
  if ('unjudged' in contrast) return t('editor.image.unjudged');
  const ratio = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return t('editor.image.strongest', { ratio: ratio.format(contrast.strongest) });
}
