import type { DrawnItem, Item, Response } from '../../item-banks/item.js';
import { plainText, printer } from '../../item-banks/item.view.js';
import { unitName } from '../../item-banks/units.rules.js';
import type { Translate } from '../../platform/http/i18n.js';
import { inLocale, type Locale } from '../../platform/locale.js';

/** One option or prompt as it stood on the page, with what was done with it. */
export interface RecordedPart {
  /** Its place on the page, from 1. */
  readonly place: string;
  readonly text: string;
  /** What the candidate did with it, in words; empty when nothing. */
  readonly response: string;
  /** What the key says of it; empty when nothing, or when keys are left out. */
  readonly key: string;
}

/** What the item showed, part by part, in the language and order in which it was seen. */
export function recordedParts(
  item: Item,
  drawn: DrawnItem,
  response: Response | undefined,
  withKeys: boolean,
  locale: Locale,
  t: Translate,
): readonly RecordedPart[] {
  const text = inLocale(item.texts, locale).value;
  const option = (letter: string): string => plainText(text.options?.[letter] ?? '');
  const part = (index: number, shown: string, given: string, key: string): RecordedPart => ({
    place: String(index + 1),
    text: shown,
    response: given,
    key: withKeys ? key : '',
  });
  switch (item.type) {
    case 'singleChoice':
    case 'multipleResponse': {
      const chosen = response && 'chosen' in response ? response.chosen : [];
      return drawn.options.map((letter, index) =>
        part(
          index,
          option(letter),
          chosen.includes(index) ? t('record.chosen') : '',
          [item.key].flat().includes(letter) ? t('record.isKey') : '',
        ),
      );
    }
    case 'ordering': {
      const places = response && 'places' in response ? response.places : [];
      const number = (place: number | null | undefined): string =>
        place === null || place === undefined ? '' : t('record.putAt', { number: place + 1 });
      return drawn.options.map((letter, index) =>
        part(
          index,
          option(letter),
          number(places[index]),
          t('record.keyAt', { number: item.key.indexOf(letter) + 1 }),
        ),
      );
    }
    case 'matching': {
      const pairs = response && 'pairs' in response ? response.pairs : [];
      return drawn.prompts.map((prompt, index) => {
        const given = pairs[index];
        return part(
          index,
          plainText(text.prompts?.[prompt] ?? ''),
          given === null || given === undefined
            ? ''
            : t('record.pairedWith', { text: option(drawn.options[given] ?? '') }),
          t('record.keyPair', { text: option(item.key[prompt] ?? '') }),
        );
      });
    }
    case 'numeric':
      return [];
  }
}

/** What was typed, character by character, with the unit; empty for items where nothing is typed. */
export function typedWords(response: Response | undefined, locale: Locale, t: Translate): string {
  if (!response || !('typed' in response)) return '';
  const unit = response.unit === undefined ? '' : ` ${unitName(response.unit, locale, true)}`;
  const meaning =
    response.meaning === undefined ? '' : ` (${t(`item.meaning.${response.meaning}`)})`;
  return `«${response.typed}»${unit}${meaning}`;
}

/** The stem as it was printed, with the candidate's own numbers; and the reason why, likewise. */
export function itemWords(item: Item, drawn: DrawnItem, wanted: Locale) {
  const { locale: lang, value: text } = inLocale(item.texts, wanted);
  const print = printer(item, drawn, lang);
  return { lang, stem: plainText(print(text.stem)), rationale: plainText(print(text.rationale)) };
}
