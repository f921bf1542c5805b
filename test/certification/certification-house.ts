import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { anAuditStore } from '../support/audit-trail.js';
import type { Certificate } from '../../server/certification/certificate.js';
import { certificateFile } from '../../server/certification/certificate-file.js';
import { createCertificateStore } from '../../server/certification/certificate.store.js';
import { issueCertificate, type PassedExam } from '../../server/certification/issue-certificate.js';
import { revokeCertificate } from '../../server/certification/revoke-certificate.js';
import type { TimeStamp } from '../../server/certification/time-stamp.js';
import { systemCodes } from '../../server/certification/verification-code.js';
import type { Programme } from '../../server/exams/programme.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import { createArmsStore } from '../../server/organisation/settings/arms.store.js';
import { createMunicipalityStore } from '../../server/organisation/municipality.store.js';
import type { Person } from '../../server/organisation/person.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { readTexts } from '../../server/platform/http/i18n.js';
import { createRateLimitStore } from '../../server/platform/limits/rate-limit.store.js';
import { createRateLimits } from '../../server/platform/limits/rate-limits.js';
import type { Logger } from '../../server/platform/logger.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { systemIds } from '../../server/platform/rng.js';
import { skienSeal } from './a-seal.js';
import { certificateFonts } from './a-sealed-certificate.js';
import { someRules } from '../support/some-rules.js';

/** A Saturday evening in Skien, and still the same day in UTC. */
export const examEnd = new Date('2026-11-21T19:35:21Z');

export const publicUrl = 'https://medsert.skien.example';
export const auditKey = 'k'.repeat(32);
export const texts = readTexts();

export function aMunicipality(changes: Partial<Municipality> = {}): Municipality {
  return {
    id: 'skien',
    slug: 'skien',
    name: 'Skien kommune',
    country: 'NO',
    timeZone: 'Europe/Oslo',
    locale: 'nb',
    colour: '#0b5cab',
    requirements: [],
    ...changes,
  };
}

export function aPerson(changes: Partial<Person> & Pick<Person, 'id'>): Person {
  return {
    municipalityId: 'skien',
    issuer: 'https://idp.example',
    subject: changes.id,
    givenName: 'Áile-Máret',
    familyName: 'Bjørnæs-Nilsen',
    employments: [],
    grants: [],
    ...changes,
  };
}

/** Works in the unit since long ago. */
export const worksIn = (unitId: string): Pick<Person, 'employments'> => ({
  employments: [{ unitId, jobRole: 'nurse', from: plainDate('2020-01-01'), percent: 100 }],
});

export function aProgramme(changes: Partial<Programme> = {}): Programme {
  return {
    id: 'medicines',
    municipalityId: 'skien',
    version: 3,
    titles: { nb: 'Legemiddelhåndtering', sv: 'Läkemedelshantering', en: 'Handling of medicines' },
    statement: {
      nb: 'har gjennomført e-læringskurset og bestått den teoretiske prøven. Sertifikatet viser kunnskap.',
      en: 'has completed the e-learning course and passed the theoretical test.',
    },
    bankId: 'medicines',
    courseId: 'medicines',
    specification: { sections: [] },
    rules: { ...someRules, reminderDays: [] },
    ...changes,
  };
}

export function aPassedExam(changes: Partial<PassedExam> = {}): PassedExam {
  return {
    attemptId: randomBytes(12).toString('hex'),
    municipalityId: 'skien',
    personId: 'nurse',
    programmeId: 'medicines',
    programmeVersion: 3,
    cycle: 1,
    locale: 'nb',
    passedAt: examEnd,
    sections: [
      { titles: { nb: 'Lover og regler', en: 'Law and rules' }, right: 4, total: 4 },
      { titles: { nb: 'Legemiddelregning', en: 'Calculation' }, right: 3, total: 4 },
    ],
    right: 7,
    total: 8,
    ...changes,
  };
}

/** What was logged, and a logger that keeps it. */
function aKeptLog(): { log: Logger; warnings: Readonly<Record<string, unknown>>[] } {
  const warnings: Readonly<Record<string, unknown>>[] = [];
  const log = { info: () => undefined, warn: (event: object) => warnings.push({ ...event }) };
  return { log: { ...log, error: log.warn }, warnings };
}

/** Stores, seal and use cases of certification, with a clock that the test turns. */
export async function aCertificationHouse(connection: Connection) {
  const stores = {
    arms: createArmsStore(connection),
    municipalities: createMunicipalityStore(connection),
    people: createPersonStore(connection),
    programmes: createProgrammeStore(connection),
    certificates: createCertificateStore(connection),
    rateLimits: createRateLimitStore(connection),
    audit: anAuditStore(connection, auditKey),
  };
  await Promise.all(Object.values(stores).map((store) => store.ensureIndexes()));
  await stores.municipalities.put(aMunicipality());
  await stores.people.put(aPerson({ id: 'nurse' }));
  await stores.programmes.add(aProgramme());
  const time = { now: examEnd };
  const clock = (): Date => time.now;
  const { log, warnings } = aKeptLog();
  const seal = skienSeal();
  const { audit } = stores;
  const issue = issueCertificate({
    ...stores,
    seal,
    publicUrl,
    codes: systemCodes,
    ids: systemIds,
    clock,
  });
  /** The maker of files, as an installation has it. */
  const fileWith = (changes: { readonly timeStamp?: TimeStamp; readonly demo?: boolean }) =>
    certificateFile({
      certificates: stores.certificates,
      arms: stores.arms,
      seal,
      fonts: certificateFonts(),
      texts,
      publicUrl,
      demo: false,
      clock,
      log,
      ...changes,
    });
  return {
    ...stores,
    seal,
    time,
    clock,
    log,
    warnings,
    issue,
    /** A certificate of the nurse, from an exam of its own unless the test says which. */
    issued: (changes: Partial<PassedExam> = {}): Promise<Certificate> =>
      issue(aPassedExam(changes)),
    nameGuesses: createRateLimits({ store: stores.rateLimits, secret: auditKey, clock }),
    revoke: revokeCertificate({ certificates: stores.certificates, audit, clock }),
    file: fileWith({}),
    fileWith,
  };
}

export type CertificationHouse = Awaited<ReturnType<typeof aCertificationHouse>>;
