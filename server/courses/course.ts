import type { Item } from '../item-banks/item.js';
import type { Localised } from '../platform/locale.js';

export interface Lesson {
  readonly id: string;
  readonly titles: Localised;
  /** Reading time. */
  readonly minutes: number;
  /** The lesson as HTML made from its Markdown, without a heading of its own. */
  readonly html: Localised;
  readonly check: readonly Item[];
}

export interface Course {
  readonly id: string;
  readonly version: number;
  readonly titles: Localised;
  readonly lessons: readonly Lesson[];
}

/** Courses and their figures, held in memory. */
export interface CourseCatalogue {
  find(courseId: string): Course | undefined;
  all(): readonly Course[];
  /** The bytes of a lesson's figure, as SVG. */
  figure(courseId: string, lessonId: string, file: string): string | undefined;
}

export interface LessonProgress {
  readonly openedAt?: Date;
  /** All check questions were right. */
  readonly passedAt?: Date;
  /** How often the check was handed in. */
  readonly tries: number;
}

/** One person on their way through a course, once. Taking the course again is a new session; the old one stays. */
export interface CourseSession {
  readonly id: string;
  readonly municipalityId: string;
  readonly personId: string;
  readonly courseId: string;
  readonly courseVersion: number;
  readonly startedAt: Date;
  readonly lessons: Readonly<Record<string, LessonProgress>>;
  readonly lastLessonId?: string;
  readonly completedAt?: Date;
}
