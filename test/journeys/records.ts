import { join } from 'node:path';
import type { Connection } from 'mongoose';
import type { Attempt } from '../../server/attempts/attempt.js';
import { createAttemptStore } from '../../server/attempts/attempt.store.js';
import { savesUntil } from '../../server/attempts/deadline.rules.js';
import { anAuditStore } from '../support/audit-trail.js';
import { createCertificateStore } from '../../server/certification/certificate.store.js';
import { createCourseSessionStore } from '../../server/courses/course-session.store.js';
import { courseCatalogue, readCourse } from '../../server/courses/read-course.js';
import { openLesson } from '../../server/courses/record-completion.js';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import type { Slot } from '../../server/exams/draw-form.rules.js';
import type { Item, Response } from '../../server/item-banks/item.js';
import { createBankStore } from '../../server/item-banks/bank.store.js';
import { openItemCatalogue } from '../../server/item-banks/item-catalogue.js';
import { createItemStore } from '../../server/item-banks/item.store.js';
import { systemClock } from '../../server/platform/clock.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { systemIds } from '../../server/platform/rng.js';
import type { RunningService } from '../support/running-service.js';
import { PROGRAMME, type DemoPerson } from './demo-person.js';

/** One slot of an attempt with what its key makes of it. */
export interface KnownSlot {
  readonly number: number;
  readonly slot: Slot;
  readonly item: Item;
  readonly right: Response;
  readonly wrong: Response;
}

export type Records = Awaited<ReturnType<typeof openRecords>>;

/** Call inside a `describe`, after the service: its records as its own stores read them, keys and all. */
export function useRecords(service: Pick<RunningService, 'connection'>): () => Records {
  let records: Records | undefined;
  before(async () => {
    const connection = service.connection();
    const opened = open.get(connection) ?? openRecords(connection);
    open.set(connection, opened);
    records = await opened;
  });
  return () => {
    if (!records) throw new Error('The records are open inside tests and hooks only');
    return records;
  };
}

/** A connection has its stores once. */
const open = new WeakMap<Connection, Promise<Records>>();

/** The service's records as its own stores read them. */
export async function openRecords(connection: Connection) {
  const attempts = createAttemptStore(connection);
  const certificates = createCertificateStore(connection);
  const sessions = createCourseSessionStore(connection);
  const clock = systemClock;
  const banks = createBankStore(connection);
  const items = openItemCatalogue({ items: createItemStore(connection), banks });
  const courseFolder = join(projectRoot, 'question-banks', PROGRAMME, 'course');
  const catalogue = courseCatalogue([await readCourse(courseFolder)]);
  const course = catalogue.find(PROGRAMME);
  if (!course) throw new Error('The course cannot be read');
  const audit = anAuditStore(connection, 'no entry is made with this key');
  const lessonOf = openLesson({ catalogue, sessions, audit, clock, ids: systemIds });

  async function attempt(id: string): Promise<Attempt> {
    const found = await attempts.find(id);
    if (!found) throw new Error(`There is no attempt ${id}`);
    return found;
  }

  return {
    course,
    attempt,

    /** Every slot of the attempt, in the order of the form. */
    async slotsOf(attemptId: string): Promise<readonly KnownSlot[]> {
      const { form, frozen } = await attempt(attemptId);
      return Promise.all(
        form.slots.map(async (slot, number) => {
          const item = await items.version(frozen.bankId, slot.itemId, slot.version);
          const right = rightResponse(item, slot);
          return { number, slot, item, right, wrong: wrongResponse(item, slot) };
        }),
      );
    },

    /** As someone's change of the deadline does. */
    async moveDeadline(attemptId: string, closesAt: Date, graceSeconds = 0): Promise<void> {
      const change = {
        closesAt,
        savesUntil: savesUntil(closesAt, graceSeconds),
        'frozen.rules.graceSeconds': graceSeconds,
      };
      await connection
        .collection<{ _id: string }>('attempts')
        .updateOne({ _id: attemptId }, { $set: change });
    },

    /** What to respond to the check of a lesson, as this person is asked. */
    async checkOf(person: DemoPerson, lessonId: string) {
      const learner = { municipalityId: person.municipality.id, personId: person.id };
      const { questions } = await lessonOf(learner, PROGRAMME, lessonId);
      return questions.map(({ item, drawn }) => ({
        right: rightResponse(item, drawn),
        wrong: wrongResponse(item, drawn),
      }));
    },

    /** The course, taken a moment ago: the exam is open for the person now. */
    async completeCourse({
      id: personId,
      municipality,
    }: Pick<DemoPerson, 'id' | 'municipality'>): Promise<void> {
      const now = clock();
      const earlier = await sessions.ofPerson(municipality.id, personId, course.id);
      const passed = { openedAt: now, passedAt: now, tries: 1 };
      await sessions.put({
        id: earlier[0]?.id ?? systemIds(),
        municipalityId: municipality.id,
        personId,
        courseId: course.id,
        courseVersion: course.version,
        startedAt: now,
        lessons: Object.fromEntries(course.lessons.map((lesson) => [lesson.id, passed])),
        completedAt: now,
      });
    },

    /** How many attempts a person has ever begun. */
    countAttempts: (personId: string): Promise<number> =>
      connection.collection('attempts').countDocuments({ personId }),

    /** Entries of the trail about how an attempt ended. */
    countEnds: (attemptId: string): Promise<number> =>
      connection.collection('auditEvents').countDocuments({
        subject: `attempt:${attemptId}`,
        action: { $in: ['attempt.submitted', 'attempt.expired'] },
      }),

    async certificatesOf({ id, municipality }: Pick<DemoPerson, 'id' | 'municipality'>) {
      return certificates.ofPerson(municipality.id, id);
    },

    async putAttempt(one: Attempt): Promise<void> {
      await attempts.put(one, savesUntil(one.closesAt, one.frozen.rules.graceSeconds));
    },
  };
}
