import type { Programme, ProgrammeRules } from '../../server/exams/programme.js';
import type { ProgrammeTemplate } from '../../server/exams/read-programme.js';
import type { JobRole, Municipality, Unit } from '../../server/organisation/municipality.js';
import type { Person, RoleGrant } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';

/** The programme that the bank proposes. */
export const PROGRAMME = 'legemiddelhandtering';

const since = plainDate('2020-01-01');

export function aMunicipality(changes: Partial<Municipality> = {}): Municipality {
  const id = changes.id ?? 'fjordby';
  return {
    id,
    slug: id,
    name: 'Fjordby kommune',
    country: 'NO',
    timeZone: 'Europe/Oslo',
    locale: 'nb',
    colour: '#0b5cab',
    requirements: [
      {
        id: 'medicines',
        programmeId: PROGRAMME,
        jobRoles: ['nurse', 'healthWorker'],
        reason: { nb: 'Du deler ut legemidler.', sv: 'Du delar ut läkemedel.' },
      },
    ],
    ...changes,
  };
}

export type UnitName = 'solbakken' | 'ground-floor' | 'havna';

/** Identifiers are the whole service's, so each municipality has units of its own. */
export const unitId = (municipalityId: string, unit: UnitName): string =>
  `${municipalityId}-${unit}`;

/** Solbakken nursing home with a ground floor, and home care in Havna. */
export function unitsOf(municipalityId: string): readonly Unit[] {
  const id = (unit: UnitName): string => unitId(municipalityId, unit);
  const solbakken = id('solbakken');
  return [
    { id: solbakken, municipalityId, name: 'Solbakken sykehjem', path: [solbakken] },
    {
      id: id('ground-floor'),
      municipalityId,
      name: 'Første etasje',
      parentId: solbakken,
      path: [solbakken, id('ground-floor')],
    },
    { id: id('havna'), municipalityId, name: 'Havna hjemmetjeneste', path: [id('havna')] },
  ];
}

export interface PersonInWords {
  readonly municipalityId?: string;
  /** `none`: signed in, but not placed yet. */
  readonly unit?: UnitName | 'none';
  readonly jobRole?: JobRole;
  readonly roles?: readonly (Pick<RoleGrant, 'role'> & { readonly unit?: UnitName })[];
  readonly changes?: Partial<Person>;
}

let people = 0;

/** A nurse at Solbakken, if nothing else is said. Nobody comes twice. */
export function aPerson(words: PersonInWords = {}): Person {
  const { municipalityId = 'fjordby', unit = 'solbakken', jobRole = 'nurse', roles = [] } = words;
  people += 1;
  const id = `person-${people}`;
  return {
    id,
    municipalityId,
    issuer: 'https://idp.example',
    subject: id,
    givenName: 'Ingrid',
    familyName: 'Lie',
    employments:
      unit === 'none'
        ? []
        : [{ unitId: unitId(municipalityId, unit), jobRole, from: since, percent: 100 }],
    grants: roles.map(({ role, unit: of }) => ({
      role,
      from: since,
      ...(of === undefined ? {} : { unitId: unitId(municipalityId, of) }),
    })),
    ...words.changes,
  };
}

export interface ProgrammeInWords {
  readonly municipalityId?: string;
  readonly version?: number;
  readonly bankId?: string;
  readonly rules?: Partial<ProgrammeRules>;
  /** How many items of each section; sections that are not named are left out. */
  readonly items?: Readonly<Record<string, number>>;
}

/** Six items are as good as forty where their number does not matter. */
export const A_SHORT_EXAM: Readonly<Record<string, number>> = { law: 2, checks: 2, calculation: 2 };

/** The bank's proposal as a municipality has made it its own. */
export function aProgramme(template: ProgrammeTemplate, words: ProgrammeInWords = {}): Programme {
  const { municipalityId = 'fjordby', version = 1, rules = {}, items = A_SHORT_EXAM } = words;
  return {
    ...template,
    municipalityId,
    version,
    bankId: words.bankId ?? template.bankId,
    rules: { ...template.rules, ...rules },
    specification: {
      sections: template.specification.sections.flatMap((section) => {
        const quota = items[section.id];
        if (quota === undefined) return [];
        return [{ ...section, quota, criticalAtLeast: Math.min(quota, section.criticalAtLeast) }];
      }),
    },
  };
}
