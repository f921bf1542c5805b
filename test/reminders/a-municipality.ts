import type { Connection } from 'mongoose';
import type { CertificateRecord } from '../../server/certification/certificate.js';
import { createCertificateStore } from '../../server/certification/certificate.store.js';
import type { Programme } from '../../server/exams/programme.js';
import { createProgrammeStore } from '../../server/exams/programme.store.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import { createMunicipalityStore } from '../../server/organisation/municipality.store.js';
import type { Person } from '../../server/organisation/person.js';
import { createPersonStore } from '../../server/organisation/person.store.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { createNoticeStore } from '../../server/reminders/notice.store.js';
import type { NoticeSources } from '../../server/reminders/read-notice-cases.js';

const longAgo = plainDate('2020-01-01');

export function aMunicipality(changes: Partial<Municipality> = {}): Municipality {
  return {
    id: 'fjordby',
    slug: 'fjordby',
    name: 'Fjordby kommune',
    country: 'NO',
    timeZone: 'Europe/Oslo',
    locale: 'nb',
    colour: '#0b5cab',
    requirements: [],
    ...changes,
  };
}

export function aPerson(changes: Partial<Person> & Pick<Person, 'id'>): Person {
  return {
    municipalityId: 'fjordby',
    issuer: 'idp',
    subject: changes.id,
    givenName: 'Ingrid',
    familyName: 'Lie',
    email: `${changes.id}@fjordby.example`,
    employments: [{ unitId: 'solbakken', jobRole: 'nurse', from: longAgo, percent: 100 }],
    grants: [],
    ...changes,
  };
}

export function aProgramme(changes: Partial<Programme> = {}): Programme {
  return {
    id: 'medicines',
    municipalityId: 'fjordby',
    version: 1,
    titles: { nb: 'Legemiddelhåndtering', sv: 'Läkemedelshantering', en: 'Medicines handling' },
    statement: { nb: 'Kan håndtere legemidler.' },
    bankId: 'medicines',
    courseId: 'medicines',
    specification: { sections: [] },
    rules: {
      minutes: 60,
      cutScorePercent: 80,
      noCriticalWrong: true,
      attemptsPerCycle: 3,
      coolOffHours: 24,
      validityMonths: 24,
      windowDays: 90,
      courseMaxAgeMonths: 12,
      itemsPerPage: 1,
      graceSeconds: 10,
      reminderDays: [90, 60, 30, 14, 7, 1, 0],
      unitHeadFromDays: 30,
    },
    ...changes,
  };
}

export function aRecord(changes: Partial<CertificateRecord> = {}): CertificateRecord {
  const id = changes.id ?? 'c1';
  return {
    id,
    code: `CODE-${id}`,
    municipalityId: 'fjordby',
    municipalityName: 'Fjordby kommune',
    colour: '#0b5cab',
    personId: 'ingrid',
    holderName: 'Ingrid Lie',
    programmeId: 'medicines',
    programmeVersion: 1,
    programmeTitles: aProgramme().titles,
    statement: aProgramme().statement,
    attemptId: `attempt-${id}`,
    cycle: 1,
    locale: 'nb',
    timeZone: 'Europe/Oslo',
    examDate: plainDate('2024-12-01'),
    issuedAt: new Date('2024-12-01T12:00:00Z'),
    validFrom: plainDate('2024-12-01'),
    validTo: plainDate('2026-11-30'),
    sections: [],
    right: 20,
    total: 20,
    ...changes,
  };
}

export type Sources = NoticeSources;

/** Fjordby: Ingrid Lie works in Solbakken, Kari Moe heads it. No certificates yet. */
export async function fillFjordby(connection: Connection): Promise<Sources> {
  const sources: Sources = {
    municipalities: createMunicipalityStore(connection),
    people: createPersonStore(connection),
    programmes: createProgrammeStore(connection),
    certificates: createCertificateStore(connection),
    notices: createNoticeStore(connection),
  };
  await sources.municipalities.put(aMunicipality());
  for (const [id, name, path] of [
    ['health', 'Helse og omsorg', ['health']],
    ['solbakken', 'Solbakken sykehjem', ['health', 'solbakken']],
  ] as const)
    await sources.municipalities.putUnit({ id, municipalityId: 'fjordby', name, path });
  await sources.people.put(aPerson({ id: 'ingrid' }));
  await sources.people.put(
    aPerson({
      id: 'kari',
      givenName: 'Kari',
      familyName: 'Moe',
      grants: [{ role: 'unitHead', unitId: 'solbakken', from: longAgo }],
    }),
  );
  await sources.programmes.add(aProgramme());
  await sources.notices.ensureIndexes();
  return sources;
}
