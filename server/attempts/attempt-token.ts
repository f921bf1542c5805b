import { createHmac, timingSafeEqual } from 'node:crypto';

/** What the attempt's cookie says: whose attempt this browser may work on, and until when. */
export interface AttemptPass {
  readonly attemptId: string;
  readonly personId: string;
  /** Milliseconds since 1970. Well after the deadline, so that the result can still be read. */
  readonly expires: number;
}

/**
 * A signed pass for one attempt. It lets a candidate go on when the login session has ended, and it saves the exam's hot path
 * from reading that session at every response.
 */
export function signPass(pass: AttemptPass, secret: string): string {
  const content = `${pass.attemptId}.${pass.personId}.${pass.expires}`;
  return `${content}.${mac(content, secret)}`;
}

/** The pass if it was signed by us, names this attempt and has not expired. */
export function readPass(
  token: string,
  attemptId: string,
  secret: string,
  now: Date,
): AttemptPass | undefined {
  const parts = token.split('.');
  const [id, personId, expires, signature] = parts;
  if (parts.length !== 4 || !id || !personId || !expires || !signature) return undefined;
  const expected = Buffer.from(mac(`${id}.${personId}.${expires}`, secret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  if (id !== attemptId || !(Number(expires) > now.getTime())) return undefined;
  return { attemptId: id, personId, expires: Number(expires) };
}

function mac(content: string, secret: string): string {
  return createHmac('sha256', `attempt-pass:${secret}`).update(content).digest('base64url');
}
