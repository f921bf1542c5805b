import type { ItemWords } from '../item-banks/bank-words.view.js';
import type { Item } from '../item-banks/item.js';
import { withImagesAt } from '../item-banks/images/image.rules.js';
import { itemView } from '../item-banks/item.view.js';
import { inLocale } from '../platform/locale.js';
import { drawForm, seenKey, type PoolRequest } from './draw-form.rules.js';
import { programmeAddress } from './programme.view.js';
import type { Programme } from './programme.js';
import { neededByPanel } from './standard/form-cut.rules.js';

export const FORMS_SHOWN = 10;

export interface FormsPage {
  readonly of: Pick<Programme, 'id' | 'titles' | 'bankId' | 'specification' | 'rules'>;
  readonly pool: PoolRequest;
  /** Which of the ten, from 1. */
  readonly form: number;
  /** What asks for another one of them: an address with its fields, or the editor's form with what is typed there. */
  readonly ask: {
    readonly method: 'get' | 'post';
    readonly action: string;
    readonly name: string;
    readonly valueOf: (form: number) => string;
    readonly fields: readonly { readonly name: string; readonly value: string }[];
  };
}

/** Exactly what `pages/exams/forms` prints: one of ten forms as its candidate would meet it. Always the same ten of the same items. */
export function formsPage({ of, pool, form, ask }: FormsPage, { t, locale }: ItemWords) {
  const { id, titles } = of;
  const drawing = drawForm({ ...pool, seed: `${id} preview ${form}`, seen: new Set() });
  const slots = drawing.form?.slots ?? [];
  const needed = neededByPanel(slots, of.specification, of.rules);
  const itemOf = itemsByKey(pool);
  return {
    title: t('programmes.formOf', { number: form, title: inLocale(titles, locale).value }),
    backHref: programmeAddress(id),
    facts: t('programmes.formFacts', {
      count: slots.length,
      critical: slots.filter(({ critical }) => critical).length,
      numeric: slots.filter(({ type }) => type === 'numeric').length,
    }),
    cut: needed !== undefined && t('formCut.ofForm', { needed }),
    isDrawn: slots.length > 0,
    ask: {
      posts: ask.method === 'post',
      action: ask.action,
      name: ask.name,
      fields: ask.fields,
      buttons: Array.from({ length: FORMS_SHOWN }, (_, index) => ({
        value: ask.valueOf(index + 1),
        text: String(index + 1),
        label: t('programmes.form', { number: index + 1 }),
        current: index + 1 === form,
      })),
    },
    items: slots.map((slot, index) => {
      const section = pool.specification.sections.find((one) => one.id === slot.sectionId);
      return {
        heading: t('attempt.itemHeading', {
          number: index + 1,
          total: slots.length,
          section: section ? inLocale(section.titles, locale).value : '',
        }),
        id: slot.itemId,
        critical: slot.critical,
        item: itemView(
          withImagesAt(itemOf(seenKey(slot)), `/item-banks/${slot.bankId ?? of.bankId}`),
          slot,
          undefined,
          `r${index}`,
          locale,
          t,
        ),
      };
    }),
  };
}

function itemsByKey({ items, supplements }: PoolRequest): (key: string) => Item {
  const found = new Map<string, Item>();
  for (const { item } of items) found.set(seenKey({ itemId: item.id }), item);
  for (const [bankId, others] of supplements ?? [])
    for (const { item } of others) found.set(seenKey({ itemId: item.id, bankId }), item);
  return (key) => {
    const item = found.get(key);
    if (!item) throw new Error(`No item ${key} to show`);
    return item;
  };
}
