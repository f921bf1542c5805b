import { joinLanguages } from '../languages.js';
import type { QuestionBody, QuestionContent, Words } from '../question-content.js';
import { withSources } from '../sources-html.js';
import { tagsOf } from '../tags.js';
import { SHARES, moodleLosses, noShare, utf8, type FormatWriter } from './format-writer.js';
import { reason, type Reason } from '../../reasons.js';

/** GIFT as Moodle reads it: tags and id in the comment before a question. */
export const giftWriter: FormatWriter = {
  id: 'gift',
  extension: 'gift',
  holdsLanguages: false,
  holdsImages: false,
  write: (content) => {
    const { tags, left } = tagsOf(content.marks);
    const answers = answersOf(content.body);
    if (typeof answers !== 'string') return answers;
    const names = [
      `[id:${comment(content.id ?? '')}]`,
      ...tags.map((tag) => `[tag:${comment(tag)}]`),
    ];
    const rationale = withSources(joinLanguages(content.rationale ?? {}), content.sources);
    const text = [
      `// ${names.join(' ')}`,
      `::${escaped(content.id ?? '')}::[html]${html(content.stem)} {${answers}`,
      `####${rationale.startsWith('[') ? '[html]' : ''}${escaped(rationale)}`,
      '}',
    ].join('\n');
    return {
      text,
      losses: [...lossesOf(content), ...left.map((name) => reason('markLost', { name }))],
    };
  },
  join: (parts) => utf8(parts.map(({ text }) => `${text}\n\n`).join('')),
};

function lossesOf(content: QuestionContent): readonly Reason[] {
  return [
    ...moodleLosses(content),
    ...(content.body.kind === 'number' ? [reason('unitInTags')] : []),
  ];
}

/** A sign that GIFT reads is kept by a backslash; an empty line would end the question. */
function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/[:#={}~]/g, '\\$&')
    .replace(/\s*[\r\n]+\s*/g, ' ');
}

function comment(text: string): string {
  return text.replace(/[\]\\]/g, '\\$&');
}

const html = (words: Words): string => escaped(joinLanguages(words));

/** An answer whose first sign GIFT would take for a weight or a format. */
function answer(words: Words): string {
  const text = html(words);
  if (text.startsWith('[')) return `[html]${text}`;
  return text.replace(/^%/, '&percnt;');
}

function answersOf(body: QuestionBody): string | { readonly refused: Reason } {
  switch (body.kind) {
    case 'choice': {
      const right = body.options.filter(({ fraction }) => fraction > 0).length;
      const share = SHARES[right];
      if (share === undefined) return { refused: noShare(right) };
      const [yes, no] = body.several ? [`~%${share}%`, '~%-100%'] : ['=', '~'];
      return lines(
        body.options.map(({ words, fraction }) => `${fraction > 0 ? yes : no}${answer(words)}`),
      );
    }
    case 'ordering':
      return `>${body.options.length} ALL VERTICAL ALL_OR_NOTHING HIDE none${lines(body.options.map((words) => html(words).replace(/^\/\//, '&sol;/')))}`;
    case 'matching': {
      const used = new Set(body.key);
      const right = (index: number): string => answer(body.options[index] ?? {});
      return lines([
        ...body.prompts.map(
          (prompt, index) => `=${answer(prompt)} -> ${right(body.key[index] ?? -1)}`,
        ),
        ...body.options.flatMap((_option, index) =>
          used.has(index) ? [] : [`= -> ${right(index)}`],
        ),
      ]);
    }
    case 'number':
      return `#${lines(body.answers.map(({ value, tolerance }) => `=${value}:${tolerance ?? '0'}`))}`;
  }
}

const lines = (list: readonly string[]): string => list.map((line) => `\n${line}`).join('');
