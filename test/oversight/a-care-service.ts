import type { Attempt } from '../../server/attempts/attempt.js';
import type { PastAttempt } from '../../server/attempts/gate.rules.js';
import type { Certificate, CertificateEvent } from '../../server/certification/certificate.js';
import type { Course, CourseSession } from '../../server/courses/course.js';
import type { Programme } from '../../server/exams/programme.js';
import type { JobRole, Municipality, Unit } from '../../server/organisation/municipality.js';
import type { Person, RoleGrant } from '../../server/organisation/person.js';
import { addDays, addMonths, plainDate, type PlainDate } from '../../server/platform/plain-date.js';
import { someRules as rules } from '../support/some-rules.js';

/** A Saturday, a little before three in the afternoon in Oslo. */
export const now = new Date('2026-11-21T13:50:00Z');
export const today = plainDate('2026-11-21');
export const timeZone = 'Europe/Oslo';

export { rules };

export function aMunicipality(changes: Partial<Municipality> = {}): Municipality {
  const id = changes.id ?? 'fjordby';
  return {
    id,
    slug: id,
    name: 'Fjordby kommune',
    country: 'NO',
    timeZone,
    locale: 'nb',
    colour: '#0b5cab',
    requirements: [
      {
        id: 'medicines',
        programmeId: 'medicines',
        jobRoles: ['nurse', 'healthWorker', 'assistant', 'socialEducator'],
        reason: { nb: 'Du håndterer legemidler.' },
      },
    ],
    ...changes,
  };
}

/** A unit from its path: `aUnit('fjordby', 'Rom 2', 'care', 'solbakken', 'room-2')` lies below care and Solbakken. */
export function aUnit(municipalityId: string, name: string, ...path: string[]): Unit {
  const [id = name, parentId] = path.toReversed();
  return { id, municipalityId, name, path, ...(parentId === undefined ? {} : { parentId }) };
}

export function aProgramme(changes: Partial<Programme> = {}): Programme {
  return {
    id: 'medicines',
    municipalityId: 'fjordby',
    version: 1,
    titles: { nb: 'Legemiddelhåndtering', sv: 'Läkemedelshantering' },
    statement: { nb: 'har bestått' },
    bankId: 'medicines',
    courseId: 'medicines',
    specification: { sections: [] },
    rules,
    ...changes,
  };
}

export const aCourse: Course = {
  id: 'medicines',
  version: 1,
  titles: { nb: 'Kurs' },
  lessons: ['law', 'checks', 'forms'].map((id) => ({
    id,
    titles: { nb: id },
    minutes: 10,
    html: { nb: '' },
    check: [],
  })),
};

interface PersonInWords {
  readonly works?: readonly (readonly [unitId: string, jobRole: JobRole])[];
  readonly grants?: readonly Omit<RoleGrant, 'from'>[];
  readonly municipalityId?: string;
  readonly changes?: Partial<Person>;
}

/** `aPerson('Ingrid Lie', { works: [['solbakken', 'nurse']] })`; the id is made from the name. */
export function aPerson(
  name: string,
  { works = [], grants = [], municipalityId = 'fjordby', changes = {} }: PersonInWords = {},
): Person {
  const [givenName = '', ...rest] = name.split(' ');
  const id = name.toLowerCase().replaceAll(' ', '-');
  return {
    id,
    municipalityId,
    issuer: 'https://idp.example',
    subject: id,
    givenName,
    familyName: rest.join(' '),
    employments: works.map(([unitId, jobRole]) => ({
      unitId,
      jobRole,
      from: plainDate('2020-01-01'),
      percent: 100,
    })),
    grants: grants.map((grant) => ({ ...grant, from: plainDate('2020-01-01') })),
    ...changes,
  };
}

interface CertificateInWords {
  readonly personId?: string;
  readonly programmeId?: string;
  readonly municipalityId?: string;
  readonly cycle?: number;
  /** The day of the exam; two years before the end when it is not said. */
  readonly validFrom?: string;
  readonly events?: readonly CertificateEvent[];
}

