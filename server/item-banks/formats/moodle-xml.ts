import { numbered, stemOf } from './a-question.js';
import { FileRefused, LIMITS } from './foreign-question.js';
import type { ForeignQuestion, FormatReader } from './foreign-question.js';
import { MOODLE_TYPES, richText } from './moodle-types.js';
import { withImages } from './content-images.js';
import { filesOf } from './moodle-images.js';
import { moodleContent } from './moodle-content.js';
import {
  childElement,
  childElements,
  parseXml,
  rootNameOf,
  textOf,
  type XmlElement,
} from './xml-tree.js';
import { reason } from '../reasons.js';

type Unnumbered = Omit<ForeignQuestion, 'index'>;

/** Moodle XML: `<quiz>` with one `<question type="...">` each. */
export const moodleXmlReader: FormatReader = {
  id: 'moodle-xml',
  recognises: ({ text }) => rootNameOf(text) === 'quiz',
  read: ({ text }) => {
    const questions: Unnumbered[] = [];
    let category: string | undefined;
    const root = parseXml(text, {
      bareDoctype: true,
      onChild: (child, parent) => {
        if (parent.name !== 'quiz' || child.name !== 'question') return;
        if (child.attributes['type'] === 'category') {
          category = textOf(childElement(child, 'category', 'text')).trim();
          return;
        }
        if (questions.length >= LIMITS.questions) throw new FileRefused(reason('tooManyQuestions'));
        questions.push(readQuestion(child, category));
      },
    });
    if (root.name !== 'quiz') throw new FileRefused(reason('noMoodle'), root.line);
    if (questions.length === 0) throw new FileRefused(reason('onlyCategories'));
    return numbered(questions);
  },
};

function readQuestion(element: XmlElement, category: string | undefined): Unnumbered {
  const type = element.attributes['type'] ?? '';
  const title = textOf(childElement(element, 'name', 'text')).trim();
  const html = richText(childElement(element, 'questiontext'));
  const about = {
    id: textOf(childElement(element, 'idnumber')).trim() || null,
    title: title === '' ? null : title,
    type: type === '' ? 'unknown' : type,
    stem: stemOf(html),
    line: element.line,
  };
  const read = Object.hasOwn(MOODLE_TYPES, type) ? MOODLE_TYPES[type] : undefined;
  if (!read) {
    const why = reason('typeUnsupported', { type: about.type.slice(0, 60) });
    return { ...about, status: 'refused', reason: why };
  }
  const result = read(element, html);
  if ('refused' in result) return { ...about, status: 'refused', reason: result.refused };
  const { body, ...rest } = result;
  return {
    ...about,
    ...rest,
    ...(body
      ? {
          content: withImages(
            moodleContent({
              id: about.id,
              stem: html,
              feedback: rationaleIn(element),
              tags: tagsOf(element),
              category,
              body,
            }),
            filesOf(element),
          ),
        }
      : {}),
    status: 'imported',
  };
}

function tagsOf(element: XmlElement): string[] {
  return childElements(childElement(element, 'tags'), 'tag').map((tag) => textOf(tag));
}

/** What is said to all, or else to those who chose the right answer. */
function rationaleIn(element: XmlElement): string {
  const general = richText(childElement(element, 'generalfeedback')).trim();
  if (general !== '') return general;
  const right = childElements(element, 'answer').find(
    (answer) => Number(answer.attributes['fraction']) > 99,
  );
  return right ? richText(childElement(right, 'feedback')).trim() : '';
}
