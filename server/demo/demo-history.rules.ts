import type { ProgrammeRules } from '../exams/programme.js';
import {
  addDays,
  addMonths,
  daysBetween,
  startOfDay,
  type PlainDate,
} from '../platform/plain-date.js';
import { rngFromSeed, type Rng } from '../platform/rng.js';
import type { Outcome, SeededMunicipality, SeededPerson, Step } from './seeded-municipality.js';

/** Something that a person did or that was done to them. */
export type Deed = CourseDeed | ExamDeed | RevocationDeed;

interface OfPerson {
  readonly username: string;
  /** When it was over. */
  readonly at: Date;
  /** 1, 2, 3 … of its kind in this person's past. */
  readonly number: number;
}

export interface CourseDeed extends OfPerson {
  readonly kind: 'course';
  readonly begun: Date;
  /** So many of them are passed; all, if absent. */
  readonly lessons?: number;
}

export interface ExamDeed extends OfPerson {
  readonly kind: 'exam';
  readonly begun: Date;
  readonly cycle: number;
  readonly outcome: Outcome;
}

export interface RevocationDeed extends OfPerson {
  readonly kind: 'revoked';
  /** A username. */
  readonly by: string;
  readonly reason: string;
}

interface Today {
  readonly now: Date;
  readonly today: PlainDate;
  readonly rules: Pick<ProgrammeRules, 'minutes' | 'validityMonths' | 'courseMaxAgeMonths'>;
}

/** Everything that happened in a municipality until now, in the order in which it did. */
export function pastOf(municipality: SeededMunicipality, today: Today): readonly Deed[] {
  return municipality.people
    .flatMap((person) => pastOfPerson(municipality, person, today))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** How long before its exam a course is completed where a person's story does not say. */
const COURSE_DAYS_BEFORE = 4;
const COURSE_TAKES_DAYS = 3;

function pastOfPerson(
  { slug, timeZone }: SeededMunicipality,
  { username, past }: SeededPerson,
  { now, today, rules }: Today,
): Deed[] {
  const rng = rngFromSeed(`demo/${slug}/${username}/past`);
  const on = (day: number): Date => duringTheDay(timeZone, addDays(today, day), rng);
  const counts = { course: 0, exam: 0, revoked: 0 };
  let cycle = 1;
  const deeds: Deed[] = [];
  for (const step of withCourses(past ?? [], today, rules)) {
    const kind = step.kind === 'examJustNow' ? 'exam' : step.kind;
    counts[kind] += 1;
    const number = counts[kind];
    if (step.kind === 'revoked') {
      const { by, reason } = step;
      deeds.push({ kind: 'revoked', username, number, at: on(step.day), by, reason });
    } else if (step.kind === 'course') {
      const begun = on(step.day - COURSE_TAKES_DAYS);
      const lessons = step.lessons === undefined ? {} : { lessons: step.lessons };
      deeds.push({ kind: 'course', username, number, at: on(step.day), begun, ...lessons });
    } else {
      const { outcome } = step;
      const at =
        step.kind === 'exam' ? on(step.day) : new Date(now.getTime() - step.hoursAgo * 3_600_000);
      const minutes = rules.minutes * (outcome === 'time' ? 1 : 0.35 + rng() * 0.5);
      const begun = new Date(at.getTime() - Math.round(minutes * 60) * 1000);
      deeds.push({ kind: 'exam', username, number, at, begun, cycle, outcome });
      if (outcome === 'passed') cycle += 1;
    }
  }
  return deeds;
}

type TakenStep = Exclude<Step, { kind: 'certifiedUntil' }>;

/** The steps with an exam for each certificate, and a course before each exam that has no fresh one. */
function withCourses(
  steps: readonly Step[],
  today: PlainDate,
  rules: Today['rules'],
): readonly TakenStep[] {
  const complete: TakenStep[] = [];
  let lastCourse: PlainDate | undefined;
  for (const step of steps) {
    const taken: TakenStep =
      step.kind === 'certifiedUntil'
        ? { kind: 'exam', outcome: 'passed', day: examDayFor(step.lastDay, today, rules) }
        : step;
    if (taken.kind === 'course') {
      lastCourse = taken.lessons === undefined ? addDays(today, taken.day) : lastCourse;
    } else if (taken.kind !== 'revoked') {
      const day = taken.kind === 'exam' ? taken.day : -Math.ceil(taken.hoursAgo / 24);
      const fresh =
        lastCourse !== undefined &&
        addDays(today, day) <= addMonths(lastCourse, rules.courseMaxAgeMonths);
      if (!fresh) {
        complete.push({ kind: 'course', day: day - COURSE_DAYS_BEFORE });
        lastCourse = addDays(today, day - COURSE_DAYS_BEFORE);
      }
    }
    complete.push(taken);
  }
  return complete;
}

/** The day of an exam whose certificate ends on that day; where months are of unequal length, the first that lasts as long. */
function examDayFor(lastDay: number, today: PlainDate, rules: Today['rules']): number {
  const end = addDays(today, lastDay);
  const about = addMonths(addDays(end, 1), -rules.validityMonths);
  const days = [-3, -2, -1, 0, 1, 2, 3].map((offset) => addDays(about, offset));
  const examDate = days.find((day) => addDays(addMonths(day, rules.validityMonths), -1) >= end);
  return daysBetween(today, examDate ?? about);
}

/** Some time between nine and three o'clock, when people have an hour for it. */
function duringTheDay(timeZone: string, date: PlainDate, rng: Rng): Date {
  return new Date(startOfDay(timeZone, date).getTime() + Math.round((9 + rng() * 6) * 3600) * 1000);
}
