import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { scopeOf } from '../../organisation/policy.rules.js';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import type { Pages } from '../../platform/http/page.js';
import type { BankStore } from '../bank.store.js';
import type { decideLint } from './decide-lint.js';
import { LINT_CODES } from './lint-code.js';
import { lintRulesPage, type DecisionForm } from './lint-rules.view.js';
import { DECIDABLE_CODES } from './lint-standing.rules.js';
import type { LintStandingStore } from './lint-standing.store.js';

export interface LintRulesRoutesDeps {
  readonly pages: Pages;
  readonly banks: BankStore;
  readonly lintStandings: LintStandingStore;
  readonly decideLint: ReturnType<typeof decideLint>;
}

const typed = z.object({
  code: z.string().max(10).default(''),
  severity: z.string().max(10).default(''),
  reason: z.string().trim().max(2000).default(''),
});
const filledIn = z.object({
  code: z.enum(LINT_CODES).refine((code) => DECIDABLE_CODES.includes(code)),
  severity: z.enum(['error', 'warning', 'bank']),
  reason: z.string().min(10),
  revision: z.coerce.number().int().min(0),
});

/** The rules that items are looked at by, and what the municipality's reviewers decide of them. */
export function lintRulesRoutes(deps: LintRulesRoutesDeps): Router {
  const { pages } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb' });

  router.get('/lint-rules', signedInOnly, async (req, res) => {
    await send(req, res);
  });

  router.post('/lint-rules', signedInOnly, readForm, async (req, res) => {
    scopeFor(req, 'review-items');
    const form = typed.parse(req.body);
    const read = filledIn.safeParse(req.body);
    if (!read.success) {
      await send(req, res, { form, problem: 'not-filled-in' });
      return;
    }
    const { reason } = form;
    const { person } = readerOf(req);
    if (await deps.decideLint({ ...read.data, reason, person })) res.redirect(303, '/lint-rules');
    else await send(req, res, { form, problem: 'changed-meanwhile' });
  });

  async function send(
    req: Request,
    res: Response,
    refused?: { form: DecisionForm; problem: 'not-filled-in' | 'changed-meanwhile' },
  ): Promise<void> {
    const { municipalityId } = scopeFor(req, 'see-items');
    const { person, today, municipality } = readerOf(req);
    const mayDecide = scopeOf(person, 'review-items', today).allowed;
    const [banks, decided] = await Promise.all([
      deps.banks.readable(municipalityId),
      deps.lintStandings.of(municipalityId),
    ]);
    const words = {
      t: pages.texts(req),
      locale: pages.locale(req),
      timeZone: municipality.timeZone,
    };
    const model = lintRulesPage(banks, decided, { mayDecide, ...refused }, words);
    const status = { 'not-filled-in': 422, 'changed-meanwhile': 409 } as const;
    pages.send(req, res, 'item-banks/lint-rules', model, {
      title: model.title,
      status: refused ? status[refused.problem] : 200,
    });
  }

  return router;
}
