import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from 'mongoose';
import { createItemStandingStore } from './analysis/item-standing.store.js';
import { createNeutralisationStore } from './analysis/neutralisation.store.js';
import {
  carryOutNeutralisation,
  decideRegrade,
  neutralise,
  previewNeutralisation,
} from './analysis/neutralise.js';
import { readNeutralisation } from './analysis/read-neutralisation.js';
import { refreshStatistics } from './analysis/refresh-statistics.js';
import { refreshStatisticsJob } from './analysis/refresh-statistics.job.js';
import { createAttemptStore } from './attempts/attempt.store.js';
import { closeOverdueAttempts } from './attempts/close-overdue.job.js';
import { settleClosedAttempts } from './attempts/settle-closed.job.js';
import { standingOf } from './attempts/gate.js';
import { saveResponse } from './attempts/save-response.js';
import { startAttempt } from './attempts/start-attempt.js';
import { settleAttempt, submitAttempt } from './attempts/submit-attempt.js';
import { createAuditStore } from './audit/audit.store.js';
import { createAuditHeadStore } from './audit/audit-head.store.js';
import { checkTrail } from './audit/check-trail.js';
import { signHeads } from './audit/sign-heads.job.js';
import { createTrailCheckStore } from './audit/trail-check.store.js';
import { currentRequestId } from './platform/http/request-id.js';
import { loadCertificateFonts } from './certification/certificate-fonts.js';
import { certificateFile } from './certification/certificate-file.js';
import { createCertificateStore } from './certification/certificate.store.js';
import { checkFile } from './certification/check-file.js';
import { findCertificate } from './certification/find-certificate.js';
import { issueCertificate, type IssueDeps } from './certification/issue-certificate.js';
import { revokeCertificate } from './certification/revoke-certificate.js';
import { sealCertificates } from './certification/seal-certificates.job.js';
import { createTimeStamp } from './certification/time-stamp.js';
import { systemCodes } from './certification/verification-code.js';
import { createCourseSessionStore } from './courses/course-session.store.js';
import { courseCatalogue } from './courses/read-course.js';
import { createProgrammeStore } from './exams/programme.store.js';
import { readBankFolder } from './exams/read-bank-folder.js';
import { metadataFetcher, type FetchMetadata } from './identity/fetch-metadata.js';
import { createIdentityProviderStore } from './identity/identity-provider.store.js';
import { createLogoutRequestStore } from './identity/logout-request.store.js';
import { recordSignedInPerson } from './identity/record-signed-in-person.js';
import { refreshMetadata } from './identity/refresh-metadata.js';
import { refreshMetadataJob } from './identity/refresh-metadata.job.js';
import { provisionGroup } from './identity/scim/provision-group.js';
import { provisionUser } from './identity/scim/provision-user.js';
import { createScimGroupStore } from './identity/scim/scim-group.store.js';
import { createScimTokenStore } from './identity/scim/scim-token.store.js';
import { createScimUserStore } from './identity/scim/scim-user.store.js';
import { createSessionStore } from './identity/session.store.js';
import { createSignInRequestStore } from './identity/sign-in-request.store.js';
import { beginLogout } from './identity/single-logout.js';
import { createUsedAssertionStore } from './identity/used-assertion.store.js';
import { answerReport } from './item-banks/answer-report.js';
import { createItemReportStore } from './item-banks/item-report.store.js';
import { reportProblem } from './attempts/report-problem.js';
import { createItemStore } from './item-banks/item.store.js';
import { changeWork } from './organisation/change-work.js';
import { itemUses } from './attempts/item-uses.js';
import { assignOwner } from './item-banks/assign-owner.js';
import { readAllBanks, readBankItems, readOneItem } from './item-banks/read-items.js';
import { createBankStore } from './item-banks/bank.store.js';
import { changeState } from './item-banks/change-state.js';
import { openItemCatalogue, takeBanks, type BankContent } from './item-banks/item-catalogue.js';
import { saveDraft } from './item-banks/save-draft.js';
import { openToWrite } from './item-banks/editor/open-to-write.js';
import { applyPeople, planPeople } from './organisation/hr/import-people.js';
import { createMunicipalityStore } from './organisation/municipality.store.js';
import { createPersonStore } from './organisation/person.store.js';
import { pageReader } from './organisation/reader.routes.js';
import { systemClock, type Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { isReachable } from './platform/database/connect.js';
import { openDatabase, type Database } from './platform/database/open-database.js';
import { readAssets } from './platform/http/assets.js';
import { readTexts } from './platform/http/i18n.js';
import { createPages } from './platform/http/page.js';
import { readViews } from './platform/http/views.js';
import { createLeaseStore } from './platform/jobs/lease.store.js';
import { createScheduler } from './platform/jobs/scheduler.js';
import { createRateLimitStore } from './platform/limits/rate-limit.store.js';
import { createRateLimits } from './platform/limits/rate-limits.js';
import { loadSeal } from './platform/keys/seal-key.js';
import { createLogger, type Logger } from './platform/logger.js';
import { projectRoot } from './platform/project-root.js';
import { systemIds, systemSeeds, type IdSource, type SeedSource } from './platform/rng.js';
import { createFileMailer, createSmtpMailer } from './platform/mail/mailer.js';
import { createOutbox } from './platform/mail/outbox.js';
import { createNoticeStore } from './reminders/notice.store.js';
import { createPracticeStore } from './practice/practice.store.js';
import { sendNotices } from './reminders/send-notices.js';
import { tellOwners } from './reminders/tell-owners.job.js';
import { sendNoticesJob } from './reminders/send-notices.job.js';
import { applyRetention } from './privacy/apply-retention.job.js';
import { erasePerson } from './privacy/erase-person.js';
import { personalData } from './privacy/personal-data.js';
import { readTrail } from './oversight/audit-trail.js';
import { overviewOf } from './oversight/overview.js';

/** What tests put in the place of the surroundings. */
export interface Surroundings {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
  readonly log: Logger;
  readonly fetchMetadata: FetchMetadata;
}

export type Services = Awaited<ReturnType<typeof compose>>;

/** Opens the database and puts the service together on it. Nothing listens yet, and no job runs. */
export async function compose(
  config: Config,
  say: (progress: string) => void,
  given: Partial<Surroundings> = {},
) {
  return composeOn(await openDatabase(config, say), config, given);
}

/** Makes indexes, reads the banks and wires stores, use cases and routes. */
export async function composeOn(
  database: Database,
  config: Config,
  given: Partial<Surroundings> = {},
) {
  const clock = given.clock ?? systemClock;
  const ids = given.ids ?? systemIds;
  const seeds = given.seeds ?? systemSeeds;
  const log = given.log ?? createLogger(config.logLevel);
  const fetchMetadata = given.fetchMetadata ?? metadataFetcher();
  const seal = loadSeal(config.sealKey, clock());

  const { connection } = database;
  const stores = createStores(connection, config, seeds);
  await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));

  const banks = await readBanks(join(projectRoot, 'question-banks'));
  for (const conflict of await takeBanks({ ...stores, clock })(banks.contents))
    log.warn({ ...conflict }, 'item differs in files and database; see medsert bank sync');
  const items = openItemCatalogue(stores);
  const courses = courseCatalogue(banks.courses);
  const texts = readTexts();
  const assets = readAssets();
  const demo = config.mode === 'demo';
  const pages = createPages(readViews(texts, assets.version), texts, demo, pageReader(demo));
  const https = config.publicUrl.startsWith('https://');
  const audit = stores.audit;

  const work = changeWork({
    people: stores.people,
    municipalities: stores.municipalities,
    audit,
    endSessions: (personId) => stores.sessions.endAllOf(personId),
    clock,
  });
  const importDeps = {
    municipalities: stores.municipalities,
    people: stores.people,
    issuerOf: async (municipalityId: string) =>
      (await stores.identityProviders.find(municipalityId))?.entityId,
    audit,
    endSessions: (personId: string) => stores.sessions.endAllOf(personId),
    clock,
    ids,
  };
  const provisionDeps = { ...importDeps, work, users: stores.scimUsers };
  const hr = { plan: planPeople(importDeps), apply: applyPeople(importDeps) };
  const gateDeps = {
    municipalities: stores.municipalities,
    people: stores.people,
    programmes: stores.programmes,
    courseSessions: stores.courseSessions,
    courses,
    certificates: stores.certificates,
    attempts: stores.attempts,
    clock,
  };
  const standing = standingOf(gateDeps);
  const issueCertificateOn = (day: Pick<IssueDeps, 'clock' | 'ids' | 'codes'>) =>
    issueCertificate({
      certificates: stores.certificates,
      municipalities: stores.municipalities,
      people: stores.people,
      programmes: stores.programmes,
      seal,
      publicUrl: config.publicUrl,
      audit,
      ...day,
    });
  const submitDeps = {
    attempts: stores.attempts,
    items,
    issueCertificate: issueCertificateOn({ clock, ids, codes: systemCodes }),
    audit,
    clock,
  };
  const regradeDeps = {
    ...submitDeps,
    neutralisations: stores.neutralisations,
    certificates: stores.certificates,
    revoke: revokeCertificate({ certificates: stores.certificates, audit, clock }),
  };
  const closeOverdue = closeOverdueAttempts({ attempts: stores.attempts, clock });
  const settleClosed = settleClosedAttempts({
    attempts: stores.attempts,
    settle: settleAttempt(submitDeps),
    clock,
  });
  const file = certificateFile({
    publicUrl: config.publicUrl,
    demo,
    certificates: stores.certificates,
    seal,
    fonts: loadCertificateFonts(),
    texts,
    ...(config.timeStampUrl === undefined
      ? {}
      : { timeStamp: createTimeStamp({ url: config.timeStampUrl }) }),
    clock,
    log,
  });
  const outboxFolder = join(config.dataDir, 'outbox');
  const mailer =
    config.smtpUrl === undefined
      ? createFileMailer(outboxFolder, config.mailFrom)
      : createSmtpMailer(config.smtpUrl, config.mailFrom);
  const { publicUrl } = config;
  const tellItemOwners = tellOwners({ ...stores, mailer, texts, publicUrl, clock, log });
  const notices = sendNotices({
    municipalities: stores.municipalities,
    people: stores.people,
    programmes: stores.programmes,
    certificates: stores.certificates,
    notices: stores.notices,
    mailer,
    texts,
    publicUrl: config.publicUrl,
    clock,
    log,
  });
  const scheduler = createScheduler({ clock, log, leases: stores.leases, ids });
  scheduler.add({ name: 'close-overdue', every: 2_000, run: closeOverdue });
  scheduler.add({ name: 'settle-closed', every: 2_000, run: settleClosed });
  scheduler.add({
    name: 'seal-certificates',
    every: 60_000,
    run: sealCertificates({ certificates: stores.certificates, certificateFile: file, log }),
  });
  scheduler.add(sendNoticesJob({ sendNotices: notices, log }));
  scheduler.add({ name: 'tell-item-owners', every: 60_000, run: tellItemOwners });
  scheduler.add(
    refreshMetadataJob({
      identityProviders: stores.identityProviders,
      refresh: refreshMetadata({
        identityProviders: stores.identityProviders,
        fetchMetadata,
        audit,
        clock,
      }),
      clock,
      log,
    }),
  );
  const municipalityIds = async () => (await stores.municipalities.all()).map(({ id }) => id);
  const refresh = refreshStatistics({ ...stores, items, clock });
  scheduler.add(refreshStatisticsJob({ municipalities: stores.municipalities, refresh }));
  scheduler.add({
    name: 'sign-audit-heads',
    every: 3_600_000,
    run: signHeads({
      municipalityIds,
      audit,
      heads: stores.auditHeads,
      seal,
      clock,
      log,
    }),
  });
  const check = checkTrail({
    audit,
    key: config.auditKey,
    heads: stores.auditHeads,
    sealKeys: [seal.publicJwk],
    checks: stores.trailChecks,
    clock,
    log,
  });
  scheduler.add({
    name: 'check-audit-trails',
    every: 6 * 3_600_000,
    run: async (stopping) => {
      for (const id of await municipalityIds()) if (!stopping.aborted) await check(id);
    },
  });
  const erase = erasePerson({ ...stores, clock });
  scheduler.add({
    name: 'apply-retention',
    every: 24 * 3_600_000,
    run: applyRetention({ ...stores, erase, clock, log }),
  });
  scheduler.add({
    name: 'sweep-expired',
    every: 600_000,
    run: async () => {
      const now = clock();
      await stores.sessions.removeExpired(now);
      await stores.signInRequests.removeExpired(now);
      await stores.usedAssertions.removeExpired(now);
      await stores.logoutRequests.removeExpired(now);
      await stores.rateLimits.removeExpired(now);
    },
  });
  const rateLimits = createRateLimits({ store: stores.rateLimits, secret: config.secret, clock });
  const trust = { seals: [{ certificate: seal.certificate }] };
  const pass = { attempts: stores.attempts, secret: config.secret, https, clock };

  return {
    config,
    clock,
    ids,
    log,
    fetchMetadata,
    pages,
    assets,
    stores,
    work,
    hr,
    items,
    templates: banks.templates,
    seal,
    courses,
    issueCertificateOn,
    closeOverdue,
    settleClosed,
    sendNotices: notices,
    tellItemOwners,
    scheduler,
    limits: { rateLimits, clock },
    health: { ready: () => isReachable(connection) },
    scim: {
      publicUrl: config.publicUrl,
      tokens: stores.scimTokens,
      users: provisionUser(provisionDeps),
      groups: provisionGroup({ ...provisionDeps, groups: stores.scimGroups }),
      log,
    },
    session: {
      publicUrl: config.publicUrl,
      sessions: stores.sessions,
      people: stores.people,
      audit,
      beginLogout: beginLogout({
        publicUrl: config.publicUrl,
        key: config.samlKey,
        logoutRequests: stores.logoutRequests,
        municipalityOf: async (municipalityId) => {
          const municipality = await stores.municipalities.find(municipalityId);
          const identityProvider =
            municipality && (await stores.identityProviders.find(municipalityId));
          return municipality && identityProvider
            ? { id: municipality.id, slug: municipality.slug, identityProvider }
            : undefined;
        },
        clock,
      }),
      pages,
      clock,
    },
    reader: { people: stores.people, municipalities: stores.municipalities, clock },
    saml: {
      publicUrl: config.publicUrl,
      about: {
        names: [{ language: 'en', text: 'Medsert' }],
        descriptions: [
          { language: 'nb', text: 'Sertifisering i legemiddelhåndtering' },
          { language: 'sv', text: 'Certifiering i läkemedelshantering' },
          { language: 'en', text: 'Certification in the handling of medicines' },
        ],
        organisation: { name: 'Medsert', url: config.publicUrl, language: 'en' },
        contactEmail: /<([^>]+)>/.exec(config.mailFrom)?.[1] ?? config.mailFrom,
      },
      key: config.samlKey,
      requests: stores.signInRequests,
      usedAssertions: stores.usedAssertions,
      logoutRequests: stores.logoutRequests,
      sessions: stores.sessions,
      findMunicipality: async (slug: string) => {
        const municipality = await stores.municipalities.findBySlug(slug);
        const identityProvider =
          municipality && (await stores.identityProviders.find(municipality.id));
        return municipality && identityProvider
          ? { id: municipality.id, slug, identityProvider }
          : undefined;
      },
      audit,
      pages,
      recordPerson: recordSignedInPerson({ ...stores, work, ids, clock, log }),
      clock,
      log: {
        warn: (refusal: Readonly<Record<string, string>>) => {
          log.warn(refusal, 'login refused');
        },
      },
    },
    identitySettings: {
      publicUrl: config.publicUrl,
      key: config.samlKey,
      requests: stores.signInRequests,
      identityProviders: stores.identityProviders,
      municipalities: stores.municipalities,
      audit,
      pages,
      clock,
    },
    attempt: {
      ...pass,
      pages,
      items,
      programmes: stores.programmes,
      certificates: stores.certificates,
      save: saveResponse({ attempts: stores.attempts, clock }),
      report: reportProblem({ ...stores, clock }),
      submit: submitAttempt(submitDeps),
      decide: async ({
        municipalityId,
        personId,
        programmeId,
      }: {
        municipalityId: string;
        personId: string;
        programmeId: string;
      }) => (await standing(municipalityId, personId, programmeId)).decision,
      ids,
    },
    examStart: {
      ...pass,
      pages,
      standing,
      start: startAttempt({ ...gateDeps, items, audit, ids, seeds }),
    },
    itemBanks: {
      pages,
      people: stores.people,
      readAllBanks: readAllBanks(stores),
      readBankItems: readBankItems(stores),
      readOneItem: readOneItem(stores),
      usesOf: itemUses(stores),
      itemReports: stores.itemReports,
      answerReport: answerReport({ ...stores, clock }),
      assignOwner: assignOwner({ ...stores, clock }),
      changeState: changeState({ ...stores, clock }),
      saveDraft: saveDraft({ ...stores, clock }),
    },
    itemEditor: {
      pages,
      openToWrite: openToWrite(stores),
      saveDraft: saveDraft({ ...stores, clock }),
    },
    practice: {
      practice: stores.practice,
      programmes: stores.programmes,
      items,
      ids,
      seeds,
      pages,
    },
    home: { ...gateDeps, pages, standing },
    course: {
      pages,
      catalogue: courses,
      sessions: stores.courseSessions,
      audit,
      clock,
      ids,
      demandFor: async (municipalityId: string, courseId: string) => {
        const programmes = await stores.programmes.allOf(municipalityId);
        const programme = programmes.find((one) => one.courseId === courseId);
        return (
          programme && {
            programmeId: programme.id,
            maxAgeMonths: programme.rules.courseMaxAgeMonths,
          }
        );
      },
    },
    certificate: {
      findCertificate: findCertificate({
        certificates: stores.certificates,
        people: stores.people,
        municipalities: stores.municipalities,
      }),
      certificateFile: file,
      texts,
      ...trust,
      certificates: stores.certificates,
      checkFile: checkFile({ certificates: stores.certificates, trust, clock }),
      nameGuesses: rateLimits,
      pages,
      clock,
    },
    ...(config.smtpUrl === undefined
      ? { outbox: { pages, outbox: createOutbox(outboxFolder) } }
      : { outbox: undefined }),
    people: { pages, people: stores.people, municipalities: stores.municipalities, work },
    analysis: { pages, ...stores, refresh },
    neutralisation: {
      pages,
      ...stores,
      preview: previewNeutralisation(regradeDeps),
      neutralise: neutralise(regradeDeps),
      carryOut: carryOutNeutralisation(regradeDeps),
      decide: decideRegrade(regradeDeps),
      readNeutralisation: readNeutralisation(stores),
    },
    oversight: { pages, overview: overviewOf(gateDeps) },
    me: { pages, data: personalData(stores) },
    erasure: { pages, people: stores.people, erase },
    auditTrail: {
      pages,
      trail: readTrail({ audit, people: stores.people, clock }),
      audit,
      heads: stores.auditHeads,
      checks: stores.trailChecks,
      check,
      clock,
    },
    database,
    async close(): Promise<void> {
      await scheduler.stop();
      await database.close();
    },
  };
}

