import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import { addDays, parsePlainDate } from '../platform/plain-date.js';
import type { ChangeUnits, UnitOutcome } from './change-units.js';
import { day, id, optional, withoutUndefined } from './form-fields.js';
import { UNIT_KINDS } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import type { PersonStore } from './person.store.js';
import { requireWhole, signedInOnly } from './reader.routes.js';
import { unitPage, unitsPage } from './units.view.js';

export interface UnitsDeps {
  readonly pages: Pages;
  readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
  readonly people: Pick<PersonStore, 'countsByUnit' | 'employedAfter' | 'withRoles'>;
  readonly units: ChangeUnits;
}

const PATH = '/administration/units';

/** The tree of units, for administrators. */
export function unitsRoutes({ pages, municipalities, people, units }: UnitsDeps): Router {
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });
  const wordsFor = (req: Request) => ({ t: pages.texts(req), locale: pages.locale(req) });
  const whoseOf = (req: Request) => {
    const { municipality, person } = requireWhole(req, 'manage-organisation');
    return { municipalityId: municipality.id, actor: person.id };
  };

  router.get(PATH, signedInOnly, async (req, res) => {
    await sendTree(req, res);
  });

  router.post(PATH, signedInOnly, readForm, async (req, res) => {
    const whose = whoseOf(req);
    const wanted = unitForm.parse(req.body);
    const outcome = await units.create(whose, wanted);
    if (outcome.changed) res.redirect(303, addressOf(outcome.unitId));
    else if (wanted.parentId === undefined) await sendTree(req, res, outcome.reason);
    else await sendUnit(req, res, wanted.parentId, outcome);
  });

  router.get(`${PATH}/:id`, signedInOnly, async (req, res) => {
    await sendUnit(req, res, idOf(req));
  });

  router.post(`${PATH}/:id`, signedInOnly, readForm, async (req, res) => {
    const whose = whoseOf(req);
    await answer(req, res, await units.change(whose, idOf(req), unitForm.parse(req.body)));
  });

  router.post(`${PATH}/:id/close`, signedInOnly, readForm, async (req, res) => {
    const whose = whoseOf(req);
    const closing = closingForm.parse(req.body);
    await answer(req, res, await units.close(whose, idOf(req), closing));
  });

  router.post(`${PATH}/:id/reopen`, signedInOnly, async (req, res) => {
    await answer(req, res, await units.reopen(whoseOf(req), idOf(req)));
  });

  async function answer(req: Request, res: Response, outcome: UnitOutcome): Promise<void> {
    if (outcome.changed) res.redirect(303, addressOf(outcome.unitId));
    else await sendUnit(req, res, idOf(req), outcome);
  }

  async function sendTree(req: Request, res: Response, refused?: string): Promise<void> {
    const { municipality, today } = requireWhole(req, 'manage-organisation');
    const [all, counts] = await Promise.all([
      municipalities.unitsOf(municipality.id),
      people.countsByUnit(municipality.id, today),
    ]);
    const { t } = wordsFor(req);
    const model = unitsPage({ units: all, counts, today, refused }, wordsFor(req));
    const status = refused === undefined ? 200 : 422;
    pages.send(req, res, 'administration/units', model, { title: t('units.title'), status });
  }

  /** With `?lastDay=`: as it would be closed. */
  async function sendUnit(
    req: Request,
    res: Response,
    id: string,
    refused?: UnitOutcome & { readonly changed: false },
  ): Promise<void> {
    const { municipality, today } = requireWhole(req, 'manage-organisation');
    const all = await municipalities.unitsOf(municipality.id);
    const unit = all.find((one) => one.id === id);
    if (!unit) throw new NotFound('unit');
    const asked = z.string().safeParse(req.query['lastDay']).data ?? '';
    const lastDay = parsePlainDate(asked) ?? unit.to;
    const [counts, staying, holders] = await Promise.all([
      people.countsByUnit(municipality.id, today),
      people.employedAfter(municipality.id, id, lastDay ?? addDays(today, -1)),
      people.withRoles(municipality.id),
    ]);
    const model = unitPage(
      { unit, units: all, counts, staying, holders, lastDay, today, refused: refused?.reason },
      wordsFor(req),
    );
    const status = refused === undefined ? 200 : 422;
    pages.send(req, res, 'administration/unit', model, { title: unit.name, status });
  }

  return router;
}

const addressOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
const idOf = (req: Request): string => z.string().max(100).parse(req.params['id']);

/** One a line, or with semicolons between. */
const codes = z
  .string()
  .max(2000)
  .default('')
  .transform((text) => [
    ...new Set(
      text
        .split(/[\r\n;]+/)
        .map((code) => code.trim())
        .filter((code) => code !== ''),
    ),
  ])
  .pipe(z.array(z.string().max(100)).max(20));
const unitForm = z
  .object({
    name: z.string().trim().min(1).max(120),
    kind: z.enum(UNIT_KINDS).exclude(['municipality']).default('unit'),
    parentId: optional(id),
    codes,
  })
  .transform(withoutUndefined);
const closingForm = z.discriminatedUnion('then', [
  z.object({ lastDay: day, then: z.literal('end') }),
  z.object({ lastDay: day, then: z.literal('move'), moveTo: id }),
]);
