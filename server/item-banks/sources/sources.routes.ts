import { Router, urlencoded, type Request } from 'express';
import { z } from 'zod';
import { may } from '../../organisation/policy.rules.js';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import type { Pages } from '../../platform/http/page.js';
import { parsePlainDate } from '../../platform/plain-date.js';
import { bankAddress, itemAddress } from '../bank-words.view.js';
import type { readBankItems } from '../read-items.js';
import type { addSource, confirmSource, SourceOutcome } from './change-sources.js';
import { sourceId } from './source.js';
import { sourcesPage, type SourceForm } from './sources.view.js';
import { actorOf, found, slug } from '../item-request.routes.js';

export interface SourcesRoutesDeps {
  readonly pages: Pages;
  readonly readBankItems: ReturnType<typeof readBankItems>;
  readonly addSource: ReturnType<typeof addSource>;
  readonly confirmSource: ReturnType<typeof confirmSource>;
}

const text = (most: number) => z.string().trim().max(most).default('');
const typed = z.object({
  id: text(60),
  title: text(300),
  replaces: text(60),
  from: text(10),
  to: text(10),
});
const day = z
  .union([z.literal(''), z.string().refine((value) => parsePlainDate(value) !== undefined)])
  .transform((value) => (value === '' ? undefined : value));
const filledIn = z.object({
  id: sourceId,
  title: z.string().min(3),
  replaces: z.string().transform((value) => (value === '' ? undefined : value)),
  from: day,
  to: day,
});
const confirmation = z.object({
  revision: z.coerce.number().int().min(1),
  source: z.string().min(1).max(60),
  reason: z.string().trim().min(10).max(2000),
});

/** What the items of a bank stand on, and what to look at again when it no longer holds. */
export function sourcesRoutes(deps: SourcesRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb' });

  async function send(
    req: Request,
    res: Parameters<Pages['send']>[1],
    refused?: { form: SourceForm; problem: SourceOutcome | 'not-filled-in' },
  ) {
    const { municipalityId } = scopeFor(req, 'see-items');
    const { person, today, municipality } = readerOf(req);
    const bank = await deps.readBankItems(slugIn(req, 'bankId'), { municipalityId, today });
    const owner = { municipalityId: bank.bank.ownerMunicipalityId ?? '' };
    const isWriter = may(person, 'write-items', owner, today).allowed;
    const words = {
      t: pages.texts(req),
      locale: pages.locale(req),
      timeZone: municipality.timeZone,
    };
    const model = sourcesPage(bank, { isWriter, today, ...refused }, words);
    const status = refused ? 422 : 200;
    pages.send(req, res, 'item-banks/sources', model, { title: model.title, status });
  }

  router.get('/item-banks/:bankId/sources', signedInOnly, async (req, res) => {
    await send(req, res);
  });

  router.post('/item-banks/:bankId/sources', signedInOnly, readForm, async (req, res) => {
    scopeFor(req, 'write-items');
    const bankId = slugIn(req, 'bankId');
    const form = typed.parse(req.body);
    const read = filledIn.safeParse(form);
    if (!read.success) {
      await send(req, res, { form, problem: 'not-filled-in' });
      return;
    }
    const { id, ...source } = read.data;
    const problem = await deps.addSource({ ...actorOf(req), bankId, id, source: given(source) });
    if (problem === 'done') res.redirect(303, `${bankAddress(bankId)}/sources`);
    else await send(req, res, { form, problem });
  });

  router.post(
    '/item-banks/:bankId/items/:itemId/sources',
    signedInOnly,
    readForm,
    async (req, res) => {
      scopeFor(req, 'write-items');
      const [bankId, itemId] = [slugIn(req, 'bankId'), slugIn(req, 'itemId')];
      const form = confirmation.parse(req.body);
      await deps.confirmSource({ ...actorOf(req), bankId, itemId, ...form });
      // Where it was not done, the page shows what is there now, and asks again.
      res.redirect(303, itemAddress(bankId, itemId));
    },
  );

  return router;
}

/** Without the members that were left empty. */
function given({ title, replaces, from, to }: Omit<z.output<typeof filledIn>, 'id'>) {
  return {
    title,
    ...(replaces === undefined ? {} : { replaces }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function slugIn(req: Request, name: string): string {
  return found(slug, req.params[name]);
}
