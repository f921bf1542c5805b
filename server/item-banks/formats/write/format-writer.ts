import type { QuestionContent } from '../question-content.js';
import { reason, type Reason } from '../../reasons.js';

/** A content in a format, with what the format does not carry; or why the format cannot hold it. */
export type Written =
  { readonly text: string; readonly losses: readonly Reason[] } | { readonly refused: Reason };

/** How the questions of a bank are written in one format. */
export interface FormatWriter {
  /** As `--format` names it. */
  readonly id: string;
  readonly extension: string;
  /** Of the file that one question makes by itself, where that is not a collection of one. */
  readonly single?: string;
  /** Whether other systems cope with all languages in one file; if not, one is written unless all are asked for. */
  readonly holdsLanguages: boolean;
  /** Whether images go along with the question. */
  readonly holdsImages: boolean;
  write(content: QuestionContent): Written;
  /** The file of what was written. */
  join(parts: readonly WrittenPart[], modified: Date): Promise<Uint8Array>;
}

export interface WrittenPart {
  readonly content: QuestionContent;
  readonly text: string;
}

export const utf8 = (text: string): Promise<Uint8Array> =>
  Promise.resolve(new TextEncoder().encode(text));

const PARTS_OF_MARK = reason('partsOfMark');

/** What Moodle cannot do, whatever the format. */
export function moodleLosses({ body, marks }: QuestionContent): readonly Reason[] {
  const several = body.kind === 'choice' && body.several;
  return [
    ...(several || body.kind === 'matching' ? [PARTS_OF_MARK] : []),
    ...(marks['last'] === undefined ? [] : [reason('noneLast')]),
  ];
}

/** The shares Moodle knows; another one would be refused there. */
export const SHARES: Readonly<Record<number, string>> = {
  1: '100',
  2: '50',
  3: '33.33333',
  4: '25',
  5: '20',
  6: '16.66667',
  7: '14.28571',
  8: '12.5',
  9: '11.11111',
  10: '10',
};

export function noShare(right: number): Reason {
  return reason('noShare', { number: right });
}
