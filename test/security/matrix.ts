import { PROGRAMME } from '../support/some-staff.js';
import { aSave } from '../support/sitting.js';
import {
  administrators,
  attempt,
  auditors,
  BANK,
  banksSharers,
  COURSE,
  everyone,
  get,
  holderMayDo,
  holderOnly,
  identityManagers,
  importers,
  itemReaders,
  overseers,
  ownAdministrator,
  personPath,
  post,
  PRACTICE,
  programmeReaders,
  recordReaders,
  regionAdministrators,
  regraders,
  requirementManagers,
  signedIn,
  SPECIFICATION,
  specifiers,
  statisticsReaders,
  supervisors,
  supervisorsThere,
  unitPath,
  windowPath,
  type Row,
} from './matrix-row.js';

/** What changes something for good comes last in its group. */
export const MATRIX: readonly Row[] = [
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
    supervisorsThere(),
    ({ attemptId }) => `/exams/attempts/${attemptId}`,
  ),
  post(
    '/exams/attempts/:attemptId/extend',
    supervisorsThere(422),
    ({ attemptId }) => `/exams/attempts/${attemptId}/extend`,
  ),

  // Nothing says why: nothing is done.
  ...(['pause', 'release'] as const).map((act) =>
    post(
      `/exams/attempts/:attemptId/${act}`,
      supervisorsThere(422),
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
  get('/exams/windows/:windowId', supervisorsThere(), windowPath()),
  post('/exams/windows/:windowId', supervisorsThere(422), windowPath()),
  // Nothing is said of how many minutes: nobody gets any.
  post('/exams/windows/:windowId/extend', supervisorsThere(422), windowPath('/extend')),
  get('/exams/windows/:windowId/code', supervisorsThere(), windowPath('/code')),
  post('/exams/windows/:windowId/code', supervisorsThere(303), windowPath('/code')),
  post('/exams/windows/:windowId/admit', supervisorsThere(303), windowPath('/admit')),
  post('/exams/windows/:windowId/cancel', supervisorsThere(303), windowPath('/cancel')),
  get('/exams/accommodations', supervisors()),
  get(
    '/exams/accommodations/:personId',
    supervisorsThere(),
    ({ people }) => `/exams/accommodations/${people.holder.id}`,
  ),
  // Nothing is chosen: nothing is granted.
  post(
    '/exams/accommodations/:personId',
    supervisorsThere(422),
    ({ people }) => `/exams/accommodations/${people.holder.id}`,
  ),
  post(
    '/exams/accommodations/:personId/end',
    supervisorsThere(303),
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
