import type { AttemptStore } from '../attempts/attempt.store.js';
import { savesUntil } from '../attempts/deadline.rules.js';
import { settleAttempt } from '../attempts/submit-attempt.js';
import type { AuditTrail } from '../audit/audit-event.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { IssueCertificate, IssueDeps } from '../certification/issue-certificate.js';
import { readCode } from '../certification/verification-code.js';
import type { CourseCatalogue } from '../courses/course.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { Programme } from '../exams/programme.js';
import type { ProgrammeStore } from '../exams/programme.store.js';
import type { ProgrammeTemplate } from '../exams/read-programme.js';
import type { SigningKey } from '../identity/demo-assertion.js';
import { demoIdentityProviderSettings } from '../identity/demo-identity-provider.js';
import type { IdentityProviderStore } from '../identity/identity-provider.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Municipality, Unit } from '../organisation/municipality.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import { dateIn } from '../platform/plain-date.js';
import {
  pastOf,
  type CourseDeed,
  type ExamDeed,
  type RevocationDeed,
} from './demo-history.rules.js';
import { demoMunicipalities } from './demo-municipalities.js';
import { demoId, demoPersonId, personRecord } from './demo-people.js';
import { pastAttempt, pastSession } from './past-records.js';
import type { SeededMunicipality } from './seeded-municipality.js';

export interface DemoDeps {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly identityProviders: IdentityProviderStore;
  readonly programmes: ProgrammeStore;
  readonly courseSessions: CourseSessionStore;
  readonly attempts: AttemptStore;
  readonly certificates: CertificateStore;
  readonly items: ItemCatalogue;
  readonly courses: CourseCatalogue;
  readonly audit: AuditTrail;
  /** What the bank proposes; each municipality gets a copy of its own. */
  readonly template: ProgrammeTemplate;
  /** The real use case, as it would have run on another day. */
  readonly issueCertificateOn: (
    day: Pick<IssueDeps, 'clock' | 'ids' | 'codes'>,
  ) => IssueCertificate;
  /** Where browsers reach the demo's login services, and what those sign with. */
  readonly identityProvider: {
    readonly origin: string;
    readonly key: Pick<SigningKey, 'certificatePem'>;
  };
  readonly clock: Clock;
}

/** Is the demo complete? The login services are written last, so a fill that was interrupted is not. */
export async function isFilled(deps: Pick<DemoDeps, 'identityProviders'>): Promise<boolean> {
  const found = await Promise.all(
    demoMunicipalities.map(({ id }) => deps.identityProviders.find(id)),
  );
  return found.every((settings) => settings !== undefined);
}

/**
 * Fills the demo: municipalities, people, and a past in which every status appears, counted back from now. False when it was filled before:
 * then nothing changes but the addresses of its login services, if those have moved. An interrupted fill is completed.
 */
export async function fillDemo(deps: DemoDeps): Promise<boolean> {
  const filled = await isFilled(deps);
  await Promise.all(
    demoMunicipalities.map(async (municipality) => {
      if (filled) {
        await moveLogins(deps, municipality);
      } else {
        const programme = await fillOrganisation(deps, municipality);
        await fillPast(deps, municipality, programme);
      }
      await openLogins(deps, municipality);
    }),
  );
  return !filled;
}

async function fillOrganisation(
  deps: DemoDeps,
  municipality: SeededMunicipality,
): Promise<Programme> {
  const { municipalities, people, programmes, template, identityProvider, clock } = deps;
  const today = dateIn(municipality.timeZone, clock());
  const programme: Programme = {
    ...template,
    rules: { ...template.rules, ...municipality.rules },
    municipalityId: municipality.id,
    version: 1,
  };
  const known = await programmes.version(municipality.id, programme.id, programme.version);
  await Promise.all([
    municipalities.put(municipalityRecord(municipality, programme.id)),
    ...unitRecords(municipality).map((unit) => municipalities.putUnit(unit)),
    ...municipality.people.map((person) =>
      people.put(personRecord(municipality, person, { origin: identityProvider.origin, today })),
    ),
    ...(known ? [] : [programmes.add(programme)]),
  ]);
  return known ?? programme;
}

function municipalityRecord(
  { id, slug, name, country, timeZone, locale, colour, requirement }: SeededMunicipality,
  programmeId: string,
): Municipality {
  const { unit, jobRoles, reason } = requirement;
  const requirements = [{ programmeId, unitId: unit, jobRoles, reason }];
  return { id, slug, name, country, timeZone, locale, colour, requirements };
}

function unitRecords({ id: municipalityId, units }: SeededMunicipality): readonly Unit[] {
  const paths = new Map<string, readonly string[]>();
  return units.map(({ id, name, parent }) => {
    const path = [...(parent === undefined ? [] : (paths.get(parent) ?? [])), id];
    paths.set(id, path);
    return {
      id,
      municipalityId,
      name,
      ...(parent === undefined ? {} : { parentId: parent }),
      path,
    };
  });
}

