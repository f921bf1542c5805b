import { stemOf } from './a-question.js';
import { clozeGaps, clozeKeyResponse, withoutGaps } from './cloze.js';
import { LIMITS } from './foreign-question.js';
import type { ForeignAnswer, ForeignQuestion, ForeignValue } from './foreign-question.js';
import { splitLanguages } from './languages.js';
import { matchingBody } from './matching-body.js';
import type { ContentNumber, QuestionBody } from './question-content.js';
import { trueFalseBody } from './true-false.js';
import { escapeHtml, oneLine, plainText, safeHtml } from './safe-html.js';
import * as marks from './text-marks.js';
import { childElement, childElements, textOf, type XmlElement } from './xml-tree.js';
import { reason, type Reason } from '../reasons.js';

type Read =
  | (Pick<ForeignQuestion, 'key' | 'keyResponse' | 'mark' | 'options' | 'types' | 'warnings'> &
      Partial<Pick<ForeignQuestion, 'stem'>> & { readonly body?: QuestionBody })
  | { readonly refused: Reason };

type ReadType = (question: XmlElement, html: string) => Read;

/** What each question type of Moodle becomes; a type that is not here is refused by its name. */
export const MOODLE_TYPES: Readonly<Record<string, ReadType>> = {
  multichoice: readChoice,
  truefalse: readTrueFalse,
  shortanswer: readShortAnswer,
  numerical: readNumerical,
  calculated: readCalculated,
  calculatedsimple: readCalculated,
  calculatedmulti: readCalculated,
  matching: readMatching,
  match: readMatching,
  cloze: readCloze,
  multianswer: readCloze,
  ordering: readOrdering,
  gapselect: (question, html) => readGaps(question, html, 'selectoption'),
  ddwtos: (question, html) => readGaps(question, html, 'dragbox'),
  essay: () => ({}),
  description: () => ({}),
};

/** The words of an element with `<text>` inside, as HTML. */
export function richText(element: XmlElement | undefined): string {
  const text = textOf(childElement(element, 'text') ?? element);
  const format = element?.attributes['format'] ?? '';
  return format === 'plain_text' ? escapeHtml(text) : text;
}

interface MoodleAnswer extends ForeignAnswer {
  readonly html: string;
}

function answersOf(question: XmlElement, asHtml: boolean): MoodleAnswer[] {
  return childElements(question, 'answer').map((answer) => {
    const html = richText(answer);
    const tolerance = childElement(answer, 'tolerance');
    return {
      html,
      text: asHtml ? plainText(html) : oneLine(textOf(childElement(answer, 'text') ?? answer)),
      fraction: Number(answer.attributes['fraction'] ?? textOf(childElement(answer, 'fraction'))),
      ...(tolerance ? { tolerance: textOf(tolerance).trim() } : {}),
    };
  });
}

const TOO_MANY = reason('tooManyAnswers');

/** The key of a type that lists answers; refused when a share is no number or none is positive. */
function keyed(
  answers: readonly MoodleAnswer[],
  mark: marks.Mark | undefined,
  keyResponse: (correct: readonly MoodleAnswer[]) => ForeignValue,
): Read {
  if (answers.length > LIMITS.answers) return { refused: TOO_MANY };
  if (answers.some(({ fraction }) => !Number.isFinite(fraction))) {
    return { refused: reason('fractionNoNumber') };
  }
  const right = answers.filter(({ fraction }) => fraction > 0);
  if (right.length === 0) return { refused: reason('noneRight') };
  return {
    key: {
      correct: right.map(({ text }) => text),
      answers: answers.map(({ html: _html, ...answer }) => answer),
    },
    ...(mark ? { mark, keyResponse: { response: keyResponse(right) } } : {}),
  };
}

const best = (right: readonly MoodleAnswer[]): MoodleAnswer | undefined =>
  right.toSorted((left, other) => other.fraction - left.fraction)[0];

function readChoice(question: XmlElement): Read {
  const answers = answersOf(question, true);
  if (answers.length < 2) return { refused: reason('fewOptions') };
  const said = textOf(childElement(question, 'single')).trim().toLowerCase();
  const several = answers.filter(({ fraction }) => fraction > 0).length > 1;
  // Moodle writes it always; where another tool left it out, the key decides.
  const single = said === '' ? !several : said === 'true' || said === '1';
  const position = (answer: MoodleAnswer | undefined): number =>
    answer === undefined ? -1 : answers.indexOf(answer);
  const read = keyed(answers, marks.markChoice(answers, single), (right) =>
    single ? position(best(right)) : right.map(position),
  );
  if ('refused' in read) return read;
  const body: QuestionBody = {
    kind: 'choice',
    several: !single,
    options: answers.map(({ html, fraction }) => ({ words: splitLanguages(html), fraction })),
  };
  return {
    ...read,
    body,
    types: [single ? 'multichoice-single' : 'multichoice-multi'],
    options: answers.map(({ html }) => safeHtml(html)),
    warnings: single && several ? [reason('severalShares')] : [],
  };
}

