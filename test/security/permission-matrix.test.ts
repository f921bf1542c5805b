import assert from 'node:assert/strict';
import request from 'supertest';
import { createApp } from '../../server/app.js';
import { sessionCookie } from '../../server/identity/cookies.js';
import { SCIM_MOUNT_PATH } from '../../server/identity/scim/scim.routes.js';
import { plainText } from '../support/a-page.js';
import { useService } from '../support/a-service.js';
import { PROGRAMME } from '../support/some-staff.js';
import { aSave } from '../support/sitting.js';
import type { Visitor } from '../support/visitor.js';
import { CAST, setScene, type Scene, type Who } from './cast.js';
import { routesOf } from './routes-of.js';

/** What each gets: the status for those who are named, and for everybody else. */
type Expected = Readonly<Partial<Record<Who, number>>> & { readonly others: number };

interface Row {
  /** The route as the application knows it. */
  readonly route: string;
  /** An address of it. */
  readonly at: (scene: Scene) => string;
  readonly expected: Expected;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: () => unknown;
}

/** Open to the world. */
const everyone = (status = 200): Expected => ({ others: status });
/** Whoever is not signed in is led to the login, or told so where there is no page to come back to. */
const signedIn = (status = 200): Expected => ({
  nobody: status === 200 ? 302 : 401,
  others: status,
});
/** The holder's own: for all others it does not exist. Whoever is not signed in may be its holder, and is led to the login. */
const holderOnly = (status = 200): Expected => ({ nobody: 302, holder: status, others: 404 });
const holderMayDo = (status = 200): Expected => ({ ...holderOnly(status), nobody: 401 });
const OVERSEERS = [
  'headOfUnit',
  'headOfOtherUnit',
  'coordinator',
  'hr',
  'auditor',
  'administrator',
  'foreignHead',
  'foreignHr',
  'foreignAdministrator',
] as const;
const overseers: Expected = {
  nobody: 302,
  ...Object.fromEntries(OVERSEERS.map((who) => [who, 200])),
  others: 403,
};

/** Those who write items, and those who review them. */
const itemReaders = (): Expected => ({
  nobody: 302,
  examAuthor: 200,
  examReviewer: 200,
  others: 403,
});

/** Those who check what was done, each in their own municipality. */
const auditors = (status: number, nobody = 302): Expected => ({
  nobody,
  auditor: status,
  administrator: status,
  foreignAdministrator: status,
  others: 403,
});

/** The same, and who runs the exams. */
const statisticsReaders = (status = 200): Expected => ({
  nobody: status === 200 ? 302 : 401,
  examAuthor: status,
  examReviewer: status,
  coordinator: status,
  others: 403,
});

/** Those who make exams, review or run them, and those who check by which rules. */
const programmeReaders = (): Expected => ({
  nobody: 302,
  examAuthor: 200,
  examReviewer: 200,
  coordinator: 200,
  auditor: 200,
  others: 403,
});
/** Those who decide how exams are put together. */
const specifiers = (status = 200, nobody = 302): Expected => ({
  nobody,
  examAuthor: status,
  coordinator: status,
  others: 403,
});
const SPECIFICATION = `/administration/programmes/${PROGRAMME}`;

/** Who judges appeals, and who checks how exams were decided. */
const recordReaders = (): Expected => ({
  nobody: 302,
  coordinator: 200,
  auditor: 200,
  others: 403,
});

/** Who runs the exams; nobody else changes results. */
const regraders = (status: number): Expected => ({
  nobody: 401,
  coordinator: status,
  others: 403,
});

/** Who runs exams, each in their own part. */
const supervisors = (status = 200): Expected => ({
  nobody: status === 200 ? 302 : 401,
  headOfUnit: status,
  headOfOtherUnit: status,
  coordinator: status,
  foreignHead: status,
  others: 403,
});
/** Of the holder's attempt, which does not exist for those who run exams elsewhere. */
const supervisorsOfHolder = (status = 200): Expected => ({
  ...supervisors(status),
  headOfOtherUnit: 404,
  foreignHead: 404,
});
/** Of a window of the head's unit, which does not exist for those who run exams elsewhere. */
const supervisorsOfWindow = supervisorsOfHolder;
const windowPath =
  (place = ''): Row['at'] =>
  ({ windowId }) =>
    `/exams/windows/${windowId}${place}`;
const BANK = `/item-banks/${PROGRAMME}`;
const administrators = (): Expected => ({
  nobody: 302,
  administrator: 200,
  foreignAdministrator: 200,
  others: 403,
});
const regionAdministrators = (status: number): Expected => ({
  nobody: 401,
  administrator: status,
  foreignAdministrator: status,
  others: 403,
});
/** Those who decide what is taken from other municipalities. */
const banksSharers = (status: number): Expected => ({
  ...regionAdministrators(status),
  examAuthor: status,
});
/** Of a person of Fjordby, who does not exist for the administrator of another municipality. */
const ownAdministrator = (status: number): Expected => ({
  nobody: status === 200 ? 302 : 401,
  administrator: status,
  foreignAdministrator: 404,
  others: 403,
});
const personPath =
  (place = ''): Row['at'] =>
  ({ people }) =>
    `/administration/people/${people.colleague.id}${place}`;
