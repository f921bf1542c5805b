import { bankAddress, itemAddress, type ItemWords } from '../bank-words.view.js';
import type { DraftOutcome } from '../save-draft.js';
import { changesBetween } from '../item-changes.rules.js';
import { ITEM_TYPES } from '../item-filters.js';
import { titleOf } from '../item-list.view.js';
import type { Item } from '../item.js';
import type { ItemRecord } from '../life-cycle.js';
import { currentVersion, placeOfDraft } from '../life-cycle.rules.js';
import type { Finding } from '../lint/finding.js';
import { findingsView } from '../lint/findings.view.js';
import type { Pictures } from '../lint/picture-contrast.js';
import type { Bank } from '../read-bank.js';
import type { FieldProblem } from './field-problem.js';
import { isOfCalculation, type FormRead } from './item-of-form.js';
import type { ItemForm } from './item-form.js';
import { hasField, itemFormView } from './item-form.view.js';
import { previewView, variantsView } from './preview.view.js';

/** How the page came to be: opened, asked for a check, or refused to save. */
export interface EditorState {
  readonly form: ItemForm;
  readonly read: FormRead;
  readonly findings: readonly Finding[];
  readonly pictures: Pictures;
  /** What keeps an upload from being placed. */
  readonly imageProblems?: readonly FieldProblem[];
  /** What the author has seen of the item, to be sent with the form; 0 for a new one. */
  readonly revision: number;
  readonly asked: 'nothing' | 'check' | 'save';
  readonly focus: string;
  readonly refused?: Extract<DraftOutcome, { saved: false }>['reason'];
  /** Who is writing. */
  readonly authorId: string;
  /** The version that was just saved. */
  readonly saved?: number | undefined;
}

export function editorPage(
  bank: Bank,
  record: ItemRecord | undefined,
  state: EditorState,
  words: ItemWords,
) {
  const { form, read, refused, saved, asked } = state;
  const { t } = words;
  const problems = problemsToShow(state);
  const findings = findingsView(state.findings, t);
  const itemHref = record ? itemAddress(bank.id, record.itemId) : '';
  return {
    title: record
      ? t('editor.edit', { id: record.itemId })
      : t('editor.new', { type: t(`items.type.${form.type}`) }),
    bankTitle: titleOf(bank.titles, bank.id, words),
    bankHref: bankAddress(bank.id),
    itemHref,
    itemId: record?.itemId ?? '',
    action: record ? `${itemHref}/edit` : `${bankAddress(bank.id)}/items/new`,
    revision: state.revision,
    // A script keeps what was typed under this name, and knows whether the page shows what was saved or what was typed since. A shared
    // computer shows nobody what another was writing.
    draftName: `${state.authorId}/${bank.id}/${record?.itemId ?? `new-${form.type}`}`,
    isTyped: asked !== 'nothing',
    isSaved: saved !== undefined,
    savedText: saved === undefined ? '' : t('editor.saved', { version: saved }),
    inReview: record !== undefined && placeOfDraft(record) === 'in-review',
    refused: refused === undefined ? '' : t(`editor.refused.${refused}`),
    conflict: refused === 'changed-meanwhile' && record ? conflictOf(record, read.item) : false,
    problemCount:
      asked === 'save' && problems.length > 0
        ? t('editor.problems', { count: problems.length })
        : '',
    form: itemFormView(
      {
        form,
        bank,
        problems: [...problems, ...(state.imageProblems ?? [])],
        findings: findings.findings,
        pictures: state.pictures,
        isNew: !record,
        focus: state.focus,
      },
      words,
    ),
    findings: {
      heading: findings.heading,
      findings: findings.findings.filter(({ field }) => !hasField(form, field)),
    },
    draw: String(drawOf(form)),
    preview: previewOf(read, bank.id, form, t),
    variants: read.item?.type === 'numeric' && variantsView(read.item, words),
  };
}

/** What somebody else saved, and what this author is about to put in its place. */
function conflictOf(record: ItemRecord, mine: Item | undefined) {
  return mine ? { changes: changesBetween(currentVersion(record).content, mine) } : false;
}

/** As long as nobody wants to save, empty fields are not blamed for being empty. */
function problemsToShow({ asked, form, read }: EditorState): FormRead['problems'] {
  if (asked === 'save') return read.problems;
  return read.problems.filter(({ field }) => {
    // What is wrong with a list as a whole has no field that could be empty.
    const text = form.typed[field] ?? (isOfCalculation(field) ? 'a list' : '');
    return text.trim() !== '';
  });
}

function previewOf(
  { item, unfinished }: FormRead,
  bankId: string,
  form: ItemForm,
  t: ItemWords['t'],
) {
  // Numbers that can't be computed can't be shown.
  if (form.type === 'numeric' && !item) return [];
  return previewView(item ?? unfinished, bankId, drawOf(form), t);
}

/** How often another variant was asked for. */
function drawOf({ typed }: ItemForm): number {
  const draw = Number(typed['draw'] ?? '0');
  return Number.isSafeInteger(draw) && draw >= 0 ? draw : 0;
}

/** The types that one can begin with. */
export function chooseTypePage(bank: Bank, words: ItemWords) {
  const { t } = words;
  return {
    title: t('editor.newItem'),
    bankTitle: titleOf(bank.titles, bank.id, words),
    bankHref: bankAddress(bank.id),
    types: ITEM_TYPES.map((type) => ({
      href: `${bankAddress(bank.id)}/items/new?type=${type}`,
      text: t(`items.type.${type}`),
      about: t(`editor.about.${type}`),
    })),
  };
}
