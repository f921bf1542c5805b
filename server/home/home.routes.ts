import { Router, type Request, type Response } from 'express';
import type { AttemptStore } from '../attempts/attempt.store.js';
import type { Standing } from '../attempts/gate.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import { providerName, type Provider } from '../identity/providers.rules.js';
import {
  rememberedMunicipality,
  rememberedProvider,
} from '../platform/http/remembered-municipality.js';
import type { Municipality } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { isActiveOn } from '../organisation/person.js';
import { readerOf } from '../organisation/reader.routes.js';
import { leftOn } from '../organisation/role-grant.rules.js';
import { requiredProgrammes } from '../organisation/requirement.rules.js';
import type { Clock } from '../platform/clock.js';
import { formatDate } from '../platform/http/i18n.js';
import type { Pages } from '../platform/http/page.js';
import { isSharedDevice } from '../platform/http/shared-device.js';
import { accessibilityPage } from './accessibility.view.js';
import { keptCertificates } from './kept-certificates.view.js';
import { programmeCard, type ProgrammeStanding } from './home.view.js';

export interface HomeDeps {
  readonly pages: Pages;
  readonly municipalities: MunicipalityStore;
  /** The login services of a municipality. */
  readonly providersOf: (municipalityId: string) => Promise<readonly Provider[]>;
  readonly certificates: CertificateStore;
  readonly attempts: AttemptStore;
  readonly courseSessions: CourseSessionStore;
  readonly standing: (
    municipalityId: string,
    personId: string,
    programmeId: string,
  ) => Promise<Standing>;
  readonly clock: Clock;
}

/** The front page: "My certifications" for whoever is signed in, the choice of municipality for everyone else. */
export function homeRoutes(deps: HomeDeps): Router {
  const router = Router();
  router.get('/', async (req, res) => {
    await (req.reader ? sendHome(deps, req, res) : sendSignIn(deps, req, res));
  });
  router.get('/m/:slug', async (req, res) => {
    await sendProviders(deps, req, res);
  });
  router.get('/accessibility', (req, res) => {
    const words = { t: deps.pages.texts(req), locale: deps.pages.locale(req) };
    const model = accessibilityPage(words);
    deps.pages.send(req, res, 'home/accessibility', model, { title: model.title });
  });
  return router;
}

async function sendSignIn({ pages, municipalities }: HomeDeps, req: Request, res: Response) {
  const returnTo = typeof req.query['returnTo'] === 'string' ? req.query['returnTo'] : '/';
  const isShared = isSharedDevice(req);
  const all = await municipalities.all();
  // On a shared device somebody else comes next, perhaps from elsewhere.
  const slugBefore = isShared ? undefined : rememberedMunicipality(req);
  const before = all.find(({ slug }) => slug === slugBefore);
  const toLogin = ({ name, slug }: Municipality) => ({
    name,
    href: `/m/${slug}/saml/login?returnTo=${encodeURIComponent(returnTo)}`,
  });
  const model = {
    remembered: before ? toLogin(before) : null,
    device: { isShared, becomes: isShared ? 'no' : 'yes' },
    municipalities: all.filter((one) => one !== before).map(toLogin),
  };
  pages.send(req, res, 'home/sign-in', model, {
    title: pages.texts(req)('signIn.title'),
    ...(before ? { municipalityName: before.name } : {}),
  });
}

/** Straight to the login service, or a choice where there are several: the one that was used last comes first. */
async function sendProviders(
  { pages, municipalities, providersOf }: HomeDeps,
  req: Request<{ slug: string }>,
  res: Response,
) {
  const { slug } = req.params;
  const returnTo = typeof req.query['returnTo'] === 'string' ? req.query['returnTo'] : undefined;
  const login = (provider?: string): string => {
    const query = new URLSearchParams({
      ...(provider !== undefined && { provider }),
      ...(returnTo !== undefined && { returnTo }),
    }).toString();
    return `/m/${encodeURIComponent(slug)}/saml/login${query === '' ? '' : `?${query}`}`;
  };
  const municipality = await municipalities.findBySlug(slug);
  const providers = municipality ? await providersOf(municipality.id) : [];
  if (!municipality || providers.length < 2) {
    res.redirect(302, login());
    return;
  }
  const keyBefore = isSharedDevice(req) ? undefined : rememberedProvider(req, slug);
  const before = providers.find(({ key }) => key === keyBefore);
  const toLogin = (one: (typeof providers)[number]) => ({
    name: providerName(one),
    href: login(one.key),
  });
  const model = {
    remembered: before ? toLogin(before) : null,
    providers: providers.filter((one) => one !== before).map(toLogin),
  };
  const { name: municipalityName } = municipality;
  const title = pages.texts(req)('providers.choose');
  pages.send(req, res, 'home/providers', model, { title, municipalityName });
}

async function sendHome(deps: HomeDeps, req: Request, res: Response) {
  const { pages, municipalities } = deps;
  const { person, municipality, today } = readerOf(req);
  const t = pages.texts(req);
  const units = await municipalities.unitsOf(municipality.id);
  const required = requiredProgrammes(person, municipality, units, today);
  const cards = await Promise.all(
    required.map(async ({ programmeId, employment }) => {
      const unit = units.find(({ id }) => id === employment.unitId);
      const facts = await factsOf(deps, municipality.id, person.id, programmeId, unit?.name ?? '');
      return programmeCard(facts, t, pages.locale(req));
    }),
  );
  const placed = person.employments.some((employment) => isActiveOn(employment, today));
  const left = leftOn(person, today);
  const certificates = await deps.certificates.ofPerson(municipality.id, person.id);
  const others = certificates.filter(
    ({ record }) => !required.some(({ programmeId }) => programmeId === record.programmeId),
  );
  const model = {
    left:
      left === undefined ? false : t('home.left', { date: formatDate(left, pages.locale(req)) }),
    notPlaced: !placed && left === undefined,
    nothingRequired: placed && cards.length === 0,
    reference: person.id,
    programmes: cards,
    kept: keptCertificates(others, today, t, pages.locale(req)),
  };
  pages.send(req, res, 'home/home', model, { title: t('home.title') });
}

async function factsOf(
  deps: HomeDeps,
  municipalityId: string,
  personId: string,
  programmeId: string,
  unitName: string,
): Promise<ProgrammeStanding> {
  const standing = await deps.standing(municipalityId, personId, programmeId);
  const [certificates, attempts, sessions] = await Promise.all([
    deps.certificates.ofPerson(municipalityId, personId),
    deps.attempts.historyOf(municipalityId, [personId], programmeId),
    deps.courseSessions.ofPerson(municipalityId, personId, standing.programme.courseId),
  ]);
  return {
    standing,
    certificates: certificates.filter(({ record }) => record.programmeId === programmeId),
    attempts,
    unitName,
    courseStarted: sessions.some(({ completedAt }) => completedAt === undefined),
    now: deps.clock(),
  };
}