/** HR and administrators, each for their own municipality. */
const importers = (status: number, nobody = 302): Expected => ({
  nobody,
  hr: status,
  administrator: status,
  foreignHr: status,
  foreignAdministrator: status,
  others: 403,
});
/** Who says what the employer demands. */
const requirementManagers = (status: number): Expected => ({
  nobody: 401,
  administrator: status,
  coordinator: status,
  foreignAdministrator: status,
  others: 403,
});
const unitPath =
  (place = ''): Row['at'] =>
  () =>
    `/administration/units/fjordby-solbakken${place}`;
/** Administrators and operators, each for their own municipality. */
const identityManagers = (status: number, nobody = 302): Expected => ({
  nobody,
  administrator: status,
  operator: status,
  foreignAdministrator: status,
  others: 403,
});

const COURSE = `/courses/${PROGRAMME}`;
const PRACTICE = `/programmes/${PROGRAMME}/practice`;
const get = (route: string, expected: Expected, at: Row['at'] = () => route): Row => ({
  route: `GET ${route}`,
  at,
  expected,
});
const post = (
  route: string,
  expected: Expected,
  at: Row['at'] = () => route,
  form: Row['form'] = {},
): Row => ({ route: `POST ${route}`, at, expected, form });
const attempt =
  (place: string): Row['at'] =>
  ({ attemptId }) =>
    `/attempts/${attemptId}/${place}`;

/** All that is open to a login by break-glass, in one place: the world's pages before its guard, its way out, the login service, people. */
const BREAK_GLASS: Readonly<Record<string, number>> = {
  'GET /healthz': 200,
  'GET /readyz': 200,
  'GET /theme/:colour': 200,
  'GET /arms/:id': 404,
  'GET /m/:slug/saml/login': 302,
  'GET /m/:slug/saml/metadata': 200,
  'GET /m/:slug/break-glass': 200,
  'POST /m/:slug/break-glass': 422,
  'GET /session': 200,
  'POST /session': 200,
  'POST /device': 303,
  'POST /logout': 303,
  'POST /switch-user': 200,
  'GET /logged-out': 303,
  // Led to what it is for.
  'GET /': 303,
  'GET /administration': 200,
  'GET /administration/sessions': 200,
  'POST /administration/sessions': 303,
  'GET /administration/identity': 200,
  'GET /administration/identity/test-login': 302,
  'POST /administration/identity/name': 303,
  'POST /administration/identity/proposal': 303,
  'POST /administration/identity/unit-code': 303,
  'GET /administration/people': 200,
  'GET /administration/people/:id': 200,
  'POST /administration/people/:id/employments': 422,
  'POST /administration/people/:id/employments/end': 422,
  'POST /administration/people/:id/roles': 422,
  'POST /administration/people/:id/roles/end': 422,
  'POST /administration/people/:id/sessions/end': 303,
};
/** What stands ahead of the guard looks for the holder's own attempt, as for everybody else. */
const attemptsOfNobody = ({ route, expected }: Row): number | undefined =>
  route.includes(' /attempts/:attemptId') ? expected.others : undefined;

/** Where routers are mounted, with an address there. */
const MOUNTS = {
  '/assets': '/assets/x',
  '/m/:slug/saml': '/m/x/saml',
  '/scim/v2': '/scim/v2',
  '/Users': '/Users',
  '/Groups': '/Groups',
};

