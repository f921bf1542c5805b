import type { Unit } from '../organisation/municipality.js';
import { isActiveOn, type Person } from '../organisation/person.js';
import { scopeOf } from '../organisation/policy.rules.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { CertificateRecord } from './certificate.js';

/**
 * Who may have the file: its holder; and those who may see certifications in the whole municipality, or in a unit where the holder works
 * on that day. `holder` is absent when nobody of the municipality has that id any more.
 */
export function mayHaveFile(
  reader: Pick<Person, 'id' | 'municipalityId' | 'grants'>,
  record: Pick<CertificateRecord, 'municipalityId' | 'personId'>,
  holder: Pick<Person, 'employments'> | undefined,
  units: readonly Pick<Unit, 'id' | 'path'>[],
  day: PlainDate,
): boolean {
  if (reader.municipalityId !== record.municipalityId) return false;
  if (reader.id === record.personId) return true;
  const scope = scopeOf(reader, 'see-certifications', day);
  if (!scope.allowed) return false;
  if (scope.units === 'all') return true;
  const inScope = new Set<string>(scope.units);
  const pathOf = new Map(units.map(({ id, path }) => [id, path]));
  const employments = holder?.employments.filter((employment) => isActiveOn(employment, day)) ?? [];
  return employments.some(({ unitId }) => pathOf.get(unitId)?.some((unit) => inScope.has(unit)));
}
