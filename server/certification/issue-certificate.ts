import type { AuditTrail } from '../audit/audit-event.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { fullName } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import { inLocale, type Locale } from '../platform/locale.js';
import { addDays, dateIn, startOfDay } from '../platform/plain-date.js';
import type { IdSource } from '../platform/rng.js';
import type { Seal } from '../platform/keys/seal-key.js';
import type { Certificate, CertificateRecord } from './certificate.js';
import type { CertificateStore } from './certificate.store.js';
import type { CredentialUrls } from './credential-record.js';
import { issueCredential } from './credential.js';
import { cycleOn, statusOn, validityOf } from './validity.rules.js';
import type { CodeSource } from './verification-code.js';

export interface IssueDeps {
  readonly certificates: CertificateStore;
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly programmes: ProgrammeStore;
  readonly seal: Seal;
  readonly publicUrl: string;
  readonly audit: AuditTrail;
  readonly codes: CodeSource;
  readonly ids: IdSource;
  readonly clock: Clock;
}

/** A passed attempt, as far as a certificate tells of it. */
export interface PassedExam {
  readonly attemptId: string;
  readonly municipalityId: string;
  readonly personId: string;
  readonly programmeId: string;
  readonly programmeVersion: number;
  readonly cycle: number;
  readonly locale: Locale;
  /** When the attempt closed; its calendar date in the municipality is the date of the exam. */
  readonly passedAt: Date;
  readonly sections: CertificateRecord['sections'];
  readonly right: number;
  readonly total: number;
}

export type IssueCertificate = (exam: PassedExam) => Promise<Certificate>;

/** Issues the certificate of a passed attempt, once: called again it returns the one that stands. A certificate it renews is marked as replaced. */
export function issueCertificate(deps: IssueDeps): IssueCertificate {
  return async (exam) => {
    const standing =
      (await deps.certificates.findByAttempt(exam.attemptId)) ?? (await issue(deps, exam));
    await recordIssued(deps, standing.record);
    await replacePrevious(deps, standing.record);
    return standing;
  };
}

async function issue(deps: IssueDeps, exam: PassedExam): Promise<Certificate> {
  const { municipalityId, personId, programmeId } = exam;
  const [municipality, person, programme, earlier] = await Promise.all([
    deps.municipalities.find(municipalityId),
    deps.people.find(municipalityId, personId),
    deps.programmes.version(municipalityId, programmeId, exam.programmeVersion),
    deps.certificates.ofPerson(municipalityId, personId),
  ]);
  if (!municipality || !person || !programme)
    throw new Error(`Attempt ${exam.attemptId} belongs to nobody we know`);
  const examDate = dateIn(municipality.timeZone, exam.passedAt);
  // A revoked certificate has no time left to add to: only one in force is renewed.
  const { current } = cycleOn(
    earlier.filter(
      (certificate) =>
        certificate.record.programmeId === programmeId &&
        statusOn(certificate, examDate) === 'valid',
    ),
    programme.rules,
    examDate,
  );
  const { validFrom, validTo } = validityOf(examDate, programme.rules, current?.record);
  const record: CertificateRecord = {
    id: deps.ids(),
    code: deps.codes(),
    municipalityId,
    municipalityName: municipality.name,
    colour: municipality.colour,
    ...(municipality.arms !== undefined && { arms: municipality.arms }),
    timeZone: municipality.timeZone,
    personId,
    holderName: fullName(person),
    programmeId,
    programmeVersion: exam.programmeVersion,
    programmeTitles: programme.titles,
    statement: programme.statement,
    attemptId: exam.attemptId,
    cycle: exam.cycle,
    locale: exam.locale,
    examDate,
    issuedAt: deps.clock(),
    validFrom,
    validTo,
    sections: exam.sections,
    right: exam.right,
    total: exam.total,
  };
  const credential = await issueCredential(
    credentialRecord(record),
    deps.seal,
    credentialUrls(deps.publicUrl, record),
  );
  return deps.certificates.issueOnce(record, credential);
}

/** Once, however often it is called: a crash may have come between the certificate and its entry. */
function recordIssued({ audit }: IssueDeps, record: CertificateRecord): Promise<void> {
  const { id, municipalityId, attemptId, validFrom, validTo, issuedAt } = record;
  return audit.record({
    municipalityId,
    actor: 'system',
    action: 'certificate.issued',
    subject: `certificate:${id}`,
    at: issuedAt,
    details: { attemptId, validFrom, validTo },
    once: `certificate.issued:${id}`,
  });
}

async function replacePrevious(deps: IssueDeps, issued: CertificateRecord): Promise<void> {
  const all = await deps.certificates.ofPerson(issued.municipalityId, issued.personId);
  const replaced = all.filter(
    ({ record, events }) =>
      record.programmeId === issued.programmeId &&
      record.cycle < issued.cycle &&
      // One that was revoked or replaced before has had its end.
      events.length === 0,
  );
  for (const { record } of replaced) {
    await deps.certificates.addEvent(record.municipalityId, record.id, {
      kind: 'replaced',
      at: deps.clock(),
      byCertificateId: issued.id,
    });
  }
}

function credentialRecord(record: CertificateRecord) {
  const say = <T>(texts: Parameters<typeof inLocale<T>>[0]): T =>
    inLocale(texts, record.locale).value;
  return {
    number: record.code,
    title: say(record.programmeTitles),
    description: say(record.statement),
    criteria: say(record.statement),
    language: record.locale,
    holderName: record.holderName,
    holderId: `urn:medsert:certificate:${record.id}`,
    issuerName: record.municipalityName,
    validFrom: startOfDay(record.timeZone, record.validFrom),
    validUntil: new Date(startOfDay(record.timeZone, addDays(record.validTo, 1)).getTime() - 1000),
    results: record.sections.map(({ titles, right, total }) => ({
      section: say(titles),
      result: `${right}/${total}`,
    })),
    scope: [say(record.programmeTitles)],
    rulesVersion: `${record.programmeId}/${record.programmeVersion}`,
  };
}

function credentialUrls(publicUrl: string, record: CertificateRecord): CredentialUrls {
  return {
    issuer: publicUrl,
    credentials: `${publicUrl}/v`,
    keys: `${publicUrl}/keys`,
    achievement: `${publicUrl}/programmes/${record.programmeId}`,
  };
}
