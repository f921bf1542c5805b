import type { AccommodationStore } from '../attempts/accommodations/accommodation.store.js';
import type { AttemptStore } from '../attempts/attempt.store.js';
import type { ExamWindowStore } from '../attempts/windows/exam-window.store.js';
import type { AuditStore } from '../audit/audit.store.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { ScimUserStore } from '../identity/scim/scim-user.store.js';
import type { SessionStore } from '../identity/session.store.js';
import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { PracticeStore } from '../practice/practice.store.js';
import type { NoticeStore } from '../reminders/notice.store.js';

/** Everywhere something is kept under a person's id: what is given to them, moved with them, and erased in the end. */
export interface RecordsOfPerson {
  readonly people: PersonStore;
  readonly scimUsers: ScimUserStore;
  readonly sessions: SessionStore;
  readonly courseSessions: CourseSessionStore;
  readonly accommodations: AccommodationStore;
  readonly attempts: AttemptStore;
  readonly examWindows: ExamWindowStore;
  readonly practice: PracticeStore;
  readonly certificates: CertificateStore;
  readonly notices: NoticeStore;
  readonly audit: AuditStore;
}

/** Every id under which something may be kept about the person. */
export function idsOf({ id, formerIds = [] }: Pick<Person, 'id' | 'formerIds'>): readonly string[] {
  return [id, ...formerIds];
}

/** Whether the person is in an exam, or one of theirs is not yet brought to its end: a certificate may still come of it. */
export async function isInExam(
  attempts: Pick<AttemptStore, 'historyOf'>,
  { id, municipalityId }: Pick<Person, 'id' | 'municipalityId'>,
): Promise<boolean> {
  const history = await attempts.historyOf(municipalityId, [id]);
  return history.some(({ state, settledAt }) => state !== 'annulled' && settledAt === undefined);
}