function readTrueFalse(question: XmlElement): Read {
  const answers = answersOf(question, true);
  const right = answers.filter(({ fraction }) => fraction > 0);
  if (right.length !== 1) return { refused: reason('trueFalseUnsaid') };
  const read = keyed(answers, marks.markChoice(answers, true), () => right[0]?.text ?? null);
  return 'refused' in read ? read : { ...read, body: trueFalseBody(right[0]?.text === 'true') };
}

function readShortAnswer(question: XmlElement): Read {
  const answers = answersOf(question, false);
  const caseCounts = textOf(childElement(question, 'usecase')).trim() === '1';
  return keyed(answers, marks.markWords(answers, caseCounts), (right) =>
    marks.sample(best(right)?.text),
  );
}

function unitsOf(question: XmlElement): { units?: readonly string[] } {
  const units = childElements(childElement(question, 'units'), 'unit').map((unit) =>
    textOf(childElement(unit, 'unit_name')).trim(),
  );
  return units.length > 0 ? { units } : {};
}

function readNumerical(question: XmlElement): Read {
  const answers = answersOf(question, false);
  const wrong = answers.find(
    ({ text, tolerance, fraction }) => fraction > 0 && !marks.numberRange(text, tolerance),
  );
  if (wrong) return { refused: reason('noNumber', { text: wrong.text.slice(0, 60) }) };
  const read = keyed(answers, marks.markNumber(answers), (right) =>
    marks.sample(best(right)?.text),
  );
  if ('refused' in read) return read;
  const units = unitsOf(question);
  const body: QuestionBody = {
    kind: 'number',
    answers: numbersIn(answers),
    units: units.units ?? [],
  };
  return { ...read, body, key: { ...read.key, ...units } };
}

function numbersIn(answers: readonly MoodleAnswer[]): ContentNumber[] {
  return answers.map(({ text, tolerance, fraction }) => ({
    value: text,
    fraction,
    ...(tolerance === undefined ? {} : { tolerance }),
  }));
}

/** The key is a formula over the question's data sets; it is kept as written. */
function readCalculated(question: XmlElement): Read {
  const answers = answersOf(question, question.attributes['type'] === 'calculatedmulti');
  const read = keyed(answers, undefined, () => null);
  if ('refused' in read) return read;
  const datasets = childElements(
    childElement(question, 'dataset_definitions'),
    'dataset_definition',
  ).length;
  return { ...read, key: { ...read.key, datasets, ...unitsOf(question) } };
}

function readMatching(question: XmlElement): Read {
  const html = childElements(question, 'subquestion').map((part): [string, string] => [
    richText(part),
    textOf(childElement(part, 'answer', 'text')),
  ]);
  const pairs = html.map(([left, right]): [string, string] => [plainText(left), plainText(right)]);
  const asked = pairs.filter(([left]) => left !== '');
  if (asked.length < 2) return { refused: reason('fewPairs') };
  return {
    key: { pairs },
    body: matchingBody(html),
    keyResponse: { response: marks.rightSides(pairs) },
    mark: marks.markPairs(pairs),
  };
}

/** The fractions number the items in their right order. */
function readOrdering(question: XmlElement): Read {
  const answers = answersOf(question, true);
  const order = answers.toSorted((left, right) => left.fraction - right.fraction);
  const words = order.map(({ text }) => text);
  if (words.length < 2) return { refused: reason('fewSteps') };
  const read = keyed(order, marks.markOrder(words), () => words);
  if ('refused' in read) return read;
  const options = order.map(({ html }) => splitLanguages(html));
  return { ...read, body: { kind: 'ordering', options } };
}

function readCloze(_question: XmlElement, html: string): Read {
  const gaps = clozeGaps(html);
  if (!gaps) return { refused: TOO_MANY };
  const keyResponse = clozeKeyResponse(gaps);
  const mark = marks.markCloze(gaps);
  const whole = keyResponse !== undefined && mark(keyResponse).score === 1;
  const warnings = whole ? [] : [reason('clozeUnwhole')];
  return {
    types: ['cloze'],
    stem: stemOf(withoutGaps(html)),
    key: { subs: gaps },
    warnings,
    ...(keyResponse ? { keyResponse, mark } : {}),
  };
}

/** `[[2]]` in the text is a gap for the second choice. */
function readGaps(question: XmlElement, html: string, choiceName: string): Read {
  const choices = childElements(question, choiceName).map((choice) => plainText(richText(choice)));
  const gaps = [...html.matchAll(/\[\[(\d{1,3})\]\]/g)].map(([, number]) => Number(number));
  const correct = gaps.map((number) => choices[number - 1]);
  if (gaps.length === 0) return { refused: reason('noGap') };
  if (!correct.every((word) => word !== undefined)) return { refused: reason('gapNoChoice') };
  const named = correct.map((word, index) => [String(index + 1), word] as const);
  return {
    key: { choices, gaps, correct },
    keyResponse: Object.fromEntries(named),
    mark: marks.markCloze(
      correct.map((word) => ({
        kind: 'MC',
        weight: 1,
        correct: [word],
        answers: choices.map((text) => ({ text, fraction: text === word ? 100 : 0 })),
      })),
    ),
  };
}
