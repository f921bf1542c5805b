import { isDeepStrictEqual } from 'node:util';
import type { ItemImage } from '../images/image.rules.js';
import type { FiledItem } from '../item.js';
import { checkItem } from '../item-file.js';
import { draftOf, type ImportDefaults } from './content-item.rules.js';
import { score, type ForeignQuestion } from './foreign-question.js';
import { idFor, slug } from './item-id.js';
import type { FileReport } from './readers.js';
import { reason, type Reason } from '../reasons.js';

/** A question as it was read. */
export type PlannedQuestion = Omit<
  ForeignQuestion,
  'index' | 'stem' | 'options' | 'keyResponse' | 'content' | 'mark'
> & {
  /** From 0; null for a whole file. */
  readonly index: number | null;
  /** What the key's own response scores: a key that does not score is worth a look. */
  readonly score?: number;
};

/** What becomes of one question, or of a file that was refused as a whole. */
export interface PlanEntry {
  readonly file: string;
  readonly format?: string;
  readonly question: PlannedQuestion;
  /**
   * `refused`: it cannot be read, or cannot be one of our items, for `reason`. `conflict`: another item has its id.
   * `unchanged`: the bank holds it already.
   */
  readonly outcome: 'new' | 'unchanged' | 'conflict' | 'refused';
  readonly reason?: Reason;
  readonly warnings: readonly Reason[];
  /** What it becomes; absent when it was refused. */
  readonly item?: FiledItem;
  /** The same as an item file holds it. */
  readonly content?: Readonly<Record<string, unknown>>;
  /** What its texts show. */
  readonly images?: readonly ItemImage[];
}

/** The bank that is imported into. */
export interface ImportTarget {
  readonly items: readonly FiledItem[];
  /** Empty when any topic will do. */
  readonly topics: readonly string[];
}

/** Plans an import file by file, so that a long one need not be held at once. Nothing is stored. */
export function importPlanner(
  target: ImportTarget,
  defaults: ImportDefaults,
): (report: FileReport) => readonly PlanEntry[] {
  const known = new Map<string, { readonly item: FiledItem; readonly place?: string }>(
    target.items.map((item) => [item.id, { item }]),
  );
  return ({ file, format, refused, questions }) => {
    const about = { file, ...(format === undefined ? {} : { format }) };
    if (refused) {
      const { reason } = refused;
      const unread = {
        index: null,
        id: null,
        title: null,
        type: 'unknown',
        status: 'refused',
      } as const;
      const question = { ...unread, ...refused };
      return [{ ...about, question, outcome: 'refused', reason, warnings: [] }];
    }
    return questions.map((question) => {
      const entry = {
        ...about,
        question: shownOf(question),
        ...outcomeOf(question, file, format ?? ''),
      };
      if (entry.outcome !== 'new') return entry;
      const other = known.get(entry.item.id);
      known.set(
        entry.item.id,
        other ?? { item: entry.item, place: `${file} #${question.index + 1}` },
      );
      if (!other) return entry;
      if (sameItem(other.item, entry.item)) return { ...entry, outcome: 'unchanged' as const };
      const { id } = entry.item;
      const { place } = other;
      const why =
        place === undefined ? reason('otherInBank', { id }) : reason('otherInFile', { place, id });
      return { ...entry, outcome: 'conflict' as const, reason: why };
    });
  };

  function outcomeOf(
    question: ForeignQuestion,
    file: string,
    format: string,
  ):
    | (Required<Pick<PlanEntry, 'item' | 'content' | 'warnings' | 'images'>> & {
        readonly outcome: 'new';
      })
    | (Pick<PlanEntry, 'warnings'> & { readonly outcome: 'refused'; readonly reason: Reason }) {
    const refusal = (why: Reason) => ({
      outcome: 'refused' as const,
      reason: why,
      warnings: question.warnings ?? [],
    });
    if (question.status === 'refused') return refusal(question.reason ?? reason('notRead'));
    if (!question.content) return refusal(reason('notOurs', { type: question.type }));
    const topic = topicOf(question.content.marks['topic'], question.content.category);
    if (topic === undefined)
      return refusal(reason('noTopic', { topics: target.topics.join(', ') }));
    const id = idFor({
      id: question.content.id ?? question.id,
      title: question.title,
      file,
      index: question.index,
    });
    const source = question.content.id ?? question.id;
    const provenance = { file, format, ...(source === null ? {} : { id: source }) };
    const draft = draftOf(question.content, { id, topic, provenance }, defaults);
    if ('refused' in draft) return refusal(draft.refused);
    const { item, problems } = checkItem(file, draft.entry);
    if (!item)
      return refusal(
        reason('itemWrong', { detail: problems.map(({ message }) => message).join('; ') }),
      );
    const warnings = [...(question.warnings ?? []), ...draft.warnings];
    return { outcome: 'new', item, content: draft.entry, warnings, images: draft.images };
  }

  function topicOf(marked: string | undefined, category: string | undefined): string | undefined {
    const { topics } = target;
    const named = [marked, slug(category?.split('/').at(-1) ?? ''), defaults.topic];
    if (topics.length > 0)
      return named.find((topic) => topic !== undefined && topics.includes(topic));
    return named.find((topic) => topic !== undefined && topic !== '') ?? 'imported';
  }
}

function shownOf(question: ForeignQuestion): PlannedQuestion {
  const {
    stem: _stem,
    options: _options,
    keyResponse,
    content: _content,
    mark: _mark,
    ...shown
  } = question;
  const full = keyResponse ? score(question, keyResponse) : undefined;
  return { ...shown, ...(full === undefined ? {} : { score: full }) };
}

/** Whether two items ask the same; where they come from and what the linter was told does not count. */
function sameItem(left: FiledItem, right: FiledItem): boolean {
  const asked = ({
    status: _status,
    provenance: _provenance,
    lint: _lint,
    ...rest
  }: FiledItem): unknown => rest;
  return isDeepStrictEqual(asked(left), asked(right));
}
