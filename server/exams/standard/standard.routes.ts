import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { may } from '../../organisation/policy.rules.js';
import { readerOf, requireWhole, signedInOnly } from '../../organisation/reader.routes.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import { ratingsTyped } from './rating-form.rules.js';
import type { readStandard, StandardFound } from './read-standard.js';
import type { setStandard } from './set-standard.js';
import type { StandardRound } from './standard-round.js';
import {
  ratedOn,
  ratePage,
  roundAddress,
  roundPage,
  standardAddress,
  standardPage,
} from './standard.view.js';

export interface StandardRoutesDeps {
  readonly pages: Pages;
  readonly read: ReturnType<typeof readStandard>;
  readonly set: ReturnType<typeof setStandard>;
}

const slug = z.string().regex(/^[a-z0-9-]{1,80}$/);
const params = z.object({ programmeId: slug });
const pageAsked = z.object({ page: z.coerce.number().int().min(1).max(1000).catch(1) });
const ofRound = z.object({ round: z.string().max(100).default('') });
const closing = ofRound.extend({ reason: z.string().trim().max(1000).default('') });
const fields = z.record(z.string(), z.unknown());
const PREFIX = 'rating.';

/** Where a panel of judges sets the cut score of a programme. Nobody sees others' ratings before the round is closed. */
export function standardRoutes(deps: StandardRoutesDeps): Router {
  const { pages, read, set } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '64kb' });
  const path = '/administration/programmes/:programmeId/standard';

  const wordsFor = (req: Request) => ({
    t: pages.texts(req),
    locale: pages.locale(req),
    timeZone: readerOf(req).municipality.timeZone,
  });
  const allows = (req: Request, action: 'manage-specifications' | 'see-items'): boolean => {
    const { person, municipality, today } = readerOf(req);
    return may(person, action, { municipalityId: municipality.id }, today).allowed;
  };
  const actOn = (req: Request, id: string) => {
    const { person, municipality } = readerOf(req);
    const { programmeId } = namedIn(req);
    return { id, municipalityId: municipality.id, programmeId, by: person.id };
  };
  /** The round that the form is of; another one may be open by now, and nothing is written into that. */
  const sameRound = ({ open }: StandardFound, id: string): StandardRound | undefined =>
    open?.id === id ? open : undefined;

  async function show(
    req: Request,
    res: Response,
    refused?: Parameters<typeof standardPage>[0]['refused'],
  ): Promise<void> {
    const { municipality } = readerOf(req);
    const found = await read.found(municipality, namedIn(req).programmeId);
    const [mayManage, mayRate] = [allows(req, 'manage-specifications'), allows(req, 'see-items')];
    const page = { ...found, mayManage, mayRate };
    const model = standardPage({ ...page, ...(refused ? { refused } : {}) }, wordsFor(req));
    const status = refused === undefined ? 200 : refused === 'no-reason' ? 422 : 409;
    pages.send(req, res, 'exams/standard/standard', model, { title: model.title, status });
  }

  router.get(path, signedInOnly, async (req, res) => {
    requireWhole(req, 'see-programmes');
    await show(req, res);
  });

  router.post(path, signedInOnly, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'manage-specifications');
    const { programme } = await read.found(municipality, namedIn(req).programmeId);
    const act = { municipalityId: municipality.id, programmeId: programme.id, by: person.id };
    if (await set.open(act)) res.redirect(303, standardAddress(programme.id));
    else await show(req, res, 'open-already');
  });

  router.get(`${path}/rate`, signedInOnly, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'see-items');
    const { programmeId } = namedIn(req);
    const found = await read.found(municipality, programmeId);
    const { open } = found;
    if (!open) {
      res.redirect(303, standardAddress(programmeId));
      return;
    }
    const own = open.ratings.get(person.id) ?? new Map<string, number>();
    const page = { ...found, open, own, page: pageAsked.parse(req.query).page };
    const model = ratePage(page, wordsFor(req));
    pages.send(req, res, 'exams/standard/rate', model, { title: model.title });
  });

  router.post(`${path}/rate`, signedInOnly, readForm, async (req, res) => {
    const { municipality, person } = requireWhole(req, 'see-items');
    const { programmeId } = namedIn(req);
    const found = await read.found(municipality, programmeId);
    const { round } = ofRound.parse(req.body);
    const { page } = pageAsked.parse(req.body);
    const open = sameRound(found, round);
    if (!open) {
      await show(req, res, 'closed-meanwhile');
      return;
    }
    const own = open.ratings.get(person.id) ?? new Map<string, number>();
    const typed = typedIn(req.body);
    const items = found.items.map(({ key }) => key);
    const { changes, wrong } = ratingsTyped(typed, items, own);
    if (wrong.length > 0) {
      const model = ratePage({ ...found, open, own, page, typed, wrong }, wordsFor(req));
      pages.send(req, res, 'exams/standard/rate', model, { title: model.title, status: 422 });
      return;
    }
    if (!(await set.rate(actOn(req, open.id), changes))) await show(req, res, 'closed-meanwhile');
    else if (page >= ratedOn(found.items, page).pages)
      res.redirect(303, standardAddress(programmeId));
    else res.redirect(303, `${standardAddress(programmeId)}/rate?page=${page + 1}`);
  });

  router.post(`${path}/close`, signedInOnly, readForm, async (req, res) => {
    const { municipality } = requireWhole(req, 'manage-specifications');
    const { programmeId } = namedIn(req);
    const { round, reason } = closing.parse(req.body);
    const open = sameRound(await read.found(municipality, programmeId), round);
    if (!open) await show(req, res, 'closed-meanwhile');
    else if (reason === '') await show(req, res, 'no-reason');
    else if (await set.close(actOn(req, open.id), reason))
      res.redirect(303, roundAddress(programmeId, open.id));
    else await show(req, res, 'closed-meanwhile');
  });

  router.get(`${path}/rounds/:roundId`, signedInOnly, async (req, res) => {
    const { municipality } = requireWhole(req, 'see-programmes');
    const roundId = z.string().max(100).parse(req.params['roundId']);
    const found = await read.round(municipality, namedIn(req).programmeId, roundId);
    const showsItems = allows(req, 'see-items') || allows(req, 'manage-specifications');
    const mayManage = allows(req, 'manage-specifications');
    const model = roundPage({ ...found, showsItems, mayManage }, wordsFor(req));
    pages.send(req, res, 'exams/standard/round', model, { title: model.title });
  });

  return router;
}

/** What stands in the fields, by item. */
function typedIn(body: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(fields.parse(body ?? {})).flatMap(([name, value]) =>
      name.startsWith(PREFIX) && typeof value === 'string'
        ? [[name.slice(PREFIX.length), value] as const]
        : [],
    ),
  );
}

function namedIn(req: Request): z.infer<typeof params> {
  const parsed = params.safeParse(req.params);
  if (!parsed.success) throw new NotFound('programme');
  return parsed.data;
}
