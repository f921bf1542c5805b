import { FileRefused } from '../foreign-question.js';
import { parseXml, rootNameOf } from '../xml-tree.js';
import { readQti12 } from './qti12-item.js';
import { isQtiItem, readQtiItem, type Unnumbered } from './read-item.js';
import { reason } from '../../reasons.js';

/** What all documents of one import may cost together; a tree takes far more memory than its text. */
export class Allowance {
  private characters = 24 * 1024 * 1024;
  private marks = 800_000;
  private steps = 1_000_000;

  /** Takes a document into account before it is parsed. */
  take(text: string, ofOne: { readonly characters: number; readonly marks: number }): void {
    const marks = text.length > ofOne.characters ? 0 : marksIn(text);
    if (text.length > ofOne.characters || marks > ofOne.marks)
      throw new FileRefused(reason('qtiTooLarge'));
    this.characters -= text.length;
    this.marks -= marks;
    if (this.characters < 0 || this.marks < 0) throw new FileRefused(reason('qtiTooMuch'));
  }

  /** Takes work into account that finding out about the keys has cost. */
  work(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) throw new FileRefused(reason('qtiTooMuchWork'));
  }
}

/** One item of QTI 2 or 3, pictures inside it included. */
const ONE_ITEM = { characters: 4 * 1024 * 1024, marks: 100_000 };
/** A whole bank of QTI 1.2. */
const ONE_BANK = { characters: 16 * 1024 * 1024, marks: 800_000 };

/** Tags and entities: each becomes an object when the text is parsed. */
function marksIn(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x3c || code === 0x26) marks += 1;
  }
  return marks;
}

/** Whether a document is one that holds questions of any QTI. */
export function holdsQuestions(text: string): boolean {
  const root = rootNameOf(text);
  return isQtiItem(root) || root === 'questestinterop';
}

/** The questions in one document of QTI 1.2, 2.x or 3.0. */
export function readQtiDocument(text: string, allowance = new Allowance()): Unnumbered[] {
  allowance.take(text, isQtiItem(rootNameOf(text)) ? ONE_ITEM : ONE_BANK);
  const root = parseXml(text, { bareDoctype: true });
  if (isQtiItem(root.name))
    return [
      readQtiItem(root, (steps) => {
        allowance.work(steps);
      }),
    ];
  if (root.name === 'questestinterop' || root.name === 'item') return readQti12(root);
  throw new FileRefused(reason('qtiOnlyNames', { root: root.name }), root.line);
}
