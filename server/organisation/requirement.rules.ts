import type { PlainDate } from '../platform/plain-date.js';
import type { Municipality, Requirement, Task, Unit } from './municipality.js';
import { isActiveOn, type Employment, type Person } from './person.js';
import { tasksOf } from './task.rules.js';

/** A programme that a person must be certified in, and the employment and the requirement that say so. */
export interface RequiredProgramme {
  readonly programmeId: string;
  readonly requirement: Requirement;
  readonly employment: Employment;
  /** What the person does there that the requirement names; empty when it holds whatever one does. */
  readonly tasks: readonly Task[];
}

/** Programmes that the person's employments of that day require; each once, by the first requirement of that day that applies. */
export function requiredProgrammes(
  person: Pick<Person, 'employments'>,
  municipality: Pick<Municipality, 'requirements'>,
  units: readonly Unit[],
  day: PlainDate,
): readonly RequiredProgramme[] {
  const pathOf = new Map(units.map((unit) => [unit.id, unit.path]));
  const found = new Map<string, RequiredProgramme>();
  for (const requirement of municipality.requirements) {
    const { programmeId } = requirement;
    if (found.has(programmeId) || !isActiveOn(requirement, day)) continue;
    const employment = person.employments.find(
      (candidate) =>
        isActiveOn(candidate, day) &&
        appliesTo(requirement, candidate, pathOf.get(candidate.unitId)),
    );
    if (employment) {
      const tasks = namedTasks(requirement, employment);
      found.set(programmeId, { programmeId, requirement, employment, tasks });
    }
  }
  return [...found.values()];
}

/** How many of the people a requirement concerns on a day, whatever others say. */
export function concernedBy(
  requirement: Omit<Requirement, 'id' | 'reason' | 'programmeId' | 'from' | 'to'>,
  people: readonly Pick<Person, 'employments'>[],
  units: readonly Pick<Unit, 'id' | 'path'>[],
  day: PlainDate,
): number {
  const pathOf = new Map(units.map((unit) => [unit.id, unit.path]));
  return people.filter(({ employments }) =>
    employments.some(
      (employment) =>
        isActiveOn(employment, day) &&
        appliesTo(requirement, employment, pathOf.get(employment.unitId)),
    ),
  ).length;
}

type Rule = Pick<Requirement, 'unitId' | 'jobRoles' | 'tasks'>;

function appliesTo(rule: Rule, employment: Employment, path: readonly string[] = []): boolean {
  return (
    rule.jobRoles.includes(employment.jobRole) &&
    (rule.unitId === undefined || path.includes(rule.unitId)) &&
    (rule.tasks === undefined || namedTasks(rule, employment).length > 0)
  );
}

function namedTasks({ tasks }: Rule, employment: Employment): readonly Task[] {
  return tasks === undefined ? [] : tasksOf(employment).filter((task) => tasks.includes(task));
}
