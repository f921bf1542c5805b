import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Pages } from '../platform/http/page.js';
import { LOCALES } from '../platform/locale.js';
import type { ChangeRequirements, KnownProgramme } from './change-requirements.js';
import { day, id, optional, withoutUndefined } from './form-fields.js';
import { JOB_ROLES, TASKS } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import { requireWhole, signedInOnly } from './reader.routes.js';
import { newRequirementPage, requirementsPage } from './requirements.view.js';

export interface RequirementsDeps {
  readonly pages: Pages;
  readonly municipalities: Pick<MunicipalityStore, 'unitsOf'>;
  readonly programmesOf: (municipalityId: string) => Promise<readonly KnownProgramme[]>;
  readonly requirements: ChangeRequirements;
}

const PATH = '/administration/requirements';

/** The rules about who must be certified in what, for administrators and coordinators. */
export function requirementsRoutes(deps: RequirementsDeps): Router {
  const { pages, municipalities, programmesOf, requirements } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 50 });
  const wordsFor = (req: Request) => ({ t: pages.texts(req), locale: pages.locale(req) });
  const whoseOf = (req: Request) => {
    const { municipality, person } = requireWhole(req, 'manage-requirements');
    return { municipalityId: municipality.id, actor: person.id };
  };

  router.get(PATH, signedInOnly, async (req, res) => {
    await sendList(req, res);
  });

  router.get(`${PATH}/new`, signedInOnly, async (req, res) => {
    whoseOf(req);
    const asked = requirementForm.safeParse(req.query).data;
    const refused = asked === undefined && 'programmeId' in req.query ? 'incomplete' : undefined;
    await sendNew(req, res, { asked, filled: asked ?? draftForm.parse(req.query), refused });
  });

  router.post(PATH, signedInOnly, readForm, async (req, res) => {
    const whose = whoseOf(req);
    const wanted = requirementForm.parse(req.body);
    const outcome = await requirements.add(whose, wanted);
    if (outcome.changed) res.redirect(303, PATH);
    else await sendNew(req, res, { asked: wanted, filled: wanted, refused: outcome.reason });
  });

  router.post(`${PATH}/:id/end`, signedInOnly, readForm, async (req, res) => {
    const whose = whoseOf(req);
    const { lastDay } = z.object({ lastDay: day }).parse(req.body);
    const outcome = await requirements.end(whose, id.parse(req.params['id']), lastDay);
    if (outcome.changed) res.redirect(303, PATH);
    else await sendList(req, res, outcome.reason);
  });

  async function surroundings(req: Request) {
    const { municipality, today } = requireWhole(req, 'manage-requirements');
    const [units, programmes] = await Promise.all([
      municipalities.unitsOf(municipality.id),
      programmesOf(municipality.id),
    ]);
    return { municipality, today, units, programmes };
  }

  async function sendList(req: Request, res: Response, refused?: string): Promise<void> {
    const around = await surroundings(req);
    const concerned = await requirements.concernedToday(around.municipality, around.today);
    const words = wordsFor(req);
    const model = requirementsPage({ ...around, concerned, refused }, words);
    const status = refused === undefined ? 200 : 422;
    const title = words.t('requirements.title');
    pages.send(req, res, 'administration/requirements', model, { title, status });
  }

  /** With a whole rule in the address: whom it would concern, and the button that makes it hold. */
  async function sendNew(
    req: Request,
    res: Response,
    form: {
      readonly asked: z.infer<typeof requirementForm> | undefined;
      readonly filled: Parameters<typeof newRequirementPage>[0]['filled'];
      readonly refused: string | undefined;
    },
  ): Promise<void> {
    const { asked, refused } = form;
    const around = await surroundings(req);
    const concerned = asked && (await requirements.concerned(around.municipality.id, asked));
    const words = wordsFor(req);
    const model = newRequirementPage({ ...around, ...form, concerned }, words);
    const status = refused === undefined ? 200 : 422;
    const title = words.t('requirements.new');
    pages.send(req, res, 'administration/new-requirement', model, { title, status });
  }

  return router;
}

const several = <T extends string>(values: readonly [T, ...T[]]) =>
  z.preprocess(
    (given) => (given === undefined || given === '' ? [] : [given].flat()),
    z.array(z.enum(values)),
  );
const reasonField = optional(z.string().trim().min(1).max(300));
const requirementForm = z
  .object({
    programmeId: id,
    unitId: optional(id),
    jobRoles: several(JOB_ROLES).pipe(z.array(z.enum(JOB_ROLES)).min(1)),
    tasks: several(TASKS),
    from: day,
    to: optional(day),
    'reason.nb': reasonField,
    'reason.nn': reasonField,
    'reason.sv': reasonField,
    'reason.en': reasonField,
  })
  .transform((form, context) => {
    const given = LOCALES.flatMap((locale) => {
      const text = form[`reason.${locale}`];
      return text === undefined ? [] : [[locale, text] as const];
    });
    if (given.length === 0) {
      context.addIssue({ code: 'custom', message: 'no reason' });
      return z.NEVER;
    }
    const { programmeId, unitId, jobRoles, tasks, from, to } = form;
    const some = tasks.length > 0 ? { tasks } : {};
    const rest = withoutUndefined({ unitId, to });
    return { programmeId, jobRoles, from, ...rest, ...some, reason: Object.fromEntries(given) };
  });

/** What can be read of a form that is not whole, to fill it in again. */
const draftForm = z
  .looseObject({
    programmeId: id.optional().catch(undefined),
    unitId: optional(id).catch(undefined),
    jobRoles: several(JOB_ROLES).catch([]),
    tasks: several(TASKS).catch([]),
    from: day.optional().catch(undefined),
    to: optional(day).catch(undefined),
  })
  .transform((form) => ({
    ...form,
    reason: Object.fromEntries(
      LOCALES.map((locale) => [locale, reasonField.safeParse(form[`reason.${locale}`]).data]),
    ),
  }));