/** A certificate by its last valid day. */
export function aCertificate(validTo: string, words: CertificateInWords = {}): Certificate {
  const { personId = 'ingrid-lie', programmeId = 'medicines', cycle = 1, events = [] } = words;
  const { municipalityId = 'fjordby' } = words;
  const last = plainDate(validTo);
  const validFrom = words.validFrom ? plainDate(words.validFrom) : addMonths(last, -24);
  const id = `certificate-${personId}-${programmeId}-${cycle}`;
  return {
    record: {
      id,
      code: `CODE-${id}`,
      municipalityId,
      municipalityName: 'Fjordby kommune',
      colour: '#0b5cab',
      personId,
      holderName: 'Ingrid Lie',
      programmeId,
      programmeVersion: 1,
      programmeTitles: { nb: 'Legemiddelhåndtering' },
      statement: { nb: 'har bestått' },
      attemptId: `attempt-of-${id}`,
      cycle,
      locale: 'nb',
      timeZone,
      examDate: validFrom,
      issuedAt: new Date(`${validFrom}T12:00:00Z`),
      validFrom,
      validTo: last,
      sections: [],
      right: 36,
      total: 40,
    },
    credential: 'signed',
    events,
  };
}

export function revokedAt(instant: string): CertificateEvent {
  return { kind: 'revoked', at: new Date(instant), by: 'hr', reason: 'Feil person' };
}

export function replacedAt(instant: string): CertificateEvent {
  return { kind: 'replaced', at: new Date(instant), byCertificateId: 'later' };
}

/** A session with so many of the three lessons passed; completed on a day, or still open. */
export function aSession(
  passed: number,
  { completedOn, personId = 'ingrid-lie' }: { completedOn?: string; personId?: string } = {},
): CourseSession {
  const day: PlainDate = completedOn ? plainDate(completedOn) : today;
  return {
    id: `session-${personId}-${completedOn ?? 'open'}`,
    municipalityId: 'fjordby',
    personId,
    courseId: 'medicines',
    courseVersion: 1,
    startedAt: new Date(`${addDays(day, -7)}T09:00:00Z`),
    lessons: Object.fromEntries(
      aCourse.lessons
        .slice(0, passed)
        .map(({ id }) => [id, { passedAt: new Date(`${day}T09:00:00Z`), tries: 1 }]),
    ),
    ...(completedOn ? { completedAt: new Date(`${completedOn}T09:00:00Z`) } : {}),
  };
}

/** An attempt as the rules see it. */
export function anAttempt(changes: Partial<PastAttempt> = {}): PastAttempt {
  return { id: 'attempt-1', state: 'inProgress', cycle: 1, ...changes };
}

export function failedAt(instant: string, changes: Partial<PastAttempt> = {}): PastAttempt {
  return anAttempt({ state: 'submitted', closedAt: new Date(instant), passed: false, ...changes });
}

/** An attempt as it is stored. */
export function aStoredAttempt(personId: string, past: PastAttempt): Attempt {
  const { passed, ...rest } = past;
  return {
    ...rest,
    municipalityId: 'fjordby',
    personId,
    programmeId: 'medicines',
    programmeVersion: 1,
    locale: 'nb',
    startedAt: new Date('2026-11-20T08:00:00Z'),
    closesAt: new Date('2026-11-20T09:00:00Z'),
    form: { algorithm: 'test', seed: 'test', slots: [] },
    frozen: {
      municipalityName: 'Fjordby kommune',
      timeZone,
      programmeTitles: { nb: 'Legemiddelhåndtering' },
      bankId: 'medicines',
      specification: { sections: [] },
      rules,
    },
    responses: new Map(),
    flagged: new Set(),
    ...(passed === undefined
      ? {}
      : {
          result: {
            passed,
            right: 30,
            total: 40,
            needed: 34,
            sections: [],
            reasons: [],
            topicsToReview: [],
            slots: [],
          },
        }),
  };
}
