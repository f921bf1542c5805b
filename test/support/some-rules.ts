import type { ProgrammeRules } from '../../server/exams/programme.js';

/** Rules of a programme as most have them. */
export const someRules: ProgrammeRules = {
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
  reminderDays: [90, 30, 0],
  unitHeadFromDays: 30,
};
