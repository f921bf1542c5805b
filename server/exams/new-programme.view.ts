import type { ItemWords } from '../item-banks/bank-words.view.js';
import type { BankRecord } from '../item-banks/bank.store.js';
import { inLocale } from '../platform/locale.js';
import { titleIn } from './judgement.view.js';
import type { BegunFrom } from './open-programme.js';
import type { Programme } from './programme.js';

export const NEW_PROGRAMME = '/administration/programmes/new';

/** Where the first version of a programme is written that begins so. */
export function firstVersionAddress(begun: BegunFrom): string {
  return `${NEW_PROGRAMME}?${new URLSearchParams({ ...begun }).toString()}`;
}

/** Exactly what `pages/exams/new-programme` prints. */
export function newProgrammePage(
  of: { readonly programmes: readonly Programme[]; readonly banks: readonly BankRecord[] },
  { t, locale }: ItemWords,
) {
  return {
    title: t('newProgramme.title'),
    action: NEW_PROGRAMME,
    programmes: of.programmes.map(({ id, titles }) => ({
      value: id,
      text: inLocale(titles, locale).value,
    })),
    banks: of.banks.map(({ id, titles }) => ({ value: id, text: titleIn(titles, id, locale) })),
  };
}
