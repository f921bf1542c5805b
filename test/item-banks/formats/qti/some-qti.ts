import type { ForeignQuestion } from '../../../../server/item-banks/formats/foreign-question.js';
import { readForeignFile } from '../../../../server/item-banks/formats/readers.js';
import { inEnglish } from '../../../../server/item-banks/reasons.js';

/** An item of QTI 2.2 with some declarations, a body and its response processing. */
export function qti2(parts: {
  readonly declarations?: string;
  readonly body: string;
  readonly processing?: string;
  readonly attributes?: string;
}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="item-1" title="An item"
  timeDependent="false" ${parts.attributes ?? 'adaptive="false"'}>
  ${parts.declarations ?? ''}
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
  <itemBody>${parts.body}</itemBody>
  ${parts.processing ?? ''}
</assessmentItem>`;
}

export const MATCH_CORRECT =
  '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/>';
export const MAP_RESPONSE =
  '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/map_response"/>';

export function response(
  cardinality: string,
  baseType: string,
  correct: readonly string[],
  more = '',
): string {
  const values = correct.map((value) => `<value>${value}</value>`).join('');
  return `<responseDeclaration identifier="RESPONSE" cardinality="${cardinality}" baseType="${baseType}">
    ${values && `<correctResponse>${values}</correctResponse>`}${more}</responseDeclaration>`;
}

/** The questions of one document, by the readers as they are registered. */
export async function questionsOf(text: string): Promise<readonly ForeignQuestion[]> {
  const { questions, refused } = await readForeignFile({
    name: 'some.xml',
    bytes: new TextEncoder().encode(text),
  });
  if (refused) throw new Error(inEnglish(refused.reason));
  return questions;
}

export async function onlyQuestion(text: string): Promise<ForeignQuestion> {
  const [question, ...more] = await questionsOf(text);
  if (!question || more.length > 0) throw new Error('Not exactly one question');
  return question;
}
