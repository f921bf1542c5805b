import type { Attempt } from '../attempts/attempt.js';
import type { AttemptStore } from '../attempts/attempt.store.js';
import { placeOf } from '../attempts/windows/exam-window.js';
import type { AuditStore } from '../audit/audit.store.js';
import { isIdOf, type Person } from '../organisation/person.js';
import { idsOf, type RecordsOfPerson } from './records-of-person.js';

/** In the order in which they are given. */
export const PARTS = [
  'person',
  'loginService',
  'sessions',
  'courseSessions',
  'accommodations',
  'examWindows',
  'attempts',
  'practice',
  'certificates',
  'notices',
  'trail',
  'trailDetails',
] as const;
export type PartName = (typeof PARTS)[number];

/** A part with all its records, for a document that has to know its length. */
export async function recordsOf(records: AsyncIterable<object>): Promise<readonly object[]> {
  const all: object[] = [];
  for await (const record of records) all.push(record);
  return all;
}

export type PersonalData = ReturnType<typeof personalData>;

/**
 * Everything that is kept about a person, record by record, so that it need not fit in memory (GDPR, article 15). Left out is what is about
 * others or keeps exams secret: who else acted, secrets of logins, and which items were drawn (article 15, paragraph 4).
 */
export function personalData(deps: RecordsOfPerson) {
  return (person: Person): Readonly<Record<PartName, () => AsyncIterable<object>>> => {
    const { id, municipalityId } = person;
    return {
      person: () => each(withMerged(deps, person)),
      loginService: () => each(ofEach(person, (one) => deps.scimUsers.find(municipalityId, one))),
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
      examWindows: () =>
        each(
          deps.examWindows.ofPerson(municipalityId, id).then((windows) =>
            windows.map(({ id: windowId, programmeId, room, opensAt, closesAt, ...window }) => {
              const { takenAt, enteredAt, admitted, startedAt } = placeOf(window, id) ?? {};
              const place = { takenAt, enteredAt, admittedAt: admitted?.at, startedAt };
              return { id: windowId, programmeId, room, opensAt, closesAt, ...place };
            }),
          ),
        ),
      attempts: () => attemptsOf(deps.attempts, person),
      practice: () =>
        each(deps.practice.ofPerson(municipalityId, id).then((all) => all.map(withoutSet))),
      certificates: () => each(deps.certificates.ofPerson(municipalityId, id)),
      notices: () => each(deps.notices.ofRecipient(municipalityId, id)),
      trail: () => trailOf(deps.audit, person),
      trailDetails: () =>
        each(ofEach(person, (one) => deps.audit.asidesAbout(municipalityId, one))),
    };
  };
}

async function* each(
  records: readonly object[] | Promise<readonly object[]>,
): AsyncGenerator<object> {
  yield* await records;
}

/** What is kept under each of the person's ids. */
async function ofEach<T extends object>(
  person: Person,
  find: (id: string) => Promise<T | readonly T[] | undefined>,
): Promise<readonly T[]> {
  const found = await Promise.all(idsOf(person).map(find));
  return found.flatMap((one) => one ?? []);
}

/** With the identities that were found to be the same human. */
async function withMerged({ people }: RecordsOfPerson, person: Person): Promise<object[]> {
  const merged = await people.mergedOf(person.municipalityId, { into: person.id });
  return [
    person,
    ...merged.map(({ person: { id, issuer, subject } }) => ({ id, issuer, subject })),
  ];
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
        ...{ type, at, reason, minutes, stoodMs, byYou: isIdOf(person, by) },
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
async function* trailOf(audit: AuditStore, person: Person): AsyncGenerator<object> {
  const { municipalityId } = person;
  const ids = idsOf(person);
  const about = ids.map((id) => ({ subject: `person:${id}` }));
  for (const filter of [{ actors: ids }, ...about]) {
    let before: number | undefined;
    for (;;) {
      const entries = await audit.search({ municipalityId, ...filter }, BATCH_SIZE, before);
      for (const { sequence, at, actor, action, subject } of entries)
        yield { sequence, at, action, subject, byYou: ids.includes(actor) };
      if (entries.length < BATCH_SIZE) break;
      before = entries.at(-1)?.sequence;
    }
  }
}
