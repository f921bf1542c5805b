import { TASKS, type JobRole, type Task } from './municipality.js';

/**
 * What is usual, until the employment says otherwise. The circular draws no line by profession: a municipality decides for each person, so
 * this errs towards asking for a certificate.
 */
const USUAL_TASKS: Readonly<Record<JobRole, readonly Task[]>> = {
  nurse: TASKS,
  socialEducator: TASKS,
  healthWorker: ['prepare', 'handOut', 'administer', 'doubleControl'],
  assistant: ['handOut', 'administer'],
  leader: [],
  office: [],
};

export function tasksOf(employment: {
  readonly jobRole: JobRole;
  readonly tasks?: readonly Task[];
}): readonly Task[] {
  return employment.tasks ?? USUAL_TASKS[employment.jobRole];
}
