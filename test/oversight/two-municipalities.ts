import {
  aCertificate,
  aMunicipality,
  anAttempt,
  aPerson,
  aProgramme,
  aSession,
  aStoredAttempt,
  aUnit,
  failedAt,
  revokedAt,
} from './a-care-service.js';
import type { OversightStores } from './oversight-app.js';

/** HR, and the heads of Solbakken nursing home and of its ground floor. */
export const hr = aPerson('Hanne Rud', { works: [['care', 'office']], grants: [{ role: 'hr' }] });
export const headOfSolbakken = aPerson('Unni Holm', {
  works: [['solbakken', 'leader']],
  grants: [{ role: 'unitHead', unitId: 'solbakken' }],
});
export const headOfGroundFloor = aPerson('Geir Moe', {
  works: [['ground-floor', 'leader']],
  grants: [{ role: 'unitHead', unitId: 'ground-floor' }],
});
export const nurse = aPerson('Karin Öberg', { works: [['solbakken', 'nurse']] });

/** Who must be certified where, in the order of the table: the most urgent first. */
export const ON_GROUND_FLOOR = ['Jonas Vik', 'Åse Ås'];
export const AT_SOLBAKKEN = ['Ingrid Lie', ...ON_GROUND_FLOOR, 'Amir Haddad', 'Karin Öberg'];
export const IN_FJORDBY = [
  'Ingrid Lie',
  'Rita Berg',
  'Line Eng',
  'Ola Gran',
  'Jonas Vik',
  'Åse Ås',
  'Petter Dahl',
  'Sara Foss',
  'Amir Haddad',
  'Karin Öberg',
];

/**
 * Fjordby has Solbakken nursing home with a ground floor, and home care in Havna; one person for each status. Sundby, the other
 * municipality, has one unit and one nurse.
 */
export async function seedTwoMunicipalities(stores: OversightStores): Promise<void> {
  const { municipalities, people, programmes, certificates, courseSessions, attempts } = stores;
  await municipalities.put(aMunicipality());
  await municipalities.put(
    aMunicipality({ id: 'sundby', name: 'Sundby kommun', country: 'SE', locale: 'sv' }),
  );
  for (const unit of [
    aUnit('fjordby', 'Helse og omsorg', 'care'),
    aUnit('fjordby', 'Solbakken sykehjem', 'care', 'solbakken'),
    aUnit('fjordby', 'Første etasje', 'care', 'solbakken', 'ground-floor'),
    aUnit('fjordby', 'Havna hjemmetjeneste', 'care', 'havna'),
    aUnit('sundby', 'Ekbacken äldreboende', 'ekbacken'),
  ])
    await municipalities.putUnit(unit);
  await programmes.add(aProgramme());
  await programmes.add(aProgramme({ municipalityId: 'sundby' }));

  const staff = [
    hr,
    headOfSolbakken,
    headOfGroundFloor,
    nurse,
    aPerson('Ingrid Lie', { works: [['solbakken', 'healthWorker']] }),
    aPerson('Amir Haddad', { works: [['solbakken', 'assistant']] }),
    aPerson('Jonas Vik', { works: [['ground-floor', 'assistant']] }),
    aPerson('Åse Ås', { works: [['ground-floor', 'nurse']] }),
    aPerson('Rita Berg', { works: [['havna', 'nurse']] }),
    aPerson('Petter Dahl', { works: [['havna', 'socialEducator']] }),
    aPerson('Line Eng', { works: [['havna', 'healthWorker']] }),
    aPerson('Sara Foss', { works: [['havna', 'nurse']] }),
    aPerson('Ola Gran', { works: [['havna', 'assistant']] }),
    aPerson('Astrid Nyström', { works: [['ekbacken', 'nurse']], municipalityId: 'sundby' }),
  ];
  for (const person of staff) await people.put(person);

  for (const [personId, validTo] of [
    ['ingrid-lie', '2026-11-03'],
    ['amir-haddad', '2026-12-10'],
    ['karin-öberg', '2028-03-14'],
    ['astrid-nyström', '2027-01-31'],
  ] as const) {
    const municipalityId = personId === 'astrid-nyström' ? 'sundby' : 'fjordby';
    const { record, credential } = aCertificate(validTo, { personId, municipalityId });
    await certificates.issueOnce(record, credential);
  }
  const revoked = aCertificate('2027-06-30', { personId: 'rita-berg' });
  await certificates.issueOnce(revoked.record, revoked.credential);
  await certificates.addEvent('fjordby', revoked.record.id, revokedAt('2026-10-01T10:00:00Z'));

  await courseSessions.put(aSession(1, { personId: 'åse-ås' }));
  for (const personId of ['petter-dahl', 'line-eng', 'sara-foss'])
    await courseSessions.put(aSession(3, { personId, completedOn: '2026-11-10' }));
  await attempts.put(
    aStoredAttempt('line-eng', failedAt('2026-11-21T08:00:00Z', { id: 'attempt-line' })),
    new Date('2026-11-21T08:01:00Z'),
  );
  await attempts.put(
    aStoredAttempt('sara-foss', anAttempt({ id: 'attempt-sara' })),
    new Date('2026-11-21T15:01:00Z'),
  );
}
