import type { ItemWords } from '../item-banks/bank-words.view.js';
import { inLocale } from '../platform/locale.js';
import { judgementView } from './judgement.view.js';
import type { Judgement } from './judgement.rules.js';
import type { ProgrammeForm } from './programme-form.js';
import { programmeFormView } from './programme-form.view.js';
import type { FormRead } from './programme-of-form.js';
import { programmeAddress } from './programme.view.js';
import type { OpenProgramme } from './open-programme.js';
import { firstVersionAddress } from './new-programme.view.js';
import { sharesOf } from './supplement.rules.js';
import type { PublishOutcome } from './publish-programme.js';

export interface EditPage extends OpenProgramme {
  readonly form: ProgrammeForm;
  readonly read: FormRead;
  /** Absent while the form is no programme. */
  readonly judgement: Judgement | undefined;
  /** The version that its author has seen. */
  readonly seen: number;
  readonly reason: string;
  readonly isTyped: boolean;
  readonly authorId: string;
  readonly refused?: Extract<PublishOutcome, { published: false }>['reason'] | 'problems';
}

/** Where a version is written. */
export function editorAddress({ before, begun }: Pick<OpenProgramme, 'before' | 'begun'>): string {
  return begun ? firstVersionAddress(begun) : `${programmeAddress(before.id)}/edit`;
}

/** Exactly what `pages/exams/edit` prints. */
export function editPage(page: EditPage, words: ItemWords) {
  const { before, begun, read, judgement, banks, refused } = page;
  const { t, locale } = words;
  const href = programmeAddress(before.id);
  const known = new Map(banks.map((bank) => [bank.id, bank]));
  const shares = read.draft && sharesOf(read.draft.specification);
  return {
    title: begun
      ? t('newProgramme.title')
      : t('programmes.editTitle', { title: inLocale(before.titles, locale).value }),
    href: !begun && href,
    action: editorAddress(page),
    // No programme is called so.
    draftName: `programme/${page.authorId}/${before.municipalityId}/${begun ? 'new' : before.id}`,
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
    // Nobody is told what is wrong with fields that they have not yet seen.
    form: programmeFormView(
      { ...page, problems: begun && !page.isTyped ? [] : read.problems },
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
          of: read.draft,
          showsItems: true,
        },
        words,
      ),
  };
}
