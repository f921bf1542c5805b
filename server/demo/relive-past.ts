import { savesUntil } from '../attempts/deadline.rules.js';
import { settleAttempt } from '../attempts/submit-attempt.js';
import { readCode } from '../certification/verification-code.js';
import type { Programme } from '../exams/programme.js';
import type { Clock } from '../platform/clock.js';
import { dateIn } from '../platform/plain-date.js';
import type { DemoDeps } from './demo-deps.js';
import {
  pastOf,
  type CourseDeed,
  type ExamDeed,
  type RevocationDeed,
} from './demo-history.rules.js';
import { demoId, demoPersonId } from './demo-people.js';
import { pastAttempt, pastSession } from './past-records.js';
import type { SeededMunicipality } from './seeded-municipality.js';

/** One deed after the other, so that the audit trail tells them in the order in which they happened. */
export async function relivePast(
  deps: DemoDeps,
  municipality: SeededMunicipality,
  programme: Programme,
): Promise<void> {
  const now = deps.clock();
  const today = dateIn(municipality.timeZone, now);
  const seen = new Map<string, ReadonlyMap<string, number>>();
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
  seenBy: Map<string, ReadonlyMap<string, number>>,
): Promise<void> {
  const { attempts, items, audit } = deps;
  const seen = seenBy.get(deed.username) ?? new Map<string, number>();
  const room = { municipality, programme, items: await items.live(programme.bankId), seen };
  const attempt = pastAttempt(room, deed);
  const met = attempt.form.slots.map(({ itemId }) => [itemId, deed.begun.getTime()] as const);
  seenBy.set(deed.username, new Map([...seen, ...met]));
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
  const settle = settleAttempt({ attempts, items, issueCertificate, audit, clock });
  const result = await settle((await attempts.find(attempt.id)) ?? attempt);
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
