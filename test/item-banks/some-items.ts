import type {
  DrawnItem,
  FiledItem,
  ItemText,
  MatchingItem,
  MultipleResponseItem,
  NumericItem,
  OrderingItem,
  SingleChoiceItem,
} from '../../server/item-banks/item.js';

const base = {
  topic: 'law',
  pool: 'exam',
  status: 'approved',
  critical: false,
  difficulty: 'easy',
  sources: ['A source'],
} as const;

function text(options: readonly string[], prompts: readonly string[] = []): { nb: ItemText } {
  const named = (letters: readonly string[]) =>
    Object.fromEntries(letters.map((letter) => [letter, `Option ${letter}`]));
  return {
    nb: {
      stem: 'What do you do?',
      rationale: 'Because it is so.',
      ...(options.length > 0 ? { options: named(options) } : {}),
      ...(prompts.length > 0 ? { prompts: named(prompts) } : {}),
    },
  };
}

export function aSingleChoice(
  changes: Partial<FiledItem<SingleChoiceItem>> = {},
): FiledItem<SingleChoiceItem> {
  const texts = text(['a', 'b', 'c']);
  return { ...base, id: 'law-001', type: 'singleChoice', key: 'b', texts, ...changes };
}

export function aMultipleResponse(): FiledItem<MultipleResponseItem> {
  const texts = text(['a', 'b', 'c', 'd']);
  return { ...base, id: 'law-002', type: 'multipleResponse', key: ['a', 'c'], texts };
}

export function anOrdering(): FiledItem<OrderingItem> {
  const texts = text(['a', 'b', 'c']);
  return { ...base, id: 'law-003', type: 'ordering', key: ['c', 'a', 'b'], texts };
}

export function aMatching(): FiledItem<MatchingItem> {
  const texts = text(['a', 'b', 'c'], ['1', '2']);
  return { ...base, id: 'law-004', type: 'matching', key: { '1': 'b', '2': 'a' }, texts };
}

/** Ten variants: 5 to 50 mg of a mixture of 5 mg/ml. */
export function aNumeric(changes: Partial<FiledItem<NumericItem>> = {}): FiledItem<NumericItem> {
  return {
    ...base,
    id: 'law-005',
    type: 'numeric',
    parameters: {
      dose: { from: '5', to: '50', step: '5', unit: 'mg' },
      strength: { values: ['5'], unit: 'mg/ml' },
    },
    derived: {},
    constraints: [],
    answer: { expression: 'dose / strength', unit: 'ml', decimals: 1 },
    errors: {},
    texts: text([]),
    ...changes,
  };
}

/** As shown to somebody: options and prompts in this order. */
export function shown(
  item: Pick<DrawnItem, 'type'> & { readonly id: string },
  order: Partial<Pick<DrawnItem, 'options' | 'prompts' | 'variant'>> = {},
): DrawnItem {
  return { itemId: item.id, version: 1, type: item.type, options: [], prompts: [], ...order };
}
