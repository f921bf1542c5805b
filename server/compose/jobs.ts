import { refreshStatisticsJob } from '../analysis/refresh-statistics.job.js';
import { signHeads } from '../audit/sign-heads.job.js';
import { sealCertificates } from '../certification/seal-certificates.job.js';
import { refreshMetadata } from '../identity/refresh-metadata.js';
import { refreshMetadataJob } from '../identity/refresh-metadata.job.js';
import { warnOfExpiry } from '../identity/warn-of-expiry.job.js';
import { createScheduler } from '../platform/jobs/scheduler.js';
import { sendNotices } from '../reminders/send-notices.js';
import { tellOfWindows } from '../reminders/tell-of-windows.job.js';
import { tellOwners } from '../reminders/tell-owners.job.js';
import { sendNoticesJob } from '../reminders/send-notices.job.js';
import { applyRetention } from '../privacy/apply-retention.job.js';
import type { Certification } from './certification.js';
import type { Core } from './core.js';
import type { Exams } from './exams.js';
import type { Organisation } from './organisation.js';
import type { Oversight } from './oversight.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What runs by itself. Each job holds a lease, so it runs in one place at a time. Nothing starts here. */
export function composeJobs(
  core: Core,
  { closeOverdue, settleClosed, pauses }: Pick<Exams, 'closeOverdue' | 'settleClosed' | 'pauses'>,
  { certificateFile }: Pick<Certification, 'certificateFile'>,
  {
    analysis,
    auditTrail,
    erasure,
    merge,
  }: Pick<Oversight, 'analysis' | 'auditTrail' | 'erasure' | 'merge'>,
  { takeHrFiles }: Pick<Organisation, 'takeHrFiles'>,
) {
  const { config, stores, audit, seal, texts, mailer, publicUrl, fetchMetadata, clock, ids, log } =
    core;
  const municipalityIds = async () => (await stores.municipalities.all()).map(({ id }) => id);
  const tellItemOwners = tellOwners({ ...stores, mailer, texts, publicUrl, clock, log });
  const tellWindowNews = tellOfWindows({ ...stores, mailer, texts, publicUrl, clock, log });
  const notices = sendNotices({
    municipalities: stores.municipalities,
    people: stores.people,
    programmes: stores.programmes,
    certificates: stores.certificates,
    notices: stores.notices,
    mailer,
    texts,
    publicUrl,
    clock,
    log,
  });
  const scheduler = createScheduler({ clock, log, leases: stores.leases, ids });
  scheduler.add({ name: 'close-overdue', every: 2_000, run: closeOverdue });
  scheduler.add({ name: 'end-overdue-pauses', every: 10_000, run: () => pauses.endOverdue() });
  scheduler.add({ name: 'settle-closed', every: 2_000, run: settleClosed });
  scheduler.add({
    name: 'seal-certificates',
    every: MINUTE,
    run: sealCertificates({ certificates: stores.certificates, certificateFile, log }),
  });
  scheduler.add(sendNoticesJob({ sendNotices: notices, log }));
  scheduler.add({ name: 'tell-item-owners', every: MINUTE, run: tellItemOwners });
  scheduler.add({ name: 'tell-of-windows', every: MINUTE, run: tellWindowNews });
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
  scheduler.add({
    name: 'warn-of-expiry',
    every: HOUR,
    run: warnOfExpiry({ ...stores, key: config.samlKey, mailer, texts, publicUrl, clock, log }),
  });
  scheduler.add(
    refreshStatisticsJob({ municipalities: stores.municipalities, refresh: analysis.refresh }),
  );
  scheduler.add({
    name: 'sign-audit-heads',
    every: HOUR,
    run: signHeads({ municipalityIds, audit, heads: stores.auditHeads, seal, clock, log }),
  });
  scheduler.add({
    name: 'check-audit-trails',
    every: 6 * HOUR,
    run: async (stopping) => {
      for (const id of await municipalityIds()) if (!stopping.aborted) await auditTrail.check(id);
    },
  });
  if (takeHrFiles) scheduler.add({ name: 'take-hr-files', every: MINUTE, run: takeHrFiles });
  scheduler.add({
    name: 'apply-retention',
    every: 24 * HOUR,
    run: applyRetention({ ...stores, erase: erasure.erase, clock, log }),
  });
  scheduler.add({ name: 'finish-merges', every: MINUTE, run: () => merge.merging.finishAll() });
  scheduler.add({
    name: 'sweep-expired',
    every: 10 * MINUTE,
    run: async () => {
      const now = clock();
      await stores.sessions.removeExpired(now);
      await stores.signInRequests.removeExpired(now);
      await stores.usedAssertions.removeExpired(now);
      await stores.logoutRequests.removeExpired(now);
      await stores.rateLimits.removeExpired(now);
      await stores.itemImports.removeExpired(now);
      await stores.hrImports.removeExpired(now);
      await stores.itemImages.removeExpired(now);
      await stores.expiryWarnings.removeExpired(now);
    },
  });
  return { scheduler, sendNotices: notices, tellItemOwners, tellWindowNews };
}
