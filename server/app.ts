import express, { type Express, type Request, type Response } from 'express';
import { neutralisationRoutes } from './analysis/neutralisation.routes.js';
import { statisticsRoutes } from './analysis/statistics.routes.js';
import { accommodationRoutes } from './attempts/accommodations/accommodation.routes.js';
import { attemptRoutes } from './attempts/attempt.routes.js';
import { attemptPauseRoutes } from './attempts/attempt-pause.routes.js';
import { attemptResultRoutes } from './attempts/attempt-result.routes.js';
import { examStartRoutes } from './attempts/exam-start.routes.js';
import { supervisionRoutes } from './attempts/supervision/supervision.routes.js';
import { examWindowRoutes } from './attempts/windows/exam-window.routes.js';
import { certificateRoutes } from './certification/certificate.routes.js';
import { courseRoutes } from './courses/course.routes.js';
import { homeRoutes } from './home/home.routes.js';
import { programmeEditorRoutes } from './exams/programme-editor.routes.js';
import { programmeRoutes } from './exams/programme.routes.js';
import { standardRoutes } from './exams/standard/standard.routes.js';
import { itemEditorRoutes } from './item-banks/editor/item-editor.routes.js';
import { sourcesRoutes } from './item-banks/sources/sources.routes.js';
import { publishRoutes } from './item-banks/sharing/publish.routes.js';
import { sharingRoutes } from './item-banks/sharing/sharing.routes.js';
import { exportsRoutes } from './item-banks/exports/exports.routes.js';
import { lintRulesRoutes } from './item-banks/lint/lint-rules.routes.js';
import { importsRoutes } from './item-banks/imports/imports.routes.js';
import { itemBankRoutes } from './item-banks/item-bank.routes.js';
import { identitySettingsRoutes } from './identity/identity-settings.routes.js';
import { samlRoutes } from './identity/saml.routes.js';
import {
  breakGlassRoutes,
  keepBreakGlassToItsPages,
} from './identity/break-glass/break-glass.routes.js';
import { SCIM_MOUNT_PATH, scimRoutes } from './identity/scim/scim.routes.js';
import { ownSessionsRoutes } from './identity/own-sessions.routes.js';
import { sessionLimitsRoutes } from './identity/session-limits.routes.js';
import { SAML_MOUNT_PATH } from './identity/service-provider.js';
import { sessionFromCookie, sessionLeft, sessionRoutes } from './identity/session.routes.js';
import { administrationRoutes } from './organisation/administration.routes.js';
import { hrRoutes } from './organisation/hr/hr.routes.js';
import { peopleRoutes } from './organisation/people.routes.js';
import { regionRoutes } from './organisation/region.routes.js';
import { requirementsRoutes } from './organisation/requirements.routes.js';
import { findReader } from './organisation/reader.routes.js';
import { lookRoutes } from './organisation/settings/look.routes.js';
import { settingsRoutes } from './organisation/settings/settings.routes.js';
import { unitsRoutes } from './organisation/units.routes.js';
import { auditTrailRoutes } from './oversight/audit-trail.routes.js';
import { coverageRoutes } from './oversight/coverage.routes.js';
import { overviewRoutes } from './oversight/overview.routes.js';
import { recordRoutes } from './oversight/records/record.routes.js';
import { similarityRoutes } from './oversight/similarity/similarity.routes.js';
import { handleErrors, notFound } from './platform/http/error-page.js';
import { healthRoutes } from './platform/http/health.js';
import { requestLimits } from './platform/http/limits.js';
import { chooseLocale } from './platform/http/locale.js';
import { giveRequestId } from './platform/http/request-id.js';
import { chooseSpacing } from './platform/http/spacing.js';
import { refuseForeignOrigin, securityHeaders } from './platform/http/security.js';
import { outboxRoutes } from './reminders/outbox.routes.js';
import { erasureRoutes } from './privacy/erasure.routes.js';
import { mergeRoutes } from './privacy/merge.routes.js';
import { meRoutes } from './privacy/me.routes.js';
import { practiceRoutes } from './practice/practice.routes.js';
import type { Services } from './compose.js';
import { LIMITS } from './limits.js';

