import type { AccommodationStore } from '../attempts/accommodations/accommodation.store.js';
import type { Attempt } from '../attempts/attempt.js';
import type { AttemptStore } from '../attempts/attempt.store.js';
import type { AuditStore } from '../audit/audit.store.js';
import type { CertificateStore } from '../certification/certificate.store.js';
import type { CourseSessionStore } from '../courses/course-session.store.js';
import type { ScimUserStore } from '../identity/scim/scim-user.store.js';
import type { SessionStore } from '../identity/session.store.js';
import type { Person } from '../organisation/person.js';
import type { PracticeStore } from '../practice/practice.store.js';
import type { NoticeStore } from '../reminders/notice.store.js';

export interface PersonalDataDeps {
  readonly scimUsers: ScimUserStore;
  readonly sessions: SessionStore;
  readonly courseSessions: CourseSessionStore;
  readonly accommodations: AccommodationStore;
  readonly attempts: AttemptStore;
  readonly practice: PracticeStore;
  readonly certificates: CertificateStore;
  readonly notices: NoticeStore;
  readonly audit: AuditStore;
}

/** In the order in which they are given. */
export const PARTS = [
  'person',
  'loginService',
  'sessions',
  'courseSessions',
  'accommodations',
  'attempts',
  'practice',
  'certificates',
  'notices',
  'trail',
  'trailDetails',
] as const;
export type PartName = (typeof PARTS)[number];

export type PersonalData = ReturnType<typeof personalData>;

/**
 * Everything that is kept about a person, record by record, so that it need not fit in memory (GDPR, article 15). Left out is what is about
 * others or keeps exams secret: who else acted, secrets of logins, and which items were drawn (article 15, paragraph 4).
 */
export function personalData(deps: PersonalDataDeps) {
  return (person: Person): Readonly<Record<PartName, () => AsyncIterable<object>>> => {
    const { id, municipalityId } = person;
    return {
      person: () => each([person]),
      loginService: () =>
        each(deps.scimUsers.find(municipalityId, id).then((user) => (user ? [user] : []))),
      sessions: () => each(deps.sessions.ofPerson(id).then((all) => all.map(withoutSecret))),
      courseSessions: () => each(deps.courseSessions.ofPeople(municipalityId, [id])),
      accommodations: () =>
        each(
          deps.accommodations.of(municipalityId, id).then(({ grants }) =>
            grants.map(({ grantedBy: _grantedBy, ended, ...grant }) => ({
              ...grant,
              ...(ended ? { endedOn: ended.day } : {}),
            })),
          ),
        ),
      attempts: () => attemptsOf(deps.attempts, person),
      practice: () =>
        each(deps.practice.ofPerson(municipalityId, id).then((all) => all.map(withoutSet))),
      certificates: () => each(deps.certificates.ofPerson(municipalityId, id)),
      notices: () => each(deps.notices.ofRecipient(municipalityId, id)),
      trail: () => trailOf(deps.audit, person),
      trailDetails: () => each(deps.audit.asidesAbout(municipalityId, id)),
    };
  };
}

async function* each(
  records: readonly object[] | Promise<readonly object[]>,
): AsyncGenerator<object> {
  yield* await records;
}

/** The id of a session is the fingerprint of a secret, and what the login service calls it is between it and us. */
function withoutSecret({
  signedInAt,
  lastSeenAt,
  expiresAt,
}: {
  readonly signedInAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}) {
  return { signedInAt, lastSeenAt, expiresAt };
}

function withoutSet<T extends { readonly set?: unknown }>({ set: _set, ...rest }: T) {
  return rest;
}

async function* attemptsOf(attempts: AttemptStore, person: Person): AsyncGenerator<object> {
  for await (const attempt of attempts.allOf(person.municipalityId, person.id)) {
    const {
      form: _form,
      frozen,
      responses,
      flagged,
      result,
      events = [],
      ...rest
    } = withoutSupervision(attempt);
    const { slots: _slots, ...score } = result ?? {};
    yield {
      ...rest,
      programmeTitles: frozen.programmeTitles,
      responses: [...responses].map(([slot, { response, savedAt }]) => ({
        slot,
        response,
        savedAt,
      })),
      flagged: [...flagged],
      events: events.map(({ type, at, by, reason, minutes, stoodMs }) => ({
        ...{ type, at, reason, minutes, stoodMs, byYou: by === person.id },
      })),
      ...(result && { result: score }),
    };
  }
}

/** Who confirmed an interruption is about somebody else; which items were shown, is about the exam. */
function withoutSupervision({ paused: _paused, seen: _seen, ...attempt }: Attempt) {
  return attempt;
}

const BATCH_SIZE = 500;

/** What the person did and what was done to them; others who acted are not named. */
async function* trailOf(audit: AuditStore, { id, municipalityId }: Person): AsyncGenerator<object> {
  for (const filter of [{ actors: [id] }, { subject: `person:${id}` }]) {
    let before: number | undefined;
    for (;;) {
      const entries = await audit.search({ municipalityId, ...filter }, BATCH_SIZE, before);
      for (const { sequence, at, actor, action, subject } of entries)
        yield { sequence, at, action, subject, byYou: actor === id };
      if (entries.length < BATCH_SIZE) break;
      before = entries.at(-1)?.sequence;
    }
  }
}
