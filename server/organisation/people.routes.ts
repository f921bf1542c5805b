import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../platform/errors.js';
import type { Pages } from '../platform/http/page.js';
import type { ChangeWork, WorkOutcome } from './change-work.js';
import { JOB_ROLES, TASKS } from './municipality.js';
import type { MunicipalityStore } from './municipality.store.js';
import { day, id, optional, withoutUndefined } from './form-fields.js';
import { peopleFiltersFrom } from './people-filters.js';
import { peoplePage, type Words } from './people.view.js';
import { fullName, ROLES } from './person.js';
import type { PersonStore } from './person.store.js';
import { personPage } from './person.view.js';
import { requireWhole, signedInOnly } from './reader.routes.js';

export interface PeopleDeps {
  readonly pages: Pages;
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
  readonly work: ChangeWork;
}

const PAGE_SIZE = 50;

/** People, their work and their roles, for administrators. */
export function peopleRoutes(deps: PeopleDeps): Router {
  const { pages, people, municipalities, work } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 50 });
  const wordsFor = (req: Request): Words => ({ t: pages.texts(req), locale: pages.locale(req) });

  router.get('/administration/people', signedInOnly, async (req, res) => {
    const { municipality, today } = requireWhole(req, 'manage-people');
    const filters = peopleFiltersFrom(req.query);
    const units = await municipalities.unitsOf(municipality.id);
    const below = units.filter(
      ({ path }) => filters.unit !== undefined && path.includes(filters.unit),
    );
    const unitIds = filters.unit === undefined ? undefined : below.map(({ id }) => id);
    const [found, unplaced] = await Promise.all([
      people.search(
        municipality.id,
        { ...filters, unitIds, day: today },
        { page: filters.page, size: PAGE_SIZE },
      ),
      people.search(municipality.id, { state: 'unplaced', day: today }, { page: 1, size: 1 }),
    ]);
    const page = { ...found, filters, units, unplaced: unplaced.total, today, pageSize: PAGE_SIZE };
    const words = wordsFor(req);
    pages.send(req, res, 'administration/people', peoplePage(page, words), {
      title: words.t('people.title'),
    });
  });

  router.get('/administration/people/:id', signedInOnly, async (req, res) => {
    await sendPerson(req, res, idOf(req));
  });

  router.post(
    '/administration/people/:id/employments',
    signedInOnly,
    readForm,
    async (req, res) => {
      const employment = { ...employmentForm.parse(req.body), source: 'manual' } as const;
      await answer(req, res, (whose) => work.startEmployment(whose, employment));
    },
  );

  router.post(
    '/administration/people/:id/employments/end',
    signedInOnly,
    readForm,
    async (req, res) => {
      const { lastDay, ...key } = employmentKey.parse(req.body);
      await answer(req, res, (whose) => work.endEmployment(whose, key, lastDay));
    },
  );

  router.post('/administration/people/:id/roles', signedInOnly, readForm, async (req, res) => {
    const grant = { ...grantForm.parse(req.body), source: 'manual' } as const;
    await answer(req, res, (whose) => work.grantRole(whose, grant));
  });

  router.post('/administration/people/:id/roles/end', signedInOnly, readForm, async (req, res) => {
    const { lastDay, ...key } = grantKey.parse(req.body);
    await answer(req, res, (whose) => work.endRole(whose, key, lastDay));
  });

  async function answer(
    req: Request,
    res: Response,
    act: (whose: {
      municipalityId: string;
      personId: string;
      actor: string;
    }) => Promise<WorkOutcome>,
  ): Promise<void> {
    const { municipality, person } = requireWhole(req, 'manage-people');
    const personId = idOf(req);
    const outcome = await act({ municipalityId: municipality.id, personId, actor: person.id });
    if (outcome.changed)
      res.redirect(303, `/administration/people/${encodeURIComponent(personId)}`);
    else await sendPerson(req, res, personId, outcome.reason);
  }

  async function sendPerson(
    req: Request,
    res: Response,
    id: string,
    refused?: string,
  ): Promise<void> {
    const { municipality, person: reader, today } = requireWhole(req, 'manage-people');
    const [person, merged, units, holders] = await Promise.all([
      people.findBehind(municipality.id, id),
      people.mergedOf(municipality.id, { into: id }),
      municipalities.unitsOf(municipality.id),
      people.withRoles(municipality.id),
    ]);
    if (!person) throw new NotFound('person');
    if (person.id !== id) {
      res.redirect(303, `/administration/people/${encodeURIComponent(person.id)}`);
      return;
    }
    const found = { person, merged, units, holders, today, own: reader.id === id, refused };
    const options = { title: fullName(person), status: refused === undefined ? 200 : 422 };
    pages.send(req, res, 'administration/person', personPage(found, wordsFor(req)), options);
  }

  return router;
}

const idOf = (req: Request): string => z.string().max(100).parse(req.params['id']);

const place = { unitId: id, jobRole: z.enum(JOB_ROLES), from: day };
const employmentKey = z.object({ ...place, lastDay: day });
const employmentForm = z
  .object({
    ...place,
    to: optional(day),
    percent: z.preprocess(
      (value) => Number(String(value).replace(',', '.')),
      z.number().min(0).max(100),
    ),
    tasks: z.preprocess(
      (value) => (value === undefined ? undefined : [value].flat()),
      z.array(z.enum(TASKS)).optional(),
    ),
  })
  .transform(withoutUndefined);

/** Either a role and a unit, or the role of somebody else: `their-id role unit`. */
const grantForm = z
  .object({
    role: optional(z.enum(ROLES)),
    unitId: optional(id),
    standsIn: optional(
      z
        .string()
        .max(300)
        .transform((text) => principalGrant.parse(text.split(' '))),
    ),
    from: day,
    to: optional(day),
  })
  .transform(({ standsIn, role, unitId, from, to }) => {
    const period = withoutUndefined({ from, to });
    if (standsIn) {
      const [deputyFor, principalRole, principalUnit] = standsIn;
      const unit = principalUnit === '' ? {} : { unitId: principalUnit };
      return { role: principalRole, ...unit, deputyFor, ...period };
    }
    return { role: z.enum(ROLES).parse(role), ...withoutUndefined({ unitId }), ...period };
  });
const principalGrant = z.tuple([id, z.enum(ROLES), z.string().max(100)]);
const grantKey = z
  .object({
    role: z.enum(ROLES),
    unitId: optional(id),
    deputyFor: optional(id),
    from: day,
    lastDay: day,
  })
  .transform(withoutUndefined);
