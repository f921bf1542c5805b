import fc from 'fast-check';
import type { Item, ItemText } from '../../../server/item-banks/item.js';
import type { Localised } from '../../../server/platform/locale.js';

const phrase = (words: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(words, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
/** Words with every sign that one of the formats reads as its own. */
const word = fc.constantFrom(
  ...[
    'mg',
    'blåbær',
    '5,0',
    '2 ml',
    '=',
    '~',
    '#',
    '####',
    ':',
    '::',
    '->',
    '//',
    '\\',
    '%50%',
    '&',
    '&amp;',
  ],
  ...[
    '<b>',
    '</span>',
    ']]>',
    '"',
    "'",
    '*',
    '_',
    '**ikke**',
    '*nei*',
    '[html]',
    '[tag:x]',
    '—',
    '$CATEGORY:',
    '@',
    '😀',
  ],
);
/** What an image shows, with signs that some format reads as its own. */
const alt = phrase(
  fc.constantFrom('En sprøyte', '<b>', '&amp;', '"', "'", '*', '_x_', '=', '~', '\\\\'),
);
const braces = fc.constantFrom('{', '}', '{x}');
const text = phrase(fc.oneof(word, braces));
const textOfNumber = phrase(word);

const about = fc.record({
  id: fc.constantFrom('law-001', 'a', 'x-9-y'),
  topic: fc.constantFrom('law', 'drug-groups'),
  pool: fc.constantFrom('exam', 'practice'),
  status: fc.constant('draft'),
  critical: fc.boolean(),
  difficulty: fc.constantFrom('easy', 'medium', 'hard'),
  reviewBy: fc.constant('2027-11-01'),
  sources: fc.array(
    text.map((words) => `${words} kilde`),
    { minLength: 1, maxLength: 3 },
  ),
});
const sometimes = fc.record(
  {
    variantGroup: fc.constantFrom('group-one', 'b'),
    countries: fc.constantFrom(['NO'], ['NO', 'SE']),
  },
  { requiredKeys: [] },
);

/** The same letters in one to four languages; a letter after each text keeps them apart. */
function texts(
  options: readonly string[],
  prompts: readonly string[],
  words = text,
): fc.Arbitrary<Localised<ItemText>> {
  const named = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
    fc.record(
      Object.fromEntries(names.map((name) => [name, words.map((said) => `${said} (${name})`)])),
    );
  const one = fc.record({
    stem: words.map((said) => `${said} er rett?`),
    ...(prompts.length > 0 ? { prompts: named(prompts) } : {}),
    ...(options.length > 0 ? { options: named(options) } : {}),
    rationale: words.map((said) => `${said} er derfor rett`),
  }) as fc.Arbitrary<ItemText>;
  return fc.oneof(
    fc.record({ nb: one }),
    fc.record({ nb: one, nn: one, sv: one, en: one }, { requiredKeys: ['nb'] }),
  );
}

const letters = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), {
  minLength: 3,
  maxLength: 6,
});
const mixed = (list: readonly string[]): fc.Arbitrary<string[]> =>
  fc.shuffledSubarray([...list], { minLength: list.length });

function item(
  type: Item['type'],
  parts: fc.Arbitrary<Readonly<Record<string, unknown>>>,
): fc.Arbitrary<Item> {
  return fc
    .tuple(about, sometimes, parts)
    .map(
      ([base, more, own]) => structuredClone({ ...base, ...more, type, ...own }) as unknown as Item,
    );
}

const choice = letters.chain((names) => {
  const pinned = fc.option(fc.constantFrom(...names), { nil: undefined });
  return fc.record({ names: fc.constant(names), pinned, texts: texts(names, []) });
});
const pin = (pinned: string | undefined) => (pinned === undefined ? {} : { pinLast: pinned });

const numeric = fc.record({
  texts: texts([], [], textOfNumber),
  doses: fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 4, maxLength: 12 }),
  fixed: fc.boolean(),
  units: fc.boolean(),
  check: fc.constantFrom(
    undefined,
    { absolute: '0.05' },
    { percent: '2' },
    { from: 'answer - 0.1', to: 'answer + 0.1' },
    { decimals: 1 },
    { significantFigures: 2 },
  ),
});

/** Any item of each type that the item bank knows, with a key and texts that can be stored. */
export const ANY_ITEM: Readonly<Record<Item['type'], fc.Arbitrary<Item>>> = {
  singleChoice: item(
    'singleChoice',
    choice.chain(({ names, pinned, texts }) =>
      fc.constantFrom(...names).map((key) => ({ key, texts, ...pin(pinned) })),
    ),
  ),
  multipleResponse: item(
    'multipleResponse',
    choice.chain(({ names, pinned, texts }) =>
      fc
        .subarray(names, { minLength: 1, maxLength: names.length - 1 })
        .map((key) => ({ key: key.sort(), texts, ...pin(pinned) })),
    ),
  ),
  ordering: item(
    'ordering',
    letters.chain((names) => fc.record({ key: mixed(names), texts: texts(names, []) })),
  ),
  matching: item(
    'matching',
    letters.chain((names) => {
      const prompts = ['1', '2', '3'].slice(0, names.length - 1);
      return fc.record({
        key: mixed(names).map((list) =>
          Object.fromEntries(prompts.map((prompt, index) => [prompt, list[index]])),
        ),
        texts: texts(names, prompts),
      });
    }),
  ),
  numeric: item(
    'numeric',
    numeric.map(({ texts: words, doses, fixed, units, check }) => ({
      texts: words,
      parameters: fixed ? {} : { dose: { values: doses.map(String), unit: 'mg' } },
      derived: {},
      constraints: [],
      answer: {
        expression: fixed ? `${doses[0] ?? 1} / 4` : 'dose / 4',
        unit: 'ml',
        decimals: 2,
        ...(units ? { units: ['ml', 'l'] } : {}),
        ...(check ? { check } : {}),
      },
      errors: { tenfold: 'answer * 10', forgotPart: 'answer / 3' },
    })),
  ),
};

/** The item with an image in its texts: before, between or after the words. */
export const illustrated = (item: Item, name: string): fc.Arbitrary<Item> =>
  fc.tuple(alt, fc.boolean()).map(([said, before]) => {
    const shown = `![${said}](${name})`;
    const put = (text: string): string => (before ? `${shown} ${text}` : `${text} ${shown}`);
    const texts = Object.entries(item.texts).map(([locale, text]) => [
      locale,
      { ...text, stem: put(text.stem), rationale: put(text.rationale) },
    ]);
    return { ...item, texts: Object.fromEntries(texts) as Item['texts'] };
  });