/** One deed after the other, so that the audit trail tells them in the order in which they happened. */
async function fillPast(
  deps: DemoDeps,
  municipality: SeededMunicipality,
  programme: Programme,
): Promise<void> {
  const now = deps.clock();
  const today = dateIn(municipality.timeZone, now);
  const seen = new Map<string, Set<string>>();
  for (const deed of pastOf(municipality, { now, today, rules: programme.rules })) {
    switch (deed.kind) {
      case 'course':
        await takeCourse(deps, municipality, programme.courseId, deed);
        break;
      case 'exam':
        await sitExam(deps, municipality, programme, deed, seen);
        break;
      case 'revoked':
        await revoke(deps, municipality, deed);
        break;
    }
  }
}

async function takeCourse(
  { courses, courseSessions, audit }: DemoDeps,
  municipality: SeededMunicipality,
  courseId: string,
  deed: CourseDeed,
): Promise<void> {
  const course = courses.find(courseId);
  if (!course) throw new Error(`There is no course ${courseId}`);
  const session = pastSession(municipality, deed, course);
  const { id, municipalityId, personId, courseVersion, completedAt } = session;
  const known = await courseSessions.ofPerson(municipalityId, personId, courseId);
  if (known.some((one) => one.id === id)) return;
  await courseSessions.put(session);
  if (!completedAt) return;
  await audit.record({
    municipalityId,
    actor: personId,
    action: 'course.completed',
    subject: `course-session:${id}`,
    at: completedAt,
    details: { courseId, courseVersion },
  });
}

async function sitExam(
  deps: DemoDeps,
  municipality: SeededMunicipality,
  programme: Programme,
  deed: ExamDeed,
  seenBy: Map<string, Set<string>>,
): Promise<void> {
  const { attempts, items, audit } = deps;
  const seen = seenBy.get(deed.username) ?? new Set<string>();
  const room = { municipality, programme, items: items.latest(programme.bankId), seen };
  const attempt = pastAttempt(room, deed);
  seenBy.set(deed.username, new Set([...seen, ...attempt.form.slots.map(({ itemId }) => itemId)]));
  if (!(await attempts.find(attempt.id))) {
    const { graceSeconds } = programme.rules;
    await attempts.put(attempt, savesUntil(attempt.closesAt, graceSeconds));
    await audit.record({
      municipalityId: attempt.municipalityId,
      actor: attempt.personId,
      action: 'attempt.started',
      subject: `attempt:${attempt.id}`,
      at: attempt.startedAt,
      details: {
        programmeId: programme.id,
        programmeVersion: programme.version,
        cycle: attempt.cycle,
      },
    });
  }
  const clock: Clock = () => deed.at;
  const issueCertificate = deps.issueCertificateOn({
    clock,
    ids: () => demoId('certificate', attempt.id),
    codes: () => codeOf(attempt.id),
  });
  const result = await settleAttempt({ attempts, items, issueCertificate, audit, clock })(
    attempt.id,
  );
  if (result?.passed !== (deed.outcome === 'passed'))
    throw new Error(`The exam of ${deed.username} was to end as ${deed.outcome} and did not`);
}

/** The same code in every demo, so that a link or a picture of a certificate stays good. */
function codeOf(attemptId: string): string {
  const code = readCode(demoId('code', attemptId).slice(0, 16));
  if (code === undefined) throw new Error('Hex digits make no code');
  return code;
}

async function revoke(
  { certificates, audit }: DemoDeps,
  municipality: SeededMunicipality,
  { username, by, reason, at }: RevocationDeed,
): Promise<void> {
  const personId = demoPersonId(municipality, username);
  const actor = demoPersonId(municipality, by);
  const [latest] = await certificates.ofPerson(municipality.id, personId);
  if (!latest) throw new Error(`${username} has no certificate that could be revoked`);
  const { id } = latest.record;
  const event = { kind: 'revoked', at, by: actor, reason } as const;
  if (!(await certificates.addEvent(municipality.id, id, event))) return;
  await audit.record({
    municipalityId: municipality.id,
    actor,
    action: 'certificate.revoked',
    subject: `certificate:${id}`,
    at,
  });
}

/** Opens the municipality to its people; with this its demo is complete. */
async function openLogins(
  { identityProviders, identityProvider }: DemoDeps,
  { id, slug, attributes }: SeededMunicipality,
): Promise<void> {
  const { origin, key } = identityProvider;
  await identityProviders.put(id, demoIdentityProviderSettings(origin, slug, key, attributes));
}

/** The login service has another address since the demo was filled (another port): its people stay who they are. */
async function moveLogins(
  { identityProviders, identityProvider, people, clock }: DemoDeps,
  municipality: SeededMunicipality,
): Promise<void> {
  const today = dateIn(municipality.timeZone, clock());
  const before = await identityProviders.find(municipality.id);
  await Promise.all(
    municipality.people.map(async (person) => {
      const { id, issuer } = personRecord(municipality, person, {
        origin: identityProvider.origin,
        today,
      });
      if (before?.entityId === issuer) return;
      const standing = await people.find(municipality.id, id);
      if (standing) await people.put({ ...standing, issuer });
    }),
  );
}
