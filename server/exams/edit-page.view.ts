import type { ItemWords } from '../item-banks/bank-words.view.js';
import type { BankRecord } from '../item-banks/bank.store.js';
import { inLocale } from '../platform/locale.js';
import { judgementView } from './judgement.view.js';
import type { Judgement } from './judgement.rules.js';
import type { ProgrammeForm } from './programme-form.js';
import { programmeFormView } from './programme-form.view.js';
import type { FormRead } from './programme-of-form.js';
import { programmeAddress } from './programme.view.js';
import type { Programme, Standard } from './programme.js';
import { sharesOf } from './supplement.rules.js';
import type { PublishOutcome } from './publish-programme.js';

export interface EditPage {
  /** The version in force. */
  readonly before: Programme;
  readonly form: ProgrammeForm;
  readonly read: FormRead;
  /** Absent while the form is no programme. */
  readonly judgement: Judgement | undefined;
  readonly banks: readonly BankRecord[];
  readonly live: ReadonlyMap<string, number>;
  readonly standards: readonly Standard[];
  /** The version that its author has seen. */
  readonly seen: number;
  readonly reason: string;
  readonly isTyped: boolean;
  readonly authorId: string;
  readonly refused?: Extract<PublishOutcome, { published: false }>['reason'] | 'problems';
}

/** Exactly what `pages/exams/edit` prints. */
export function editPage(page: EditPage, words: ItemWords) {
  const { before, form, read, judgement, banks, live, standards, refused } = page;
  const { t, locale } = words;
  const href = programmeAddress(before.id);
  const known = new Map(banks.map((bank) => [bank.id, bank]));
  const shares = read.draft && sharesOf(read.draft.specification);
  return {
    title: t('programmes.editTitle', { title: inLocale(before.titles, locale).value }),
    href,
    action: `${href}/edit`,
    draftName: `programme/${page.authorId}/${before.municipalityId}/${before.id}`,
    isTyped: page.isTyped,
    revision: page.seen,
    reason: page.reason,
    refused: refused !== undefined && {
      text: t(`programmes.refused.${refused}`, { count: read.problems.length }),
      newer: refused === 'changed-meanwhile' && {
        href: `${href}/versions/${before.version}`,
        text: t('programmes.version', { version: before.version }),
        reason: before.published?.reason ?? '',
      },
    },
    form: programmeFormView(
      { form, before, banks, problems: read.problems, live, standards },
      words,
    ),
    shares: shares ? t('programmes.shares', { ...shares }) : t('programmes.onlyCore'),
    mendFirst:
      judgement === undefined && t('programmes.mendFirst', { count: read.problems.length }),
    judgement:
      judgement !== undefined &&
      read.draft !== undefined &&
      judgementView(
        {
          judgement,
          banks: known,
          of: { bankId: before.bankId, specification: read.draft.specification },
          showsItems: true,
        },
        words,
      ),
  };
}
