import type { Programme } from '../exams/programme.js';
import type { ProgrammeTemplate } from '../exams/read-programme.js';
import type { Municipality, Unit } from '../organisation/municipality.js';
import type { SeededMunicipality } from './seeded-municipality.js';

/** The municipality's own copy of what the bank proposes, with its own rules. */
export function programmeRecord(
  { id, rules }: SeededMunicipality,
  template: ProgrammeTemplate,
): Programme {
  return {
    ...template,
    rules: { ...template.rules, ...rules },
    municipalityId: id,
    version: 1,
  };
}

export function municipalityRecord(
  { id, slug, name, country, timeZone, locale, colour, requirement }: SeededMunicipality,
  programmeId: string,
): Municipality {
  const { unit, jobRoles, reason } = requirement;
  const requirements = [{ id: `${id}-medicines`, programmeId, unitId: unit, jobRoles, reason }];
  return { id, slug, name, country, timeZone, locale, colour, requirements };
}

export function unitRecords({ id: municipalityId, units }: SeededMunicipality): readonly Unit[] {
  const paths = new Map<string, readonly string[]>();
  return units.map(({ id, name, parent }) => {
    const path = [...(parent === undefined ? [] : (paths.get(parent) ?? [])), id];
    paths.set(id, path);
    return {
      id,
      municipalityId,
      name,
      ...(parent === undefined ? {} : { parentId: parent }),
      path,
    };
  });
}
