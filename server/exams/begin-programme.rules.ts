import type { Course } from '../courses/course.js';
import type { Bank } from '../item-banks/read-bank.js';
import type { Programme, ProgrammeRules } from './programme.js';

/** What rules a programme begins with that copies none; its author changes what should be otherwise. */
const FIRST_RULES: ProgrammeRules = {
  minutes: 60,
  cutScorePercent: 85,
  noCriticalWrong: true,
  attemptsPerCycle: 3,
  coolOffHours: 24,
  validityMonths: 24,
  windowDays: 90,
  courseMaxAgeMonths: 12,
  itemsPerPage: 1,
  graceSeconds: 30,
  reminderDays: [90, 60, 30, 14, 7, 1, 0],
  unitHeadFromDays: 30,
};

const FIRST_QUOTA = 20;

/** Version 0 of a new programme, which is stored nowhere: what its author finds in the form. Without a panel's ratings, which were of the other. */
export function copyOf({
  standard: _standard,
  published: _published,
  ...other
}: Programme): Programme {
  return { ...other, id: '', version: 0 };
}

/** The same from nothing but a bank: one section of every topic that has items in use. */
export function programmeOfBank(
  municipalityId: string,
  bank: Pick<Bank, 'id' | 'titles' | 'topics'>,
  of: {
    readonly courses: readonly Pick<Course, 'id'>[];
    /** By `bank/topic`. */
    readonly live: ReadonlyMap<string, number>;
  },
): Programme {
  const counted = Object.keys(bank.topics).map(
    (topic) => [topic, of.live.get(`${bank.id}/${topic}`) ?? 0] as const,
  );
  const items = counted.reduce((sum, [, count]) => sum + count, 0);
  const course = of.courses.find(({ id }) => id === bank.id) ?? of.courses[0];
  return {
    id: '',
    municipalityId,
    version: 0,
    titles: {},
    statement: {},
    bankId: bank.id,
    courseId: course?.id ?? '',
    specification: {
      sections: [
        {
          id: 'section-1',
          titles: bank.titles,
          topics: counted.flatMap(([topic, count]) => (count > 0 ? [topic] : [])),
          quota: Math.max(1, Math.min(FIRST_QUOTA, items)),
          criticalAtLeast: 0,
          allRight: false,
        },
      ],
    },
    rules: FIRST_RULES,
  };
}