/** What changes something for good comes last in its group. */
const MATRIX: readonly Row[] = [
  get('/healthz', everyone()),
  get('/readyz', everyone()),

  get('/m/:slug/saml/login', everyone(302), () => '/m/fjordby/saml/login'),
  post('/m/:slug/saml/acs', everyone(403), () => '/m/fjordby/saml/acs'),
  get('/m/:slug/saml/slo', everyone(403), () => '/m/fjordby/saml/slo'),
  post('/m/:slug/saml/slo', everyone(403), () => '/m/fjordby/saml/slo'),
  get('/m/:slug/saml/metadata', everyone(), () => '/m/fjordby/saml/metadata'),
  get('/m/:slug/break-glass', everyone(), () => '/m/fjordby/break-glass'),
  post('/m/:slug/break-glass', everyone(422), () => '/m/fjordby/break-glass'),
  get('/logged-out', { nobody: 200, others: 303 }),
  post('/logout', everyone(303)),

  get('/session', signedIn()),
  post('/session', { nobody: 401, others: 200 }),
  post('/device', everyone(303), undefined, { shared: 'no' }),
  post('/switch-user', everyone(200)),
  get('/sessions', signedIn()),
  post('/sessions/end', signedIn(303)),
  get('/', everyone()),
  get('/m/:slug', everyone(302), () => '/m/fjordby'),

  get('/courses/:courseId', signedIn(), () => COURSE),
  get('/courses/:courseId/lessons/:lessonId', signedIn(), () => `${COURSE}/lessons/law`),
  get(
    '/courses/:courseId/lessons/:lessonId/figures/:file',
    signedIn(),
    () => `${COURSE}/lessons/law/figures/roles.svg`,
  ),
  post(
    '/courses/:courseId/lessons/:lessonId/check',
    { nobody: 401, others: 200 },
    () => `${COURSE}/lessons/law/check`,
  ),
  post('/courses/:courseId/again', signedIn(303), () => `${COURSE}/again`),

  get('/programmes/:programmeId/exam', signedIn(), () => `/programmes/${PROGRAMME}/exam`),
  post('/programmes/:programmeId/exam', signedIn(303), () => `/programmes/${PROGRAMME}/exam`),
  // Open to the world where a programme wants that browser; this one does not.
  get(
    '/m/:slug/programmes/:programmeId/exam.seb',
    everyone(404),
    () => `/m/fjordby/programmes/${PROGRAMME}/exam.seb`,
  ),
  // Nobody waits: all are led to where they stand.
  get(
    '/programmes/:programmeId/exam/lobby',
    { nobody: 302, others: 303 },
    () => `/programmes/${PROGRAMME}/exam/lobby`,
  ),
  // Of no window that is theirs: nothing is booked and nothing given back.
  ...(['book', 'leave'] as const).map((act) =>
    post(
      `/programmes/:programmeId/exam/${act}`,
      signedIn(303),
      () => `/programmes/${PROGRAMME}/exam/${act}`,
      { window: 'none' },
    ),
  ),

  get('/programmes/:programmeId/practice', signedIn(), () => PRACTICE),
  post('/programmes/:programmeId/practice/sets', signedIn(303), () => `${PRACTICE}/sets`),
  post('/programmes/:programmeId/practice/streak', signedIn(303), () => `${PRACTICE}/streak`),
  // Nobody has a set of that id: all are led to where they stand.
  get(
    '/programmes/:programmeId/practice/sets/:setId/:number',
    { nobody: 302, others: 303 },
    () => `${PRACTICE}/sets/x/1`,
  ),
  get(
    '/programmes/:programmeId/practice/sets/:setId/:number/images/:name',
    { nobody: 302, others: 404 },
    () => `${PRACTICE}/sets/x/1/images/none.png`,
  ),
  post(
    '/programmes/:programmeId/practice/sets/:setId/:number',
    signedIn(303),
    () => `${PRACTICE}/sets/x/1`,
  ),

  get(
    '/attempts/:attemptId/images/:name',
    { nobody: 302, others: 404 },
    attempt('images/none.png'),
  ),
  get('/attempts/:attemptId/clock', holderOnly(), attempt('clock')),
  get('/attempts/:attemptId/pages/:page', holderOnly(), attempt('pages/1')),
  get('/attempts/:attemptId/review', holderOnly(), attempt('review')),
  get('/attempts/:attemptId/result', holderOnly(303), attempt('result')),
  {
    route: 'PUT /attempts/:attemptId/responses',
    at: attempt('responses'),
    expected: holderMayDo(),
    json: () => ({ saves: [aSave(0)] }),
  },
  {
    route: 'POST /attempts/:attemptId/noticed',
    at: attempt('noticed'),
    expected: holderMayDo(204),
    json: () => ({
      noticed: [{ kind: 'left', when: { heard: '2026-11-02T08:00:00Z', afterMs: 0 } }],
    }),
  },
  post('/attempts/:attemptId/pages/:page', holderMayDo(303), attempt('pages/1'), {
    slots: '1',
    pages: '6',
    'r1.kind': 'chosen',
    'r1.revision': '0',
  }),
  // It does not rest, and may not be stopped by its candidate.
  get('/attempts/:attemptId/paused', holderOnly(303), attempt('paused')),
  post('/attempts/:attemptId/interrupt', holderMayDo(303), attempt('interrupt')),
  post('/attempts/:attemptId/resume', holderMayDo(303), attempt('resume')),
  post('/attempts/:attemptId/report', holderMayDo(303), attempt('report'), {
    slot: '0',
    text: 'Two options are right',
  }),
  post('/attempts/:attemptId/submit', holderMayDo(303), attempt('submit')),

  get('/exams', supervisors()),
  // Nothing is said of how many minutes: nobody gets any.
  post('/exams/extend', supervisors(422)),
  get(
    '/exams/attempts/:attemptId',
    supervisorsOfHolder(),
    ({ attemptId }) => `/exams/attempts/${attemptId}`,
  ),
  post(
    '/exams/attempts/:attemptId/extend',
    supervisorsOfHolder(422),
    ({ attemptId }) => `/exams/attempts/${attemptId}/extend`,
  ),

  // Nothing says why: nothing is done.
  ...(['pause', 'release'] as const).map((act) =>
    post(
      `/exams/attempts/:attemptId/${act}`,
      supervisorsOfHolder(422),
      ({ attemptId }) => `/exams/attempts/${attemptId}/${act}`,
    ),
  ),
  post(
    '/exams/attempts/:attemptId/annul',
    { nobody: 401, coordinator: 422, others: 403 },
    ({ attemptId }) => `/exams/attempts/${attemptId}/annul`,
  ),
  get('/exams/confirm', signedIn()),
  post('/exams/confirm', { nobody: 401, others: 422 }),
  get('/exams/windows', supervisors()),
  // Nothing is said of what and when: nothing is made.
  post('/exams/windows', supervisors(422)),
  get('/exams/windows/:windowId', supervisorsOfWindow(), windowPath()),
  post('/exams/windows/:windowId', supervisorsOfWindow(422), windowPath()),
  // Nothing is said of how many minutes: nobody gets any.
  post('/exams/windows/:windowId/extend', supervisorsOfWindow(422), windowPath('/extend')),
  get('/exams/windows/:windowId/code', supervisorsOfWindow(), windowPath('/code')),
  post('/exams/windows/:windowId/code', supervisorsOfWindow(303), windowPath('/code')),
  post('/exams/windows/:windowId/admit', supervisorsOfWindow(303), windowPath('/admit')),
  post('/exams/windows/:windowId/cancel', supervisorsOfWindow(303), windowPath('/cancel')),
  get('/exams/accommodations', supervisors()),
  get(
    '/exams/accommodations/:personId',
    supervisorsOfHolder(),
    ({ people }) => `/exams/accommodations/${people.holder.id}`,
  ),
  // Nothing is chosen: nothing is granted.
  post(
    '/exams/accommodations/:personId',
    supervisorsOfHolder(422),
    ({ people }) => `/exams/accommodations/${people.holder.id}`,
  ),
  post(
    '/exams/accommodations/:personId/end',
    supervisorsOfHolder(303),
    ({ people }) => `/exams/accommodations/${people.holder.id}/end`,
    { grant: 'none' },
  ),
  get('/records', recordReaders()),
  get('/records/similarity', { nobody: 302, coordinator: 200, others: 403 }),
  get(
    '/records/:attemptId',
    recordReaders(),
    ({ closedAttemptId }) => `/records/${closedAttemptId}`,
  ),
  get(
    '/records/:attemptId/pdf',
    recordReaders(),
    ({ closedAttemptId }) => `/records/${closedAttemptId}/pdf`,
  ),

  get(
    '/certificates/:id/pdf',
    {
      nobody: 302,
      holder: 200,
      headOfUnit: 200,
      coordinator: 200,
      hr: 200,
      auditor: 200,
      administrator: 200,
      others: 404,
    },
    ({ certificateId }) => `/certificates/${certificateId}/pdf`,
  ),
  get('/accessibility', everyone()),
  get('/v', everyone()),
  get('/v/:code', everyone(), ({ code }) => `/v/${code}`),
  post('/v/:code', everyone(), ({ code }) => `/v/${code}`, { familyName: 'Family-holder' }),
  get('/verify', everyone()),
  post('/verify', everyone(400)),
  get('/keys/:kid', everyone(), ({ keyId }) => `/keys/${keyId}`),
  get('/.well-known/jwks.json', everyone()),
  get('/.well-known/seal-certificates.pem', everyone()),

  get('/item-banks', itemReaders()),
  get('/item-banks/:bankId', itemReaders(), () => BANK),
  get('/item-banks/:bankId/items/:itemId', itemReaders(), () => `${BANK}/items/law-001`),
  // The bank comes with the service: nobody here writes it.
  get(
    '/item-banks/:bankId/items/new',
    { nobody: 302, examAuthor: 404, others: 403 },
    () => `${BANK}/items/new`,
  ),
  get(
    '/item-banks/:bankId/items/:itemId/edit',
    { nobody: 302, examAuthor: 404, others: 403 },
    () => `${BANK}/items/law-001/edit`,
  ),
  post(
    '/item-banks/:bankId/items/new',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/items/new`,
    { revision: '0', type: 'singleChoice' },
  ),
  post(
    '/item-banks/:bankId/items/:itemId/edit',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/items/law-001/edit`,
    { revision: '1', type: 'singleChoice' },
  ),
  // The bank comes with the service: the page says so, and nothing changes.
  post(
    '/item-banks/:bankId/items/:itemId/state',
    { nobody: 401, examAuthor: 409, examReviewer: 409, others: 403 },
    () => `${BANK}/items/law-001/state`,
    { version: '1', revision: '1', transition: 'retire', comment: 'Why' },
  ),
  post(
    '/item-banks/:bankId/items/:itemId/owner',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/items/law-001/owner`,
    { revision: '1', ownerId: 'somebody' },
  ),
  get(
    '/item-banks/:bankId/import',
    { nobody: 302, examAuthor: 404, others: 403 },
    () => `${BANK}/import`,
  ),
  // Without a file there is nothing to read.
  post(
    '/item-banks/:bankId/import',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/import`,
  ),
  get(
    '/item-banks/:bankId/imports/:importId',
    { nobody: 302, examAuthor: 404, others: 403 },
    () => `${BANK}/imports/none`,
  ),
  post(
    '/item-banks/:bankId/imports/:importId',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/imports/none`,
  ),
  get('/lint-rules', itemReaders()),
  // Nothing says why: nothing is decided.
  post('/lint-rules', { nobody: 401, examReviewer: 422, others: 403 }),
  get('/item-banks/:bankId/export', itemReaders(), () => `${BANK}/export`),
  // No format is chosen: nothing is taken.
  post(
    '/item-banks/:bankId/export/file',
    { nobody: 401, examAuthor: 422, examReviewer: 422, others: 403 },
    () => `${BANK}/export/file`,
  ),
  get(
    '/item-banks/:bankId/images/:name',
    { nobody: 302, examAuthor: 404, examReviewer: 404, coordinator: 404, others: 403 },
    () => `${BANK}/images/none.png`,
  ),
  get('/item-banks/:bankId/sources', itemReaders(), () => `${BANK}/sources`),
  post(
    '/item-banks/:bankId/sources',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/sources`,
    { id: 'no-new', title: 'A new law' },
  ),
  post(
    '/item-banks/:bankId/items/:itemId/sources',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/items/law-001/sources`,
    { revision: '1', source: 'no-old', reason: 'It says the same' },
  ),
  get('/administration/sessions', identityManagers(200)),
  post('/administration/sessions', identityManagers(303, 401), undefined, {
    ...{ idleMinutes: '30', sharedIdleMinutes: '5', hours: '10', shared: 'marked' },
  }),
  get('/administration/identity', identityManagers(200)),
  get('/administration/identity/test-login', identityManagers(302)),
  post('/administration/identity/name', identityManagers(303, 401), undefined, { name: 'Entra' }),
  post('/administration/identity/proposal', identityManagers(303, 401), undefined, {
    proposal: 'x',
    answer: 'accept',
  }),
  post('/administration/identity/unit-code', identityManagers(303, 401), undefined, {
    code: 'x',
    unit: '',
  }),

  get('/statistics', statisticsReaders()),
  get('/item-banks/:bankId/statistics', statisticsReaders(), () => `${BANK}/statistics`),
  post('/item-banks/:bankId/statistics', statisticsReaders(303), () => `${BANK}/statistics`),
  get(
    '/item-banks/:bankId/items/:itemId/statistics',
    statisticsReaders(),
    () => `${BANK}/items/law-001/statistics`,
  ),
  post(
    '/item-banks/:bankId/items/:itemId/reports',
    { nobody: 401, examAuthor: 404, others: 403 },
    () => `${BANK}/items/law-001/reports`,
    { report: 'none', text: 'Mended' },
  ),
  get(
    '/item-banks/:bankId/items/:itemId/neutralise',
    { ...regraders(200), nobody: 302 },
    () => `${BANK}/items/law-001/neutralise`,
  ),
  // Without a reason nothing is done.
  post(
    '/item-banks/:bankId/items/:itemId/neutralise',
    regraders(409),
    () => `${BANK}/items/law-001/neutralise`,
    { version: '1', digest: '' },
  ),
  get('/neutralisations/:id', { ...regraders(404), nobody: 302 }, () => '/neutralisations/none'),
  post('/neutralisations/:id/run', regraders(404), () => '/neutralisations/none/run'),
  post('/neutralisations/:id/decisions', regraders(404), () => '/neutralisations/none/decisions', {
    attemptId: 'none',
    outcome: 'keep',
    reason: '',
  }),

  get('/regions', administrators()),
  // A region that there is not: also one that does not name the municipality.
  get(
    '/regions/:regionId',
    { ...regionAdministrators(404), nobody: 302 },
    () => '/regions/elsewhere',
  ),
  post(
    '/regions/:regionId/invitations',
    regionAdministrators(404),
    () => '/regions/x/invitations',
    {
      municipalityId: 'fjordby',
    },
  ),
  post('/regions/:regionId/answer', regionAdministrators(404), () => '/regions/x/answer', {
    answer: 'accept',
  }),
  post('/regions/:regionId/end', regionAdministrators(404), () => '/regions/x/end', {
    municipalityId: 'fjordby',
    reason: 'Why',
  }),
  get('/administration/programmes', programmeReaders()),
  get('/administration/programmes/:programmeId', programmeReaders(), () => SPECIFICATION),
  get(
    '/administration/programmes/:programmeId/versions/:version',
    programmeReaders(),
    () => `${SPECIFICATION}/versions/1`,
  ),
  get(
    '/administration/programmes/:programmeId/forms',
    specifiers(),
    () => `${SPECIFICATION}/forms`,
  ),

  get(
    '/regions/:regionId/coverage',
    { ...regionAdministrators(404), nobody: 302 },
    () => '/regions/elsewhere/coverage',
  ),
  get('/sharing', { ...banksSharers(200), nobody: 302 }),
  // Banks and releases of others, or none: each is as if it did not exist.
  post('/sharing/subscriptions', banksSharers(404), undefined, { bankId: 'x', number: '1' }),
  post('/sharing/forks', banksSharers(404), undefined, {
    ...{ bankId: 'x', number: '1', newId: 'y', 'title.nb': 'Y' },
  }),
  post('/sharing/local-banks', banksSharers(404), undefined, {
    ...{ topicsOf: 'x', newId: 'y', 'title.nb': 'Y' },
  }),
  post('/sharing/banks/:bankId/end', banksSharers(404), () => '/sharing/banks/x/end', {
    reason: 'Why',
  }),
  get(
    '/sharing/banks/:bankId/changes',
    { ...banksSharers(404), nobody: 302 },
    () => '/sharing/banks/x/changes',
  ),
  post('/sharing/banks/:bankId/adopt', banksSharers(404), () => '/sharing/banks/x/adopt', {
    number: '1',
  }),
  post('/sharing/banks/:bankId/hold', banksSharers(404), () => '/sharing/banks/x/hold', {
    ...{ number: '1', reason: 'Why' },
  }),
  post(
    '/sharing/banks/:bankId/items/:itemId',
    banksSharers(404),
    () => '/sharing/banks/x/items/y',
    {
      ...{ number: '1', revision: '1', decision: 'take' },
    },
  ),
  get(
    '/sharing/regions/:regionId/banks/:bankId',
    { ...regionAdministrators(404), nobody: 302 },
    () => '/sharing/regions/x/banks/y',
  ),
  post(
    '/sharing/regions/:regionId/banks/:bankId/rights',
    regionAdministrators(404),
    () => '/sharing/regions/x/banks/y/rights',
    { digest: '', basis: 'own', which: 'all' },
  ),
  post(
    '/sharing/regions/:regionId/banks/:bankId/releases',
    regionAdministrators(404),
    () => '/sharing/regions/x/banks/y/releases',
  ),
  get(
    '/administration/programmes/:programmeId/standard',
    programmeReaders(),
    () => `${SPECIFICATION}/standard`,
  ),
  // No round is open when its judges come, nor when it is to be closed.
  get(
    '/administration/programmes/:programmeId/standard/rate',
    { nobody: 302, examAuthor: 303, examReviewer: 303, others: 403 },
    () => `${SPECIFICATION}/standard/rate`,
  ),
  post(
    '/administration/programmes/:programmeId/standard/rate',
    { nobody: 401, examAuthor: 409, examReviewer: 409, others: 403 },
    () => `${SPECIFICATION}/standard/rate`,
  ),
  post(
    '/administration/programmes/:programmeId/standard/close',
    specifiers(409, 401),
    () => `${SPECIFICATION}/standard/close`,
  ),
  get(
    '/administration/programmes/:programmeId/standard/rounds/:roundId',
    { ...programmeReaders(), examAuthor: 404, examReviewer: 404, coordinator: 404, auditor: 404 },
    () => `${SPECIFICATION}/standard/rounds/none`,
  ),
  // The first who comes opens one; for the other there is one.
  post(
    '/administration/programmes/:programmeId/standard',
    { nobody: 401, coordinator: 303, examAuthor: 409, others: 403 },
    () => `${SPECIFICATION}/standard`,
  ),
  get('/administration/programmes/new', specifiers()),
  // Of a bank that is none of theirs nothing begins.
  post(
    '/administration/programmes/new',
    specifiers(404, 401),
    () => '/administration/programmes/new?bank=none',
    { revision: '0', do: 'save' },
  ),
  get('/administration/programmes/:programmeId/edit', specifiers(), () => `${SPECIFICATION}/edit`),
  // Without anything in it nothing is published.
  post(
    '/administration/programmes/:programmeId/edit',
    specifiers(422, 401),
    () => `${SPECIFICATION}/edit`,
    { revision: '1', do: 'save' },
  ),

  get('/oversight', overseers),
  get('/oversight.csv', overseers),
  get('/audit', auditors(200)),
  // No head has been signed yet: there is none to take away.
  get('/audit/head', auditors(404)),
  get('/audit.csv', auditors(200)),
  get('/audit.jsonl', auditors(200)),
  post('/audit/check', auditors(303, 401)),

  get('/administration', {
    ...administrators(),
    ...{ operator: 200, coordinator: 200, hr: 200, foreignHr: 200 },
  }),
  get('/administration/hr', importers(200)),
  // Without a file: the page says so.
  post('/administration/hr', importers(422, 401)),
  get('/administration/hr/:id', importers(404), () => '/administration/hr/none'),
  post('/administration/hr/:id/apply', importers(404, 401), () => '/administration/hr/none/apply', {
    digest: 'x',
  }),
  post(
    '/administration/hr/:id/discard',
    importers(404, 401),
    () => '/administration/hr/none/discard',
  ),
  get('/administration/requirements', { ...administrators(), coordinator: 200 }),
  get('/administration/requirements/new', { ...administrators(), coordinator: 200 }),
  // Of a programme that nobody has.
  post('/administration/requirements', requirementManagers(422), undefined, {
    ...{ programmeId: 'none', jobRoles: 'nurse', from: '2026-11-02', 'reason.nb': 'x' },
  }),
  post(
    '/administration/requirements/:id/end',
    requirementManagers(422),
    () => '/administration/requirements/none/end',
    { lastDay: '2026-11-02' },
  ),
  get('/theme/:colour', everyone(), () => '/theme/0b5cab'),
  get('/arms/:id', everyone(404), () => `/arms/${'0'.repeat(32)}`),
  get('/administration/settings', administrators()),
  // Saved as it is: nobody has asked for a name that is none.
  post('/administration/settings', regionAdministrators(422), undefined, {
    ...{ name: '', timeZone: 'Europe/Oslo', locale: 'nb', languages: 'nb', colour: '#0b5cab' },
  }),
  post('/administration/settings/arms', regionAdministrators(422)),
  post('/administration/settings/arms/remove', regionAdministrators(303)),
  get('/administration/units', administrators()),
  // Below a unit that is nowhere.
  post(
    '/administration/units',
    { nobody: 401, administrator: 404, foreignAdministrator: 404, others: 403 },
    undefined,
    { name: 'New', parentId: 'nowhere' },
  ),
  get('/administration/units/:id', ownAdministrator(200), unitPath()),
  post('/administration/units/:id', ownAdministrator(422), unitPath(), {
    ...{ name: 'New', parentId: 'fjordby-solbakken' },
  }),
  post('/administration/units/:id/close', ownAdministrator(422), unitPath('/close'), {
    ...{ lastDay: '2026-11-02', then: 'move', moveTo: 'nowhere' },
  }),
  post('/administration/units/:id/reopen', ownAdministrator(303), unitPath('/reopen')),

  get('/administration/people', administrators()),
  get('/administration/people/:id', ownAdministrator(200), personPath()),
  post(
    '/administration/people/:id/employments',
    ownAdministrator(422),
    personPath('/employments'),
    {
      ...{ unitId: 'elsewhere', jobRole: 'nurse', from: '2026-11-02', to: '', percent: '50' },
    },
  ),
  post(
    '/administration/people/:id/employments/end',
    ownAdministrator(422),
    personPath('/employments/end'),
    {
      ...{ unitId: 'elsewhere', jobRole: 'nurse', from: '2026-11-02', lastDay: '2026-11-02' },
    },
  ),
  post('/administration/people/:id/roles', ownAdministrator(422), personPath('/roles'), {
    ...{ role: 'unitHead', unitId: '', from: '2026-11-02', to: '' },
  }),
  post('/administration/people/:id/roles/end', ownAdministrator(422), personPath('/roles/end'), {
    ...{ role: 'hr', unitId: '', deputyFor: '', from: '2026-11-02', lastDay: '2026-11-02' },
  }),

  post(
    '/administration/people/:id/sessions/end',
    ownAdministrator(303),
    personPath('/sessions/end'),
  ),
  get('/administration/people/:id/erase', ownAdministrator(200), personPath('/erase')),
  // The colleague works here: the page says so, and nobody is erased.
  post('/administration/people/:id/erase', ownAdministrator(422), personPath('/erase'), {
    reason: 'asked',
  }),
  get('/administration/people/:id/merge', ownAdministrator(200), personPath('/merge')),
  // The colleague with themselves: the page says so.
  post('/administration/people/:id/merge', ownAdministrator(404), personPath('/merge'), {
    with: 'nobody',
    reason: 'One human',
  }),
  get('/me', signedIn()),
  get('/me/data.json', signedIn()),
  get('/me/data.pdf', signedIn()),

  get('/outbox', signedIn()),
  get(
    '/outbox/:name',
    {
      nobody: 302,
      foreignNurse: 404,
      foreignHead: 404,
      foreignHr: 404,
      foreignAdministrator: 404,
      others: 200,
    },
    ({ mail }) => `/outbox/${mail}`,
  ),
];

describe('who may do what', () => {
  const service = useService();
  let scene: Scene;

  before(async () => {
    scene = await setScene(service);
  });

  const visitorFor = (who: Who): Promise<Visitor> | Visitor =>
    who === 'nobody' ? service.anyone() : service.signedInAs(scene.people[who]);

  async function statusFor(who: Who, { route, at, form, json }: Row): Promise<number> {
    const visitor = await visitorFor(who);
    const path = at(scene);
    if (json)
      return (await visitor[route.startsWith('PUT') ? 'put' : 'postJson'](path, json())).status;
    return (await (route.startsWith('GET') ? visitor.get(path) : visitor.post(path, form))).status;
  }

  it('is said of every route', () => {
    const { services } = service;
    const routes = routesOf(createApp(services), MOUNTS);
    const ours = routes.filter(
      (route) => !route.startsWith('GET /assets') && !route.includes(` ${SCIM_MOUNT_PATH}/`),
    );
    assert.deepEqual([...new Set(ours)].sort(), MATRIX.map(({ route }) => route).sort());
    const files = routes.filter((route) => route.startsWith('GET /assets'));
    assert.ok(
      files.every((route) => /\/(\*|styles\.css)$/.test(route)),
      files.join(),
    );
    assert.ok(files.length > 0);
  });

  it('is nothing that a login opens, where identity providers keep users: every route wants a token', async () => {
    const app = createApp(service.services);
    const { name } = sessionCookie(service.services.config.publicUrl);
    const administrator = await service.signedInAs(scene.people.administrator);
    const routes = routesOf(app, MOUNTS).filter((route) => route.includes(` ${SCIM_MOUNT_PATH}/`));
    assert.ok(routes.length > 15);
    for (const route of routes) {
      const [method = '', path = ''] = route.toLowerCase().split(' ');
      for (const cookie of ['', `${name}=${administrator.cookie(name) ?? ''}`]) {
        const sent = request(app)[method as 'get'](path.replace('/:id', '/x'));
        assert.equal((await sent.set('Cookie', cookie)).status, 401, route);
      }
    }
  });

  for (const row of MATRIX)
    it(`${row.route}: ${wordsFor(row.expected)}`, async () => {
      const found: Partial<Record<Who, number>> = {};
      // The holder last: what the others tried has changed nothing then.
      for (const who of [...CAST.filter((one) => one !== 'holder'), 'holder'] as const)
        found[who] = await statusFor(who, row);
      const { others, ...named } = withBreakGlass(row);
      assert.deepEqual(found, Object.fromEntries(CAST.map((who) => [who, named[who] ?? others])));
    });

  it('begins no attempt for anybody whom the gate does not let in', async () => {
    for (const [who, { id, municipalityId }] of Object.entries(scene.people)) {
      const attempts = await service.stores.attempts.historyOf(municipalityId, [id]);
      assert.equal(attempts.length, who === 'holder' ? 2 : 0, who);
    }
  });

  it('shows the holder in the overview to those who oversee where the holder works, and to no others', async () => {
    const seenBy: Who[] = [];
    for (const who of OVERSEERS) {
      const visitor = await visitorFor(who);
      for (const path of ['/oversight', '/oversight.csv', '/oversight?unit=fjordby-ground-floor'])
        if (plainText((await visitor.get(path)).text).includes('Family-holder')) seenBy.push(who);
    }
    assert.deepEqual(
      [...new Set(seenBy)],
      ['headOfUnit', 'coordinator', 'hr', 'auditor', 'administrator'],
    );
  });

  it('shows mails of one municipality only', async () => {
    for (const [who, shown] of [
      ['colleague', true],
      ['foreignHr', false],
    ] as const) {
      const { text } = await (await visitorFor(who)).get('/outbox');
      assert.equal(text.includes(encodeURIComponent(scene.mail)), shown, who);
    }
  });

  it('opens nothing to break-glass that the list does not name', () => {
    const routes = new Set(MATRIX.map(({ route }) => route));
    assert.deepEqual(
      Object.keys(BREAK_GLASS).filter((route) => !routes.has(route)),
      [],
    );
  });

  it('ends with a role: what has lapsed opens nothing', async () => {
    const lapsed = scene.people.hr.grants.map((grant) => ({ ...grant, to: grant.from }));
    const former = await service.person({ jobRole: 'office', changes: { grants: lapsed } });
    const visitor = await service.signedInAs(former);
    assert.equal((await visitor.get('/oversight')).status, 403);
    assert.equal((await visitor.get(`/certificates/${scene.certificateId}/pdf`)).status, 404);
  });
});

function withBreakGlass(row: Row): Expected {
  const breakGlass = BREAK_GLASS[row.route] ?? attemptsOfNobody(row) ?? 403;
  return { ...row.expected, breakGlass };
}

function wordsFor({ others, ...named }: Expected): string {
  const exceptions = Object.entries(named).map(([who, status]) => `${who} ${status}`);
  return [`${others}`, ...exceptions].join(', ');
}
