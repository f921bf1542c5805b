import { numbered } from '../a-question.js';
import { FileRefused, type FormatReader } from '../foreign-question.js';
import { rootNameOf } from '../xml-tree.js';
import { readQtiDocument } from './qti-document.js';
import { reason } from '../../reasons.js';

const ROOTS = /^(qti-)?assessment-?(item|test|section|stimulus)$/i;

/** A single item of QTI 2.0 to 3.0. A test alone holds only references to its items. */
export const qtiReader: FormatReader = {
  id: 'qti',
  recognises: ({ text }) => ROOTS.test(rootNameOf(text) ?? ''),
  read: ({ text }) => numbered(readQtiDocument(text)),
};

/** QTI 1.2 (`questestinterop`), plain or as Canvas, Respondus and Blackboard write it. */
export const qti12Reader: FormatReader = {
  id: 'qti12',
  recognises: ({ text }) => {
    const root = rootNameOf(text);
    // Some writers leave the item alone.
    return root === 'questestinterop' || (root === 'item' && text.includes('<presentation'));
  },
  read: ({ text }) => {
    const questions = readQtiDocument(text);
    if (questions.length === 0) throw new FileRefused(reason('onlyReferences'));
    return numbered(questions);
  },
};
