import type { Person } from '../organisation/person.js';
import { leftOn } from '../organisation/role-grant.rules.js';
import type { Clock } from '../platform/clock.js';
import type { PlainDate } from '../platform/plain-date.js';
import { idsOf, isInExam, type RecordsOfPerson } from './records-of-person.js';

export const ERASURE_REASONS = ['asked', 'retention', 'mistake'] as const;
/** The person asked for it (GDPR, article 17); the time of keeping is over; it should never have been recorded. Free text might name people. */
export type ErasureReason = (typeof ERASURE_REASONS)[number];

interface ErasePersonDeps extends RecordsOfPerson {
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
    if (await isInExam(deps.attempts, person)) return { erased: false, reason: 'exam-under-way' };

    await deps.sessions.endAllOf(personId);
    for (const id of idsOf(person)) await deps.scimUsers.remove(municipalityId, id);
    await deps.practice.removeOf(municipalityId, personId);
    await deps.courseSessions.removeOf(municipalityId, personId);
    await deps.notices.removeOfRecipient(municipalityId, personId);
    await deps.accommodations.removeOf(municipalityId, personId);
    await deps.examWindows.removeOf(municipalityId, personId);
    await deps.attempts.eraseResponsesOf(municipalityId, personId);
    await deps.certificates.eraseHolder(municipalityId, personId);
    for (const id of idsOf(person)) await deps.audit.eraseAsidesAbout(municipalityId, id);
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
}

function isEmployed(person: Person, today: PlainDate): boolean {
  return person.employments.length > 0 && leftOn(person, today) === undefined;
}
