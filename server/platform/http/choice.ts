import type { Request, Response } from 'express';
import { addressOf } from './address.js';

const A_YEAR_MS = 365 * 86_400_000;

/**
 * Keeps in a cookie how the reader wants pages to be, and answers by a redirect to the same address without the choice, so that it is never
 * in a link that is passed on.
 */
export function keepChoice(
  req: Request,
  res: Response,
  choice: {
    readonly name: string;
    readonly parameter: string;
    readonly value: string;
    readonly https: boolean;
  },
): void {
  res.cookie(choice.name, choice.value, {
    maxAge: A_YEAR_MS,
    httpOnly: true,
    sameSite: 'lax',
    secure: choice.https,
    path: '/',
  });
  const address = addressOf(req);
  address.searchParams.delete(choice.parameter);
  res.redirect(302, address.pathname.replace(/^\/+/, '/') + address.search);
}
