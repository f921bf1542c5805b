import type { Locale } from '../../platform/locale.js';
import type { Item, NumericItem } from '../item.js';
import { aboutOf, marksOf, wordsOf, type ItemContents } from './item-words.rules.js';
import { lettersFor, promptsFor } from './letters.js';
import { numberContents } from './number-content.rules.js';
import type { Marks, QuestionBody, QuestionContent, Words } from './question-content.js';
import { reason } from '../reasons.js';

/** The item in the languages asked for that it has. */
export function contentsOf(item: Item, wanted: readonly Locale[]): ItemContents {
  const locales = wanted.filter((locale) => item.texts[locale]);
  if (locales.length === 0)
    return { refused: reason('noTextIn', { languages: wanted.join(', ') }) };
  const left = (Object.keys(item.texts) as Locale[]).filter((locale) => !locales.includes(locale));
  const losses = [
    ...(left.length > 0 ? [reason('textsNotWritten', { languages: left.join(', ') })] : []),
    ...(item.lint ? [reason('lintNotCarried')] : []),
  ];
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
    ...aboutOf(item, locales, print),
    id: item.id,
    body,
    marks: { ...marksOf(item, locales), ...letters },
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
    wordsOf(item, locales, ({ options }) => options?.[letter]);
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
          prompts: prompts.map((name) => wordsOf(item, locales, (text) => text.prompts?.[name])),
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
