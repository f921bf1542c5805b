import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { ItemStore } from '../item-banks/item.store.js';
import type { BankStore } from '../item-banks/bank.store.js';
import { stateOf } from '../item-banks/life-cycle.rules.js';
import type { PersonStore } from '../organisation/person.store.js';
import { requireWhole, signedInOnly } from '../organisation/reader.routes.js';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { addDays, parsePlainDate, type PlainDate } from '../platform/plain-date.js';
import { TREATMENTS } from '../scoring/result.rules.js';
import type { NeutralisationRequest } from './neutralisation.js';
import {
  neutralisationAddress,
  neutralisationPage,
  neutralisePage,
  type NeutralisePage,
} from './neutralisation.view.js';
import type {
  carryOutNeutralisation,
  decideRegrade,
  neutralise,
  previewNeutralisation,
} from './neutralise.js';
import { namesOf, type readNeutralisation } from './read-neutralisation.js';
import { slug, wordsFor } from '../item-banks/item-request.routes.js';

export interface NeutralisationRoutesDeps {
  readonly pages: Pages;
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly people: PersonStore;
  readonly preview: ReturnType<typeof previewNeutralisation>;
  readonly neutralise: ReturnType<typeof neutralise>;
  readonly carryOut: ReturnType<typeof carryOutNeutralisation>;
  readonly decide: ReturnType<typeof decideRegrade>;
  readonly readNeutralisation: ReturnType<typeof readNeutralisation>;
}

const itemParams = z.object({ bankId: slug, itemId: slug });
const idParams = z.object({ id: slug });
const date = z
  .string()
  .transform((text) => parsePlainDate(text))
  .optional()
  .catch(undefined);
/** What can't be meant is as if it were not there. */
const asked = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  treatment: z.enum(TREATMENTS).catch('allRight'),
  from: date,
  to: date,
});
const confirmation = z.object({
  digest: z.string().max(64),
  reason: z.string().trim().max(2000).default(''),
});
const decisionForm = z.object({
  attemptId: z.string().min(1).max(100),
  outcome: z.enum(['fail', 'keep']),
  reason: z.string().trim().max(2000).default(''),
});
const DAYS_BACK = 365;

/** Items found wrong: who would be judged otherwise, and doing it. For who runs the exams of the whole municipality. */
export function neutralisationRoutes(deps: NeutralisationRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '32kb' });
  const path = '/item-banks/:bankId/items/:itemId/neutralise';

  async function sendPreview(
    req: Request,
    res: Response,
    refused?: NonNullable<NeutralisePage['refused']>,
  ): Promise<void> {
    const { municipality } = requireWhole(req, 'regrade');
    const { request, isLive } = await requestIn(deps, req);
    const cases = await deps.preview(request, municipality);
    const ids = cases.map(({ personId }) => personId);
    const nameOf = await namesOf(deps, municipality.id, ids);
    const found = { request, isLive, cases, nameOf, ...(refused ? { refused } : {}) };
    const model = neutralisePage(found, wordsFor(pages, req));
    const status = refused ? 409 : 200;
    pages.send(req, res, 'analysis/neutralise', model, { title: model.title, status });
  }

  async function sendNeutralisation(req: Request, res: Response, missingReason = false) {
    const { municipality } = requireWhole(req, 'regrade');
    const found = await deps.readNeutralisation(municipality.id, idIn(req));
    const model = neutralisationPage(found, missingReason, wordsFor(pages, req));
    const status = missingReason ? 400 : 200;
    pages.send(req, res, 'analysis/neutralisation', model, { title: model.title, status });
  }

  router.get(path, signedInOnly, (req, res) => sendPreview(req, res));

  router.post(path, signedInOnly, readForm, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'regrade');
    const { request } = await requestIn(deps, req);
    const { digest, reason } = confirmation.parse(req.body);
    if (reason === '') {
      await sendPreview(req, res, { reason, code: 'no-reason' });
      return;
    }
    const confirmed = { by: person.id, reason, digest };
    const outcome = await deps.neutralise(request, municipality, confirmed);
    if (outcome.done) res.redirect(303, neutralisationAddress(outcome.id));
    else await sendPreview(req, res, { reason, code: 'changed-meanwhile' });
  });

  router.get('/neutralisations/:id', signedInOnly, (req, res) => sendNeutralisation(req, res));

  router.post('/neutralisations/:id/run', signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'regrade');
    const id = idIn(req);
    if (!(await deps.carryOut(municipality, id))) throw new NotFound('neutralisation');
    res.redirect(303, neutralisationAddress(id));
  });

  router.post('/neutralisations/:id/decisions', signedInOnly, readForm, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'regrade');
    const neutralisationId = idIn(req);
    const form = decisionForm.parse(req.body);
    if (form.reason === '') {
      await sendNeutralisation(req, res, true);
      return;
    }
    await deps.decide(municipality.id, { ...form, neutralisationId, by: person.id });
    res.redirect(303, neutralisationAddress(neutralisationId));
  });

  return router;
}

function idIn(req: Request): string {
  const parsed = idParams.safeParse(req.params);
  if (!parsed.success) throw new NotFound('neutralisation');
  return parsed.data.id;
}

/** The item version, the period and the treatment that are asked for; without more words the newest version and the year until today. */
async function requestIn(
  { banks, items }: Pick<NeutralisationRoutesDeps, 'banks' | 'items'>,
  req: Request,
): Promise<{ readonly request: NeutralisationRequest; readonly isLive: boolean }> {
  const { municipality, today } = requireWhole(req, 'regrade');
  const named = itemParams.safeParse(req.params);
  if (!named.success) throw new NotFound('item');
  const { bankId, itemId } = named.data;
  const form = asked.parse(req.method === 'POST' ? req.body : req.query);
  const bank = await banks.findReadable(bankId, municipality.id);
  const record = bank && (await items.find(bankId, itemId));
  const number = form.version ?? record?.versions.at(-1)?.version;
  const version = record?.versions.find((one) => one.version === number);
  if (!version) throw new NotFound('item');
  const to: PlainDate = form.to ?? today;
  return {
    isLive: stateOf(version) === 'live',
    request: {
      municipalityId: municipality.id,
      bankId,
      itemId,
      version: version.version,
      treatment: form.treatment,
      from: form.from ?? addDays(to, -DAYS_BACK),
      to,
    },
  };
}
