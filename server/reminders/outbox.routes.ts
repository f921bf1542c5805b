import { Router } from 'express';
import { z } from 'zod';
import { readerOf, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import type { Outbox } from '../platform/mail/outbox.js';
import { outboxMailModel, outboxModel } from './outbox.view.js';

export interface OutboxDeps {
  readonly pages: Pages;
  readonly outbox: Outbox;
}

const mailParams = z.object({ name: z.string().max(200) });

/** Demo only: the mails that would have gone out from the reader's municipality. In service nobody reads another person's mail here. */
export function outboxRoutes({ pages, outbox }: OutboxDeps): Router {
  const router = Router();

  router.get('/outbox', signedInOnly, async (req, res) => {
    const { municipality } = readerOf(req);
    const mails = await outbox.list(municipality.id);
    const model = outboxModel(mails, pages.locale(req), municipality.timeZone);
    res.set('Cache-Control', 'no-store');
    pages.send(req, res, 'reminders/outbox', model, { title: pages.texts(req)('outbox.title') });
  });

  router.get('/outbox/:name', signedInOnly, async (req, res) => {
    const { name } = mailParams.parse(req.params);
    const { municipality } = readerOf(req);
    const mail = await outbox.find(municipality.id, name);
    if (!mail) throw new NotFound('mail');
    const model = outboxMailModel(mail, pages.locale(req), municipality.timeZone);
    res.set('Cache-Control', 'no-store');
    pages.send(req, res, 'reminders/outbox-mail', model, { title: mail.subject });
  });

  return router;
}
