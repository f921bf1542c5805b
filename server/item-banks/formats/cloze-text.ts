import { stemOf } from './a-question.js';
import { clozeGaps, clozeKeyResponse, hasGaps, withoutGaps } from './cloze.js';
import { FileRefused, LIMITS } from './foreign-question.js';
import type { FormatReader } from './foreign-question.js';
import { markCloze } from './text-marks.js';
import { rootNameOf } from './xml-tree.js';
import { reason } from '../reasons.js';

/** Moodle's "embedded answers" as a text file: the whole file is one question. */
export const clozeTextReader: FormatReader = {
  id: 'cloze-text',
  recognises: ({ name, text }) =>
    /\.cloze$/i.test(name) ||
    (!/\.(gift|md|html?|xml|csv)$/i.test(name) &&
      rootNameOf(text) === undefined &&
      hasGaps(text.slice(0, 200_000))),
  read: ({ text }) => {
    if (text.length > LIMITS.questionCharacters) throw new FileRefused(reason('tooLong'));
    const gaps = clozeGaps(text);
    if (!gaps) throw new FileRefused(reason('tooManyAnswers'));
    if (gaps.length === 0) throw new FileRefused(reason('noCloze'));
    const keyResponse = clozeKeyResponse(gaps);
    return [
      {
        index: 0,
        id: null,
        title: null,
        type: 'multianswer',
        types: ['cloze'],
        stem: stemOf(withoutGaps(text).replace(/\n/g, '<br>')),
        key: { subs: gaps },
        ...(keyResponse ? { keyResponse } : {}),
        status: 'imported',
        line: 1,
        mark: markCloze(gaps),
      },
    ];
  },
};
