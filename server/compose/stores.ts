import type { Connection } from 'mongoose';
import { createItemStandingStore } from '../analysis/item-standing.store.js';
import { createNeutralisationStore } from '../analysis/neutralisation.store.js';
import { createAccommodationStore } from '../attempts/accommodations/accommodation.store.js';
import { createAttemptStore } from '../attempts/attempt.store.js';
import { createExamWindowStore } from '../attempts/windows/exam-window.store.js';
import { createAuditStore } from '../audit/audit.store.js';
import { createAuditHeadStore } from '../audit/audit-head.store.js';
import { createTrailCheckStore } from '../audit/trail-check.store.js';
import { currentRequestId } from '../platform/http/request-id.js';
import { createCertificateStore } from '../certification/certificate.store.js';
import { createCourseSessionStore } from '../courses/course-session.store.js';
import { createProgrammeStore } from '../exams/programme.store.js';
import { createStandardStore } from '../exams/standard/standard.store.js';
import { createBreakGlassStore } from '../identity/break-glass/break-glass.store.js';
import { createExpiryWarningStore } from '../identity/expiry-warning.store.js';
import { createIdentityProviderStore } from '../identity/identity-provider.store.js';
import { createLogoutRequestStore } from '../identity/logout-request.store.js';
import { createScimGroupStore } from '../identity/scim/scim-group.store.js';
import { createScimTokenStore } from '../identity/scim/scim-token.store.js';
import { createScimUserStore } from '../identity/scim/scim-user.store.js';
import { createSessionLimitsStore } from '../identity/session-limits.store.js';
import { createSessionStore } from '../identity/session.store.js';
import { createSignInRequestStore } from '../identity/sign-in-request.store.js';
import { createUsedAssertionStore } from '../identity/used-assertion.store.js';
import { createItemReportStore } from '../item-banks/item-report.store.js';
import { createItemImageStore } from '../item-banks/images/image.store.js';
import { createLintStandingStore } from '../item-banks/lint/lint-standing.store.js';
import { createItemImportStore } from '../item-banks/imports/item-import.store.js';
import { createItemStore } from '../item-banks/item.store.js';
import { createClearanceStore } from '../item-banks/sharing/clearance.store.js';
import { createReleaseStore } from '../item-banks/sharing/release.store.js';
import { createBankStore } from '../item-banks/bank.store.js';
import { createHrImportStore } from '../organisation/hr/hr-import.store.js';
import { createMunicipalityStore } from '../organisation/municipality.store.js';
import { createArmsStore } from '../organisation/settings/arms.store.js';
import { createPersonStore } from '../organisation/person.store.js';
import { createRegionStore } from '../organisation/region.store.js';
import type { Config } from '../platform/config.js';
import { createLeaseStore } from '../platform/jobs/lease.store.js';
import { createRateLimitStore } from '../platform/limits/rate-limit.store.js';
import type { SeedSource } from '../platform/rng.js';
import { createNoticeStore } from '../reminders/notice.store.js';
import { createPracticeStore } from '../practice/practice.store.js';

/** Every store of the service, on one connection. */
export function createStores(
  connection: Connection,
  config: Pick<Config, 'auditKey'>,
  seeds: SeedSource,
) {
  return {
    municipalities: createMunicipalityStore(connection),
    people: createPersonStore(connection),
    regions: createRegionStore(connection),
    hrImports: createHrImportStore(connection),
    arms: createArmsStore(connection),
    identityProviders: createIdentityProviderStore(connection),
    scimUsers: createScimUserStore(connection),
    scimGroups: createScimGroupStore(connection),
    scimTokens: createScimTokenStore(connection),
    breakGlassAccounts: createBreakGlassStore(connection),
    sessions: createSessionStore(connection),
    sessionLimits: createSessionLimitsStore(connection),
    expiryWarnings: createExpiryWarningStore(connection),
    signInRequests: createSignInRequestStore(connection),
    usedAssertions: createUsedAssertionStore(connection),
    logoutRequests: createLogoutRequestStore(connection),
    banks: createBankStore(connection),
    itemReports: createItemReportStore(connection),
    items: createItemStore(connection),
    clearances: createClearanceStore(connection),
    releases: createReleaseStore(connection),
    itemImages: createItemImageStore(connection),
    lintStandings: createLintStandingStore(connection),
    itemImports: createItemImportStore(connection),
    programmes: createProgrammeStore(connection),
    standardRounds: createStandardStore(connection),
    courseSessions: createCourseSessionStore(connection),
    attempts: createAttemptStore(connection),
    examWindows: createExamWindowStore(connection),
    accommodations: createAccommodationStore(connection),
    practice: createPracticeStore(connection),
    itemStandings: createItemStandingStore(connection),
    neutralisations: createNeutralisationStore(connection),
    certificates: createCertificateStore(connection),
    notices: createNoticeStore(connection),
    leases: createLeaseStore(connection),
    rateLimits: createRateLimitStore(connection),
    audit: createAuditStore(connection, {
      key: config.auditKey,
      salts: seeds,
      requestId: currentRequestId,
    }),
    auditHeads: createAuditHeadStore(connection),
    trailChecks: createTrailCheckStore(connection),
  };
}
