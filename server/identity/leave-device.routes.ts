import type { CookieOptions, Request, Response } from 'express';
import { isSharedDevice } from '../platform/http/shared-device.js';
import { sessionCookie } from './cookies.js';
import type { SessionRecord } from './session.store.js';

/** What opens exams without a login in the browser of this person. */
export type PassesOf = (
  whose: Pick<SessionRecord, 'municipalityId' | 'personId'>,
) => Promise<readonly { readonly name: string; readonly options: CookieOptions }[]>;

interface Leaving {
  readonly publicUrl: string;
  readonly passesOf: PassesOf;
  /** The session that is over, if there was one. */
  readonly ended: Pick<SessionRecord, 'municipalityId' | 'personId' | 'isShared'> | undefined;
}

/**
 * What a browser must not keep after a logout. Where people share it, nothing of the person: no drafts, no saves that wait, no pass to an exam
 * (its candidate gets another by logging in). On one's own device an exam under way goes on, and drafts stay.
 */
export async function leaveDevice(
  req: Request,
  res: Response,
  { publicUrl, passesOf, ended }: Leaving,
): Promise<void> {
  const { name, options } = sessionCookie(publicUrl);
  res.clearCookie(name, options).set('Cache-Control', 'no-store');
  const isShared = ended?.isShared === true || isSharedDevice(req);
  res.set('Clear-Site-Data', isShared ? '"cache", "storage"' : '"cache"');
  if (!ended || !isShared) return;
  for (const pass of await passesOf(ended)) res.clearCookie(pass.name, pass.options);
}
