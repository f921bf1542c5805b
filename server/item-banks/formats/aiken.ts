import { linesOf, numbered, scored, stemOf } from './a-question.js';
import { escapeHtml } from './safe-html.js';
import { FileRefused, LIMITS } from './foreign-question.js';
import type { ForeignQuestion, FormatReader } from './foreign-question.js';
import { UNDETERMINED } from './question-content.js';
import { markChoice } from './text-marks.js';
import { rootNameOf } from './xml-tree.js';
import { reason, type Reason } from '../reasons.js';

type Unnumbered = Omit<ForeignQuestion, 'index'>;

const OPTION = /^([A-Z])[.)]\s*(.*)$/;
const KEY = /^ANSWER:\s*(.*)$/;

/** A question being read: its stem, its options in order, and where it began. */
interface Draft {
  line: number;
  readonly stem: string[];
  readonly options: string[];
}

/** Aiken: words, options `A)` or `A.`, and `ANSWER: A` in capitals; a block in error is refused alone. */
export const aikenReader: FormatReader = {
  id: 'aiken',
  recognises: ({ name, text }) =>
    !/\.(gift|md|html?|xml|csv)$/i.test(name) &&
    rootNameOf(text) === undefined &&
    /^[ \t]*A[.)][^\n]*$/m.test(text) &&
    /^[ \t]*ANSWER:[ \t]*[A-Z][ \t]*\r?$/m.test(text),
  read: ({ text }) => {
    const questions: Unnumbered[] = [];
    let draft: Draft = { line: 1, stem: [], options: [] };
    const finish = (question: Unnumbered): void => {
      if (questions.length >= LIMITS.questions) throw new FileRefused(reason('tooManyQuestions'));
      questions.push(question);
      draft = { line: 1, stem: [], options: [] };
    };
    let number = 0;
    for (const raw of linesOf(text)) {
      number += 1;
      const line = raw.trim();
      if (line === '') continue;
      const option = OPTION.exec(line);
      const key = KEY.exec(line)?.[1]?.trim();
      if (draft.stem.length === 0 && (option !== null || key !== undefined)) {
        finish(
          refused({ ...draft, line: number }, reason('lineAlone', { text: line.slice(0, 60) })),
        );
      } else if (key !== undefined && (draft.options.length > 0 || /^[A-Z]$/.test(key))) {
        finish(closed(draft, key));
      } else if (option) draft.options.push((option[2] ?? '').trim());
      else {
        if (draft.options.length > 0) finish(refused(draft, UNFINISHED));
        if (draft.stem.length === 0) draft.line = number;
        draft.stem.push(line);
      }
    }
    if (draft.stem.length > 0) questions.push(refused(draft, UNFINISHED));
    if (questions.length === 0) throw new FileRefused(reason('noQuestions'));
    return numbered(questions);
  },
};

const UNFINISHED = reason('aikenUnfinished');

function closed(draft: Draft, letter: string): Unnumbered {
  const { options } = draft;
  if (options.length < 2) return refused(draft, reason('fewOptions'));
  const index = letter.charCodeAt(0) - 'A'.charCodeAt(0);
  if (!/^[A-Z]$/.test(letter) || options[index] === undefined) {
    return refused(draft, reason('aikenLetter', { letter: letter.slice(0, 20) }));
  }
  const answers = options.map((text, place) => ({ text, fraction: place === index ? 100 : 0 }));
  return {
    ...aboutOf(draft),
    options: options.map(escapeHtml),
    key: { correct: [options[index]], answers },
    status: 'imported',
    content: {
      id: null,
      stem: { [UNDETERMINED]: escapeHtml(draft.stem.join(' ')) },
      sources: [],
      body: {
        kind: 'choice',
        several: false,
        options: answers.map(({ text, fraction }) => ({
          words: { [UNDETERMINED]: escapeHtml(text) },
          fraction,
        })),
      },
      marks: {},
    },
    keyResponse: { response: index },
    mark: (response) => {
      const said = response['response'];
      // In Aiken an option is also named by its letter.
      if (typeof said === 'string' && /^[A-Z]$/.test(said) && !options.includes(said)) {
        return scored(said === letter ? 1 : 0);
      }
      return markChoice(answers, true)(response);
    },
  };
}

function refused(draft: Draft, why: Reason): Unnumbered {
  return { ...aboutOf(draft), status: 'refused', reason: why };
}

function aboutOf({
  line,
  stem,
}: Draft): Pick<Unnumbered, 'id' | 'title' | 'type' | 'stem' | 'line'> {
  return {
    id: null,
    title: null,
    type: 'multichoice-single',
    stem: stemOf(escapeHtml(stem.join(' '))),
    line,
  };
}