function createStores(connection: Connection, config: Config, seeds: SeedSource) {
  return {
    municipalities: createMunicipalityStore(connection),
    people: createPersonStore(connection),
    identityProviders: createIdentityProviderStore(connection),
    scimUsers: createScimUserStore(connection),
    scimGroups: createScimGroupStore(connection),
    scimTokens: createScimTokenStore(connection),
    sessions: createSessionStore(connection),
    signInRequests: createSignInRequestStore(connection),
    usedAssertions: createUsedAssertionStore(connection),
    logoutRequests: createLogoutRequestStore(connection),
    banks: createBankStore(connection),
    itemReports: createItemReportStore(connection),
    items: createItemStore(connection),
    programmes: createProgrammeStore(connection),
    courseSessions: createCourseSessionStore(connection),
    attempts: createAttemptStore(connection),
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

/** Reads every bank under the folder. A bank with mistakes stops the start: half a bank would draw other exams than its authors meant. */
async function readBanks(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true });
  const paths = entries.filter((one) => one.isDirectory()).map(({ name }) => join(folder, name));
  const reads = await Promise.all(paths.map(readBankFolder));
  for (const [index, { problems }] of reads.entries()) {
    const [first] = problems;
    if (!first) continue;
    throw new Error(
      `The item bank ${paths[index] ?? ''} has ${problems.length} mistakes, the first in ` +
        `${first.file}:${first.line}: ${first.message}. See all of them with: npx medsert bank check`,
    );
  }
  return {
    contents: reads.flatMap(({ bank, items }): BankContent[] => (bank ? [{ bank, items }] : [])),
    courses: reads.map(({ course }) => course),
    templates: reads.flatMap(({ template }) => (template ? [template] : [])),
  };
}
