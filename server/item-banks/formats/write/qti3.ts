import { escapeXml } from '../escape-xml.js';
import { localeOf } from '../languages.js';
import type { QuestionBody, QuestionContent, Words } from '../question-content.js';
import type { FormatWriter } from './format-writer.js';
import { Catalog } from './qti3-catalog.js';
import { packageOf } from './qti3-package.js';
import { reason } from '../../reasons.js';

const NAMESPACE = 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0';
const MATCH_CORRECT = 'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml';

/** A package of QTI 3.0 items. Further languages stand in each item's catalog, our own marks in `data-medsert-*`. */
export const qti3Writer: FormatWriter = {
  id: 'qti3',
  extension: 'zip',
  single: 'xml',
  holdsLanguages: true,
  holdsImages: true,
  write: (content) => ({
    text: itemXml(content),
    losses: content.body.kind === 'number' ? [reason('unitInMarks')] : [],
  }),
  join: packageOf,
};

function itemXml(content: QuestionContent): string {
  const [language = 'nb'] = Object.keys(content.stem);
  const catalog = new Catalog(language);
  const body = interactionOf(content, catalog);
  const rationale = content.rationale ? paragraph(content.rationale, catalog) : '';
  const sources = content.sources.map((source) => `<li>${escapeXml(source)}</li>`).join('');
  const marks = Object.entries(content.marks).map(
    ([name, value]) => ` data-medsert-${hyphenated(name)}="${escapeXml(value)}"`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<qti-assessment-item xmlns="${NAMESPACE}" identifier="${escapeXml(content.id ?? '')}" title="${escapeXml(content.id ?? '')}" adaptive="false" time-dependent="false" xml:lang="${localeOf(language) ?? 'und'}" tool-name="medsert">`,
    body.declaration,
    '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>',
    '<qti-outcome-declaration identifier="MAXSCORE" cardinality="single" base-type="float"><qti-default-value><qti-value>1</qti-value></qti-default-value></qti-outcome-declaration>',
    '<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"><qti-default-value><qti-value>RATIONALE</qti-value></qti-default-value></qti-outcome-declaration>',
    `<qti-item-body${marks.join('')}>`,
    `<div>${paragraph(content.stem, catalog)}</div>`,
    body.interaction,
    '</qti-item-body>',
    ...catalog.lines(),
    processingOf(content.body),
    `<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="RATIONALE" show-hide="show"><qti-content-body>${rationale}${sources === '' ? '' : `<ul class="medsert-sources">${sources}</ul>`}</qti-content-body></qti-modal-feedback>`,
    '</qti-assessment-item>',
    '',
  ].join('\n');
}

/** The standard template, or a comparison of its own where a number need not be the key. */
function processingOf(body: QuestionBody): string {
  const tolerance = body.kind === 'number' ? body.answers[0]?.tolerance : undefined;
  if (tolerance === undefined) return `<qti-response-processing template="${MATCH_CORRECT}"/>`;
  const score = (value: number): string =>
    `<qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">${value}</qti-base-value></qti-set-outcome-value>`;
  return [
    '<qti-response-processing><qti-response-condition><qti-response-if>',
    `<qti-equal tolerance-mode="absolute" tolerance="${tolerance} ${tolerance}"><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal>`,
    `${score(1)}</qti-response-if><qti-response-else>${score(0)}</qti-response-else>`,
    '</qti-response-condition></qti-response-processing>',
  ].join('');
}

/** `reviewBy` as an attribute name has it: `review-by`; `error.tenfold` is `error-tenfold`. */
function hyphenated(name: string): string {
  return name.replace('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const paragraph = (words: Words, catalog: Catalog): string => catalog.element('p', '', words);

function declaration(cardinality: string, type: string, values: readonly string[]): string {
  return [
    `<qti-response-declaration identifier="RESPONSE" cardinality="${cardinality}" base-type="${type}">`,
    `<qti-correct-response>${values.map((value) => `<qti-value>${value}</qti-value>`).join('')}</qti-correct-response>`,
    '</qti-response-declaration>',
  ].join('');
}

interface Interaction {
  readonly declaration: string;
  readonly interaction: string;
}

function interactionOf({ body, marks }: QuestionContent, catalog: Catalog): Interaction {
  switch (body.kind) {
    case 'choice':
      return choice(body, Number(marks['last']), catalog);
    case 'ordering': {
      const names = body.options.map((_words, index) => `O${index + 1}`);
      const choices = body.options.map((words, index) =>
        catalog.element('qti-simple-choice', ` identifier="${names[index] ?? ''}"`, words),
      );
      return {
        declaration: declaration('ordered', 'identifier', names),
        interaction: `<qti-order-interaction response-identifier="RESPONSE" shuffle="true">${choices.join('')}</qti-order-interaction>`,
      };
    }
    case 'matching':
      return matching(body, catalog);
    case 'number':
      return {
        declaration: declaration(
          'single',
          'float',
          body.answers.map(({ value }) => value),
        ),
        interaction: `<p><qti-text-entry-interaction response-identifier="RESPONSE" expected-length="8"/></p>`,
      };
  }
}

function choice(
  { several, options }: Extract<QuestionBody, { kind: 'choice' }>,
  last: number,
  catalog: Catalog,
): Interaction {
  const right = options.flatMap(({ fraction }, index) => (fraction > 0 ? [`O${index + 1}`] : []));
  const choices = options.map(({ words }, index) =>
    catalog.element(
      'qti-simple-choice',
      ` identifier="O${index + 1}"${index + 1 === last ? ' fixed="true"' : ''}`,
      words,
    ),
  );
  return {
    declaration: declaration(several ? 'multiple' : 'single', 'identifier', right),
    interaction: `<qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="${several ? 0 : 1}">${choices.join('')}</qti-choice-interaction>`,
  };
}

function matching(
  { prompts, options, key }: Extract<QuestionBody, { kind: 'matching' }>,
  catalog: Catalog,
): Interaction {
  const set = (name: string, list: readonly Words[]): string =>
    `<qti-simple-match-set>${list
      .map((words, index) =>
        catalog.element(
          'qti-simple-associable-choice',
          ` identifier="${name}${index + 1}" match-max="1"`,
          words,
        ),
      )
      .join('')}</qti-simple-match-set>`;
  const pairs = key.map((option, index) => `P${index + 1} O${option + 1}`);
  return {
    declaration: declaration('multiple', 'directedPair', pairs),
    interaction: `<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="${prompts.length}">${set('P', prompts)}${set('O', options)}</qti-match-interaction>`,
  };
}
