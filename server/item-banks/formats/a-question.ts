import type { ForeignQuestion, ForeignValue } from './foreign-question.js';
import { plainText, safeHtml } from './safe-html.js';

export { escapeHtml } from './safe-html.js';

/** A stem from the source's HTML. */
export function stemOf(html: string): ForeignQuestion['stem'] {
  return { html: safeHtml(html), text: plainText(html) };
}

/** A score in the shape of the text formats: one outcome. */
export function scored(score: number): { score: number; outcomes: Record<string, ForeignValue> } {
  return { score, outcomes: { SCORE: score } };
}

/** Numbers the questions of a file, whose readers do not know of each other. */
export function numbered(
  questions: readonly Omit<ForeignQuestion, 'index'>[],
): readonly ForeignQuestion[] {
  return questions.map((question, index) => ({ index, ...question }));
}

/** The lines of a text one by one, so that a long file is not held twice. */
export function* linesOf(text: string): Generator<string> {
  const end = /\r\n|\n|\r/g;
  let from = 0;
  for (let found = end.exec(text); found; found = end.exec(text)) {
    yield text.slice(from, found.index);
    from = end.lastIndex;
  }
  yield text.slice(from);
}
