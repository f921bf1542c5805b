import type { Attempt, SavedResponse } from '../attempts/attempt.js';
import { closesAt } from '../attempts/deadline.rules.js';
import type { Course, CourseSession, LessonProgress } from '../courses/course.js';
import { drawForm, type Form, type MetBefore } from '../exams/draw-form.rules.js';
import type { Programme } from '../exams/programme.js';
import type { DrawableItem } from '../item-banks/drawn-item.rules.js';
import type { Item, Response } from '../item-banks/item.js';
import { rngFromSeed } from '../platform/rng.js';
import { neededRight } from '../scoring/result.rules.js';
import type { CourseDeed, ExamDeed } from './demo-history.rules.js';
import { demoId, demoPersonId } from './demo-people.js';
import { madeUpResponses } from './made-up-responses.js';
import type { SeededMunicipality } from './seeded-municipality.js';

/** The session of a course that was taken, its lessons spread evenly from its beginning to its end. */
export function pastSession(
  municipality: SeededMunicipality,
  { username, number, at, begun, lessons: count }: CourseDeed,
  course: Course,
): CourseSession {
  const rng = rngFromSeed(`demo/${municipality.slug}/${username}/course ${number}`);
  const passed = course.lessons.slice(0, count ?? course.lessons.length);
  const next = course.lessons[passed.length];
  const share = (at.getTime() - begun.getTime()) / Math.max(1, passed.length);
  const lessons = new Map<string, LessonProgress>();
  passed.forEach(({ id }, index) => {
    const passedAt = new Date(Math.round(begun.getTime() + share * (index + 1)));
    const openedAt = new Date(passedAt.getTime() - Math.round((6 + rng() * 9) * 60_000));
    lessons.set(id, { openedAt, passedAt, tries: rng() < 0.3 ? 2 : 1 });
  });
  if (next) lessons.set(next.id, { openedAt: at, tries: 0 });
  const last = next ?? passed.at(-1);
  return {
    id: demoId(municipality.id, 'course-session', username, number),
    municipalityId: municipality.id,
    personId: demoPersonId(municipality, username),
    courseId: course.id,
    courseVersion: course.version,
    startedAt: begun,
    lessons: Object.fromEntries(lessons),
    ...(last ? { lastLessonId: last.id } : {}),
    ...(next ? {} : { completedAt: at }),
  };
}

interface ExamRoom {
  readonly municipality: SeededMunicipality;
  readonly programme: Programme;
  readonly items: readonly DrawableItem[];
  /** Items that the person has met in earlier exams. */
  readonly seen: MetBefore;
}

/** An attempt as it was when its time was over: really drawn from the bank, responded to, closed, and not yet scored. */
export function pastAttempt(
  { municipality, programme, items, seen }: ExamRoom,
  { username, number, at, begun, cycle, outcome }: ExamDeed,
): Attempt {
  const seed = `demo/${municipality.slug}/${username}/exam ${number}`;
  const { specification, rules } = programme;
  const { form, shortfalls } = drawForm({
    specification,
    items,
    country: municipality.country,
    seed,
    seen,
  });
  if (!form) throw new Error(`The bank cannot fill a form: ${JSON.stringify(shortfalls)}`);
  const responses = madeUpResponses(form, itemsOf(form, items), outcome, {
    specification,
    needed: neededRight(form.slots.length, rules.cutScorePercent),
    rng: rngFromSeed(`${seed}/responses`),
  });
  const person = municipality.people.find((one) => one.username === username);
  return {
    id: demoId(municipality.id, 'attempt', username, number),
    municipalityId: municipality.id,
    personId: demoPersonId(municipality, username),
    programmeId: programme.id,
    programmeVersion: programme.version,
    cycle,
    state: outcome === 'time' ? 'expired' : 'submitted',
    locale: person?.locale ?? municipality.locale,
    startedAt: begun,
    closesAt: closesAt(begun, rules.minutes),
    closedAt: at,
    form,
    frozen: {
      municipalityName: municipality.name,
      timeZone: municipality.timeZone,
      programmeTitles: programme.titles,
      bankId: programme.bankId,
      specification,
      rules,
    },
    responses: savedEvenly(responses, begun, at),
    flagged: new Set(),
  };
}

function itemsOf(form: Form, items: readonly DrawableItem[]): (slot: number) => Item {
  const byId = new Map(items.map(({ item }) => [item.id, item]));
  return (slot) => {
    const item = byId.get(form.slots[slot]?.itemId ?? '');
    if (!item) throw new Error(`Slot ${slot} has no item`);
    return item;
  };
}

function savedEvenly(
  responses: ReadonlyMap<number, Response>,
  begun: Date,
  closed: Date,
): ReadonlyMap<number, SavedResponse> {
  const share = (closed.getTime() - begun.getTime()) / (responses.size + 1);
  return new Map(
    [...responses].map(([slot, response], index) => [
      slot,
      {
        response,
        revision: 1,
        saveId: `demo-${slot}`,
        savedAt: new Date(Math.round(begun.getTime() + share * (index + 1))),
      },
    ]),
  );
}
