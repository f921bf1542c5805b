import type { Request, Response } from 'express';
import type { Pages } from '../platform/http/page.js';
import type { TestedLogin } from './tested-login.js';
import { testedLoginPage } from './tested-login.view.js';

/** In answer to the login service's post itself: nothing has to be kept to show it later. */
export function sendTestedLogin(
  pages: Pick<Pages, 'send' | 'texts'>,
  req: Request,
  res: Response,
  tested: TestedLogin,
): void {
  const model = testedLoginPage(tested, pages.texts(req));
  pages.send(req, res, 'identity/tested-login', model, { title: model.heading });
}
