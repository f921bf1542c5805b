import { inEnglish, type Reason } from '../../../server/item-banks/reasons.js';
import assert from 'node:assert/strict';
import type {
  ForeignQuestion,
  ForeignValue,
} from '../../../server/item-banks/formats/foreign-question.js';
import { score } from '../../../server/item-banks/formats/foreign-question.js';
import { readForeignFile, type FileReport } from '../../../server/item-banks/formats/readers.js';

export function reportOf(name: string, content: string | Uint8Array): Promise<FileReport> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readForeignFile({ name, bytes });
}

/** The questions of a file that is read. */
export async function questionsOf(
  name: string,
  content: string | Uint8Array,
): Promise<readonly ForeignQuestion[]> {
  const { refused, questions } = await reportOf(name, content);
  assert.equal(refused, undefined);
  return questions;
}

/** The only question of a file. */
export async function questionOf(name: string, content: string): Promise<ForeignQuestion> {
  const [question, ...others] = await questionsOf(name, content);
  assert.ok(question);
  assert.deepEqual(others, []);
  return question;
}

export function scoreOf(question: ForeignQuestion, response: ForeignValue): number | undefined {
  return score(question, { response });
}

/** In English; empty where nothing is said. */
export function said(why: Reason | undefined): string {
  return why ? inEnglish(why) : '';
}
