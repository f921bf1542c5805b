import type { AccommodationStore } from '../attempts/accommodations/accommodation.store.js';
import type { AttemptStore } from '../attempts/attempt.store.js';
import type { AuditStore } from '../audit/audit.store.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { ScimUserStore } from '../identity/scim/scim-user.store.js';
import type { SessionStore } from '../identity/session.store.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { leftOn } from '../organisation/role-grant.rules.js';
import type { Clock } from '../platform/clock.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { PracticeStore } from '../practice/practice.store.js';
import type { NoticeStore } from '../reminders/notice.store.js';

export const ERASURE_REASONS = ['asked', 'retention', 'mistake'] as const;
/** The person asked for it (GDPR, article 17); the time of keeping is over; it should never have been recorded. Free text might name people. */
export type ErasureReason = (typeof ERASURE_REASONS)[number];

export interface ErasePersonDeps {
  readonly people: PersonStore;
  readonly scimUsers: ScimUserStore;
  readonly sessions: SessionStore;
  readonly courseSessions: CourseSessionStore;
  readonly accommodations: AccommodationStore;
  readonly attempts: AttemptStore;
  readonly practice: PracticeStore;
  readonly certificates: CertificateStore;
  readonly notices: NoticeStore;
  readonly audit: AuditStore;
  readonly clock: Clock;
}

export interface Erasure {
  readonly municipalityId: string;
  readonly personId: string;
  /** A person's id, or `system`. */
  readonly actor: string;
  readonly reason: ErasureReason;
  readonly today: PlainDate;
}

export type ErasureOutcome =
  | { readonly erased: true }
  | {
      readonly erased: false;
      readonly reason: 'not-found' | 'own-case' | 'still-employed' | 'exam-under-way';
    };

export type ErasePerson = ReturnType<typeof erasePerson>;

/**
 * Takes a person out of the service for good. Certificates keep answering for their codes, without a name; results and the chain of the
 * trail stay, under an id that leads nowhere. Every step can be done again, and the person goes last: after a crash one erases again.
 */
export function erasePerson(deps: ErasePersonDeps) {
  return async (erasure: Erasure): Promise<ErasureOutcome> => {
    const { municipalityId, personId, actor, reason, today } = erasure;
    const person = await deps.people.find(municipalityId, personId);
    if (!person) return { erased: false, reason: 'not-found' };
    if (actor === personId) return { erased: false, reason: 'own-case' };
    if (isEmployed(person, today)) return { erased: false, reason: 'still-employed' };
    if (await isInExam(person)) return { erased: false, reason: 'exam-under-way' };

    await deps.sessions.endAllOf(personId);
    await deps.scimUsers.remove(municipalityId, personId);
    await deps.practice.removeOf(municipalityId, personId);
    await deps.courseSessions.removeOf(municipalityId, personId);
    await deps.notices.removeOfRecipient(municipalityId, personId);
    await deps.accommodations.removeOf(municipalityId, personId);
    await deps.attempts.eraseResponsesOf(municipalityId, personId);
    await deps.certificates.eraseHolder(municipalityId, personId);
    await deps.audit.eraseAsidesAbout(municipalityId, personId);
    await deps.audit.record({
      municipalityId,
      actor,
      action: 'person.erased',
      subject: `person:${personId}`,
      at: deps.clock(),
      details: { reason },
      once: `person.erased:${personId}`,
    });
    await deps.people.remove(municipalityId, personId);
    return { erased: true };
  };

  /** Closed and not yet brought to its end counts: a certificate may still come of it. */
  async function isInExam({ id, municipalityId }: Person): Promise<boolean> {
    const attempts = await deps.attempts.historyOf(municipalityId, [id]);
    return attempts.some(({ state, settledAt }) => state !== 'annulled' && settledAt === undefined);
  }
}

function isEmployed(person: Person, today: PlainDate): boolean {
  return person.employments.length > 0 && leftOn(person, today) === undefined;
}