/** The service as a request meets it, from top to bottom. */
export function createApp(services: Services): Express {
  const { config, pages, assets, log, ids } = services;
  const https = config.publicUrl.startsWith('https://');
  const session = sessionFromCookie(services.session);
  const { perAddress, perPerson, perFailure } = requestLimits(services.limits);
  const failedLogins = perFailure(LIMITS.failedLogins);

  const app = express();
  app.disable('x-powered-by').disable('etag').set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.use(healthRoutes(services.health));
  app.use('/assets', assets.router);
  app.use(giveRequestId(ids));
  app.use(securityHeaders(https));
  app.use(chooseLocale(https), chooseSpacing(https));
  app.use(lookRoutes(services.look));
  app.use(SAML_MOUNT_PATH, perAddress(LIMITS.logins), failedLogins.before);
  app.use(SAML_MOUNT_PATH, samlRoutes(services.saml), failedLogins.after);
  app.use(SCIM_MOUNT_PATH, scimRoutes(services.scim));
  app.use(refuseForeignOrigin(new URL(config.publicUrl).origin), services.formTokens.require);
  // An open exam needs no session, and pays for none.
  const attempt = { ...services.attempt, signedIn: signedInBy(session) };
  app.use(attemptRoutes(attempt), attemptPauseRoutes(attempt), attemptResultRoutes(attempt));
  app.use(sessionLeft(services.session));
  app.use(session);
  app.use(findReader(services.reader));
  app.use(sessionRoutes(services.session));
  app.post('/m/:slug/break-glass', perAddress(LIMITS.breakGlass));
  app.use(breakGlassRoutes(services.breakGlass), keepBreakGlassToItsPages);
  app.use(ownSessionsRoutes(services.session));
  app.use(['/v', '/verify'], perAddress(LIMITS.verifications));
  app.post('/verify', perAddress(LIMITS.checkedFiles));
  app.post('/programmes/:programmeId/exam', perPerson(LIMITS.examStarts));
  app.post('/exams/confirm', perPerson(LIMITS.confirmations));
  app.get('/oversight.csv', perPerson(LIMITS.downloads));
  app.get('/certificates/:id/pdf', perPerson(LIMITS.downloads));
  app.get(['/records/similarity', '/records/:attemptId/pdf'], perPerson(LIMITS.downloads));
  app.get('/me/data.pdf', perPerson(LIMITS.downloads));
  app.use(identitySettingsRoutes(services.identitySettings));
  app.use(sessionLimitsRoutes(services.identitySettings));
  app.use(homeRoutes(services.home));
  app.use(courseRoutes(services.course));
  app.use(examStartRoutes(services.examStart));
  app.use(supervisionRoutes(services.supervision), accommodationRoutes(services.accommodation));
  app.use(examWindowRoutes(services.windows));
  app.use(practiceRoutes(services.practice));
  app.use(certificateRoutes(services.certificate));
  app.use(overviewRoutes(services.oversight), coverageRoutes(services.coverage));
  app.use(auditTrailRoutes(services.auditTrail), similarityRoutes(services.similarity));
  app.use(recordRoutes(services.records));
  app.use(itemEditorRoutes(services.itemEditor), itemBankRoutes(services.itemBanks));
  app.post('/item-banks/:bankId/import', perPerson(LIMITS.uploads));
  app.post('/item-banks/:bankId/export/file', perPerson(LIMITS.downloads));
  app.use(sourcesRoutes(services.bankSources), importsRoutes(services.itemImports));
  app.use(exportsRoutes(services.itemExports), lintRulesRoutes(services.lintRules));
  app.use(administrationRoutes(services.administration), settingsRoutes(services.settings));
  app.use(peopleRoutes(services.people), unitsRoutes(services.units));
  app.use(regionRoutes(services.region));
  app.use(requirementsRoutes(services.requirements));
  app.use(sharingRoutes(services.sharing), publishRoutes(services.publishing));
  app.use(programmeEditorRoutes(services.programmeEditor), programmeRoutes(services.programmes));
  app.use(standardRoutes(services.standard));
  app.use(hrRoutes(services.hrFiles));
  app.use(statisticsRoutes(services.analysis));
  app.use(meRoutes(services.me), erasureRoutes(services.erasure), mergeRoutes(services.merge));
  app.use(neutralisationRoutes(services.neutralisation));
  if (services.outbox) app.use(outboxRoutes(services.outbox));
  app.use(notFound);
  app.use(handleErrors(pages, log));
  return app;
}

/** Who the login session says this is, for the few requests that need it before sessions are read for all. */
function signedInBy(session: ReturnType<typeof sessionFromCookie>) {
  return async (req: Request, res: Response): Promise<{ personId: string } | undefined> => {
    await session(req, res, () => undefined);
    return req.session;
  };
}
