import { createHmac, timingSafeEqual } from 'node:crypto';
import type { StartMode } from '../../exams/programme.js';
import type { ExamWindow, Place, StartCode } from './exam-window.js';

/** So long a start code opens the exam: time to type it, and none to pass it on to another day. */
export const START_CODE_MINUTES = 10;

export function newStartCode(nonce: string, by: string, at: Date): StartCode {
  return { nonce, by, at, until: new Date(at.getTime() + START_CODE_MINUTES * 60_000) };
}

/** The six digits that are shown in the room. */
export function digitsOf(
  { id }: Pick<ExamWindow, 'id'>,
  { nonce }: StartCode,
  secret: string,
): string {
  const mac = createHmac('sha256', `start-code:${secret}`).update(`${id}.${nonce}`).digest();
  return String(mac.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** The window's code while it lives. */
export function livingCode(
  { startCode }: Pick<ExamWindow, 'startCode'>,
  now: Date,
): StartCode | undefined {
  return startCode && startCode.until > now ? startCode : undefined;
}

/** Whether a person shows by these digits that they are there. Nobody shows it by a code of their own. */
export function opens(
  window: Pick<ExamWindow, 'id' | 'startCode'>,
  typed: string,
  personId: string,
  secret: string,
  now: Date,
): boolean {
  const code = livingCode(window, now);
  if (!code || code.by === personId) return false;
  const expected = Buffer.from(digitsOf(window, code, secret));
  const given = Buffer.from(typed.replaceAll(/\s/g, ''));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What is still asked of somebody who may start but for this. */
export type StartStep = 'code' | 'admission';

export function nextStep(mode: StartMode, place: Place | undefined): StartStep | undefined {
  if (mode !== 'code' && mode !== 'lobby') return undefined;
  if (!place?.enteredAt) return 'code';
  return mode === 'lobby' && !place.admitted ? 'admission' : undefined;
}
