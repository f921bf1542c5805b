import type { Programme } from '../exams/programme.js';
import type { ProgrammeTemplate } from '../exams/read-programme.js';
import type { Municipality, Unit } from '../organisation/municipality.js';
import type { MunicipalityInput } from './municipality-input.js';

export interface NewMunicipality {
  readonly municipality: Municipality;
  readonly unit: Unit;
  readonly programme: Programme;
}

/** Until the municipality gives its own. */
const COLOUR = '#1f4e79';

/** The same input makes the same records, ids and all: a second run repairs what a first one left. */
export function newMunicipality(
  { slug, name, country, locale, timeZone }: MunicipalityInput,
  template: ProgrammeTemplate,
): NewMunicipality {
  const municipalityId = slug;
  const unitId = `top-${slug}`;
  return {
    municipality: {
      id: municipalityId,
      slug,
      name,
      country,
      timeZone,
      locale,
      colour: COLOUR,
      // Patient safety decides: everyone who handles medicines, until the municipality says otherwise.
      requirements: [
        {
          id: `${slug}-medicines`,
          programmeId: template.id,
          unitId,
          jobRoles: ['nurse', 'healthWorker', 'assistant', 'socialEducator'],
          reason: {
            nb: 'Alle som håndterer legemidler, skal ha gyldig sertifikat i legemiddelhåndtering.',
            nn: 'Alle som handterer legemiddel, skal ha gyldig sertifikat i legemiddelhandtering.',
            sv: 'Alla som hanterar läkemedel ska ha ett giltigt certifikat i läkemedelshantering.',
            en: 'Everyone who handles medicines needs a valid certificate in the handling of medicines.',
          },
        },
      ],
    },
    unit: { id: unitId, municipalityId, name, kind: 'municipality', path: [unitId] },
    programme: { ...template, municipalityId, version: 1 },
  };
}
