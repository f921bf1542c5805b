import { splitLanguages } from './languages.js';
import type { QuestionBody, QuestionContent } from './question-content.js';
import { splitSources } from './sources-html.js';
import { marksInTags } from './tags.js';

/** The content of a question in one of Moodle's formats: its languages, sources and marks taken apart. */
export function moodleContent(question: {
  readonly id: string | null;
  readonly stem: string;
  readonly feedback: string;
  readonly tags: readonly string[];
  readonly category: string | undefined;
  readonly body: QuestionBody;
}): QuestionContent {
  const { id, body, category } = question;
  const { rationale, sources } = splitSources(question.feedback);
  return {
    id,
    stem: splitLanguages(question.stem),
    ...(rationale === '' ? {} : { rationale: splitLanguages(rationale) }),
    sources,
    body,
    marks: marksInTags(question.tags),
    ...(category === undefined ? {} : { category }),
  };
}
