import type { Request } from 'express';
import { z } from 'zod';
import { readerOf } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import type { ItemWords } from './bank-words.view.js';

/** As banks and items are called in addresses. */
export const slug = z.string().regex(/^[a-z0-9-]{1,80}$/);

/** What can't be an address of ours is not found, like what is not there. */
export function found<T extends z.ZodType>(params: T, value: unknown): z.infer<T> {
  const parsed = params.safeParse(value);
  if (!parsed.success) throw new NotFound('page');
  return parsed.data;
}

export function actorOf(req: Request) {
  const { person, today } = readerOf(req);
  return { person, today };
}

export function wordsFor(pages: Pages, req: Request): ItemWords {
  const { timeZone } = readerOf(req).municipality;
  return { t: pages.texts(req), locale: pages.locale(req), timeZone };
}
