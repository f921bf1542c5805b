import type { PlainDate } from '../platform/plain-date.js';
import type { Municipality, Requirement, Unit } from './municipality.js';
import { isActiveOn, type Employment, type Person } from './person.js';

/** A programme that a person must be certified in, and the employment and the requirement that say so. */
export interface RequiredProgramme {
  readonly programmeId: string;
  readonly requirement: Requirement;
  readonly employment: Employment;
}

/** Programmes that the person's employments of that day require; each once, by the first requirement that applies. */
export function requiredProgrammes(
  person: Pick<Person, 'employments'>,
  municipality: Pick<Municipality, 'requirements'>,
  units: readonly Unit[],
  day: PlainDate,
): readonly RequiredProgramme[] {
  const pathOf = new Map(units.map((unit) => [unit.id, unit.path]));
  const found = new Map<string, RequiredProgramme>();
  for (const requirement of municipality.requirements) {
    const employment = person.employments.find(
      (candidate) =>
        isActiveOn(candidate, day) &&
        requirement.jobRoles.includes(candidate.jobRole) &&
        (requirement.unitId === undefined ||
          pathOf.get(candidate.unitId)?.includes(requirement.unitId) === true),
    );
    if (employment && !found.has(requirement.programmeId)) {
      found.set(requirement.programmeId, {
        programmeId: requirement.programmeId,
        requirement,
        employment,
      });
    }
  }
  return [...found.values()];
}
