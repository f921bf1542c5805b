import { Router, urlencoded, type Request, type Response } from 'express';
import { z } from 'zod';
import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import { fullName, isActiveOn, type Person } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import { may } from '../../organisation/policy.rules.js';
import { readerOf, scopeFor, signedInOnly } from '../../organisation/reader.routes.js';
import { NotFound } from '../../platform/errors.js';
import type { Pages } from '../../platform/http/page.js';
import { LOCALES } from '../../platform/locale.js';
import { addMonths, parsePlainDate } from '../../platform/plain-date.js';
import { CATEGORIES, TEXT_SIZES } from './accommodation.rules.js';
import type { AccommodationStore } from './accommodation.store.js';
import { accommodationsPage, addressOf, personAccommodationsPage } from './accommodation.view.js';
import type { endAccommodation, grantAccommodation, NewGrant } from './grant-accommodation.js';

export interface AccommodationRoutesDeps {
  readonly pages: Pages;
  readonly people: PersonStore;
  readonly municipalities: MunicipalityStore;
  readonly accommodations: AccommodationStore;
  readonly grant: ReturnType<typeof grantAccommodation>;
  readonly end: ReturnType<typeof endAccommodation>;
}

const params = z.object({ personId: z.string().max(100) });
const search = z.object({ q: z.string().trim().max(100).catch('') });
const endForm = z.object({ grant: z.string().min(1).max(64) });
/** So far ahead an accommodation may be granted; then somebody looks at it anew. */
const MOST_MONTHS = 24;
const grantForm = z
  .object({
    timePercent: z.coerce.number().int().min(0).max(300),
    extraMinutes: z.coerce.number().int().min(0).max(240),
    textSize: z.enum(TEXT_SIZES),
    calm: z.literal('on').optional(),
    locale: z.union([z.literal(''), z.enum(LOCALES)]).default(''),
    category: z.enum(CATEGORIES),
    to: z.string(),
  })
  .transform(({ to: typed, calm, locale, ...rest }, context): NewGrant => {
    const to = parsePlainDate(typed);
    if (to) return { ...rest, calm: calm === 'on', to, ...(locale === '' ? {} : { locale }) };
    context.addIssue({ code: 'custom', path: ['to'], message: 'not a date' });
    return z.NEVER;
  });
const LONGEST_LIST = 50;

/** Who may have more time, larger text and calm in exams: for those who grant it, in their part of the municipality. */
export function accommodationRoutes(deps: AccommodationRoutesDeps): Router {
  const { pages, people, accommodations } = deps;
  const router = Router();
  const readForm = urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

  router.get('/exams/accommodations', signedInOnly, async (req, res) => {
    const { q } = search.parse(req.query);
    const { found, records } = await peopleFor(req, q);
    const words = wordsFor(req);
    pages.send(
      req,
      res,
      'exams/accommodations',
      accommodationsPage({ people: found, records, q }, words),
      {
        title: words.t('accommodation.title'),
      },
    );
  });

  router.get('/exams/accommodations/:personId', signedInOnly, async (req, res) => {
    await sendPerson(req, res, await personFor(req));
  });

  router.post('/exams/accommodations/:personId', signedInOnly, readForm, async (req, res) => {
    const person = await personFor(req);
    const { today } = readerOf(req);
    const read = grantForm.safeParse(req.body);
    const problem = read.success ? problemWith(read.data, today) : problemIn(read.error);
    if (!read.success || problem !== undefined) {
      await sendPerson(req, res, person, problem);
      return;
    }
    const outcome = await deps.grant(whose(req, person), read.data);
    if (outcome === 'granted') res.redirect(303, addressOf(person.id));
    else await sendPerson(req, res, person, outcome);
  });

  router.post('/exams/accommodations/:personId/end', signedInOnly, readForm, async (req, res) => {
    const person = await personFor(req);
    await deps.end(whose(req, person), endForm.parse(req.body).grant);
    res.redirect(303, addressOf(person.id));
  });

  const whose = (req: Request, person: Person) => {
    const { person: reader, today } = readerOf(req);
    return { municipalityId: person.municipalityId, personId: person.id, by: reader.id, today };
  };

  /** Somebody inside the reader's part of the municipality, and never oneself. */
  async function personFor(req: Request): Promise<Person> {
    const { municipalityId } = scopeFor(req, 'grant-accommodations');
    const { person: reader, today } = readerOf(req);
    const person = await people.find(municipalityId, params.parse(req.params).personId);
    if (!person) throw new NotFound('person');
    const units = await deps.municipalities.unitsOf(municipalityId);
    const working = person.employments.filter((one) => isActiveOn(one, today));
    const unitPaths = working.flatMap(
      ({ unitId }) => units.find(({ id }) => id === unitId)?.path ?? [],
    );
    const subject = { municipalityId, unitPaths: [unitPaths], personId: person.id };
    if (!may(reader, 'grant-accommodations', subject, today).allowed) throw new NotFound('person');
    return person;
  }

  /** Without a word to look for: those who have a record. */
  async function peopleFor(req: Request, q: string) {
    const scope = scopeFor(req, 'grant-accommodations');
    const { municipalityId } = scope;
    const { person: reader, today: day } = readerOf(req);
    const units = await deps.municipalities.unitsOf(municipalityId);
    const unitIds =
      scope.units === 'all'
        ? undefined
        : units
            .filter(({ path }) => path.some((id) => scope.units.includes(id)))
            .map(({ id }) => id);
    if (q !== '') {
      const page = { page: 1, size: LONGEST_LIST };
      const { people: matching } = await people.search(municipalityId, { q, unitIds, day }, page);
      const found = matching.filter(({ id }) => id !== reader.id);
      const ids = found.map(({ id }) => id);
      return { found, records: await accommodations.ofPeople(municipalityId, ids) };
    }
    const inPlace = unitIds ? await people.employedIn(scope, unitIds, day) : undefined;
    const records = await accommodations.ofPeople(
      municipalityId,
      inPlace?.map(({ id }) => id),
    );
    const ids = records.map(({ personId }) => personId).filter((id) => id !== reader.id);
    return { found: await people.findAll(municipalityId, ids), records };
  }

  async function sendPerson(req: Request, res: Response, person: Person, problem?: string) {
    const record = await accommodations.of(person.municipalityId, person.id);
    const by = record.grants.map(({ grantedBy }) => grantedBy);
    const granters = await people.findAll(person.municipalityId, by);
    const names = new Map(granters.map((one) => [one.id, fullName(one)]));
    const model = personAccommodationsPage(person, record, names, problem, wordsFor(req));
    const options = { title: model.name, status: problem === undefined ? 200 : 422 };
    pages.send(req, res, 'exams/person-accommodations', model, options);
  }

  function wordsFor(req: Request) {
    const { municipality, today } = readerOf(req);
    const { timeZone } = municipality;
    return { t: pages.texts(req), locale: pages.locale(req), timeZone, today };
  }

  return router;
}

function problemWith(grant: NewGrant, today: ReturnType<typeof readerOf>['today']) {
  const { timePercent, extraMinutes, textSize, calm, locale, to } = grant;
  if (to < today || to > addMonths(today, MOST_MONTHS)) return 'to';
  const nothing = timePercent + extraMinutes === 0 && textSize === 'usual' && !calm && !locale;
  return nothing ? 'nothing' : undefined;
}

function problemIn({ issues }: z.ZodError): 'to' | 'time' {
  return issues.some(({ path }) => path[0] === 'to') ? 'to' : 'time';
}
