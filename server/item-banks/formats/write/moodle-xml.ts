import { unitName } from '../../units.rules.js';
import { joinLanguages } from '../languages.js';
import type { ContentImage, QuestionBody, Words } from '../question-content.js';
import { escapeXml } from '../escape-xml.js';
import { withSources } from '../sources-html.js';
import { tagsOf } from '../tags.js';
import { SHARES, moodleLosses, noShare, utf8, type FormatWriter } from './format-writer.js';
import { reason, type Reason } from '../../reasons.js';

/** Moodle XML as Moodle 4 and later read it. */
export const moodleXmlWriter: FormatWriter = {
  id: 'moodle-xml',
  extension: 'xml',
  holdsLanguages: false,
  holdsImages: true,
  write: (content) => {
    const { tags, left } = tagsOf(content.marks);
    const body = bodyOf(content.body);
    if ('refused' in body) return body;
    const text = [
      `<question type="${body.type}">`,
      `<name><text>${escapeXml(content.id ?? '')}</text></name>`,
      rich('questiontext', joinLanguages(content.stem)),
      rich('generalfeedback', withSources(joinLanguages(content.rationale ?? {}), content.sources)),
      '<defaultgrade>1.0000000</defaultgrade>',
      '<penalty>0.0000000</penalty>',
      '<hidden>0</hidden>',
      `<idnumber>${escapeXml(content.id ?? '')}</idnumber>`,
      ...body.lines,
      `<tags>${tags.map((tag) => `<tag><text>${escapeXml(tag)}</text></tag>`).join('')}</tags>`,
      '</question>',
    ].join('\n');
    return {
      text: withFiles(text, content.images ?? []),
      losses: [...moodleLosses(content), ...left.map((name) => reason('markLost', { name }))],
    };
  },
  join: (parts) =>
    utf8(
      `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${parts.map(({ text }) => `${text}\n`).join('')}</quiz>\n`,
    ),
};

/** Each text of the question with the files that it shows, as Moodle keeps them. */
function withFiles(question: string, images: readonly ContentImage[]): string {
  if (images.length === 0) return question;
  return question.replace(/<text>([^<]*)<\/text>/g, (whole, words: string) => {
    const shown = images.filter(({ source }) => words.includes(`src=&quot;${source}&quot;`));
    const files = shown.map(
      ({ source, bytes }) =>
        `<file name="${source}" path="/" encoding="base64">${Buffer.from(bytes).toString('base64')}</file>`,
    );
    const placed = shown.reduce(
      (text, { source }) =>
        text.replaceAll(`src=&quot;${source}&quot;`, `src=&quot;@@PLUGINFILE@@/${source}&quot;`),
      whole,
    );
    return [placed, ...files].join('');
  });
}

type Body =
  { readonly type: string; readonly lines: readonly string[] } | { readonly refused: Reason };

const text = (html: string): string => `<text>${escapeXml(html)}</text>`;
const rich = (name: string, html: string, more = ''): string =>
  `<${name} format="html">${text(html)}${more}</${name}>`;
const answer = (words: Words, fraction: number | string, format = 'html'): string =>
  `<answer fraction="${fraction}" format="${format}">${text(joinLanguages(words))}<feedback format="html"><text></text></feedback></answer>`;

function bodyOf(body: QuestionBody): Body {
  switch (body.kind) {
    case 'choice':
      return choice(body.several, body.options);
    case 'ordering':
      return {
        type: 'ordering',
        lines: [
          '<layouttype>VERTICAL</layouttype>',
          '<selecttype>ALL</selecttype>',
          '<selectcount>0</selectcount>',
          '<gradingtype>ALL_OR_NOTHING</gradingtype>',
          '<showgrading>HIDE</showgrading>',
          '<numberingstyle>none</numberingstyle>',
          ...body.options.map((words, index) => answer(words, `${index + 1}.0000000`)),
        ],
      };
    case 'matching':
      return {
        type: 'matching',
        lines: ['<shuffleanswers>true</shuffleanswers>', ...subquestions(body)],
      };
    case 'number':
      return {
        type: 'numerical',
        lines: [
          ...body.answers.map(
            ({ value, tolerance, fraction }) =>
              `<answer fraction="${fraction}" format="moodle_auto_format"><text>${value}</text><feedback format="html"><text></text></feedback><tolerance>${tolerance ?? '0'}</tolerance></answer>`,
          ),
          '<unitgradingtype>0</unitgradingtype>',
          '<unitpenalty>0.1000000</unitpenalty>',
          '<showunits>3</showunits>',
          '<unitsleft>0</unitsleft>',
          `<units>${body.units.map(unit).join('')}</units>`,
        ],
      };
  }
}

const unit = (name: string): string =>
  `<unit><multiplier>1</multiplier><unit_name>${escapeXml(unitName(name, 'nb', true))}</unit_name></unit>`;

function choice(
  several: boolean,
  options: Extract<QuestionBody, { kind: 'choice' }>['options'],
): Body {
  const right = options.filter(({ fraction }) => fraction > 0).length;
  const share = SHARES[right];
  if (share === undefined) return { refused: noShare(right) };
  return {
    type: 'multichoice',
    lines: [
      `<single>${several ? 'false' : 'true'}</single>`,
      '<shuffleanswers>true</shuffleanswers>',
      '<answernumbering>none</answernumbering>',
      ...options.map(({ words, fraction }) =>
        answer(words, fraction > 0 ? share : several ? '-100' : '0'),
      ),
    ],
  };
}

function subquestions({
  prompts,
  options,
  key,
}: Extract<QuestionBody, { kind: 'matching' }>): string[] {
  const used = new Set(key);
  const row = (prompt: string, option: Words | undefined): string =>
    rich('subquestion', prompt, `<answer>${text(joinLanguages(option ?? {}))}</answer>`);
  return [
    ...prompts.map((prompt, index) => row(joinLanguages(prompt), options[key[index] ?? -1])),
    ...options.filter((_option, index) => !used.has(index)).map((option) => row('', option)),
  ];
}
