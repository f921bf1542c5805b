import {
  carryOutNeutralisation,
  decideRegrade,
  neutralise,
  previewNeutralisation,
} from '../analysis/neutralise.js';
import { readNeutralisation } from '../analysis/read-neutralisation.js';
import { refreshStatistics } from '../analysis/refresh-statistics.js';
import { checkTrail } from '../audit/check-trail.js';
import { revokeCertificate } from '../certification/revoke-certificate.js';
import { createOutbox } from '../platform/mail/outbox.js';
import { mergePeople } from '../privacy/merge-people.js';
import { erasePerson } from '../privacy/erase-person.js';
import { personalData } from '../privacy/personal-data.js';
import { readTrail } from '../oversight/audit-trail.js';
import { readCoverage } from '../oversight/coverage.js';
import { overviewOf } from '../oversight/overview.js';
import { readRecord } from '../oversight/records/read-record.js';
import { readSimilarity } from '../oversight/similarity/read-similarity.js';
import type { Certification } from './certification.js';
import type { Core } from './core.js';
import type { Exams } from './exams.js';

export type Oversight = ReturnType<typeof composeOversight>;

/** What others than the candidate see and decide: statistics, regrading, oversight, the trail, privacy. */
export function composeOversight(
  core: Core,
  { gateDeps, submitDeps }: Exams,
  { fonts }: Pick<Certification, 'fonts'>,
) {
  const { config, stores, audit, seal, pages, items, clock, log, outboxFolder, demo } = core;
  const refresh = refreshStatistics({ ...stores, items, clock });
  const regradeDeps = {
    ...submitDeps,
    neutralisations: stores.neutralisations,
    certificates: stores.certificates,
    revoke: revokeCertificate({ certificates: stores.certificates, audit, clock }),
  };
  const check = checkTrail({
    audit,
    key: config.auditKey,
    heads: stores.auditHeads,
    sealKeys: [seal.publicJwk],
    checks: stores.trailChecks,
    clock,
    log,
  });
  const overview = overviewOf(gateDeps);
  const trail = readTrail({ audit, people: stores.people, clock });
  const erase = erasePerson({ ...stores, clock });
  const merging = mergePeople({ ...stores, clock, ids: core.ids });
  return {
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
    oversight: { pages, overview },
    coverage: { pages, coverage: readCoverage({ ...stores, overview, clock }) },
    auditTrail: {
      pages,
      trail,
      audit,
      heads: stores.auditHeads,
      checks: stores.trailChecks,
      check,
      clock,
    },
    records: {
      pages,
      attempts: stores.attempts,
      people: stores.people,
      read: readRecord({ ...stores, catalogue: items, trail }),
      fonts,
      audit,
      clock,
      demo,
    },
    similarity: { pages, similarity: readSimilarity(stores), audit, clock },
    me: { pages, data: personalData(stores), municipalities: stores.municipalities, fonts, clock },
    erasure: { pages, people: stores.people, erase },
    merge: { pages, people: stores.people, municipalities: stores.municipalities, merging },
    outbox:
      config.smtpUrl === undefined ? { pages, outbox: createOutbox(outboxFolder) } : undefined,
  };
}
