import { demoIdentityProviderSettings } from '../../server/identity/demo-identity-provider.js';
import { breakGlassPerson } from '../../server/organisation/break-glass.js';
import type { Person } from '../../server/organisation/person.js';
import { dateIn } from '../../server/platform/plain-date.js';
import { unitId, type PersonInWords } from '../support/some-staff.js';
import { MORNING, type TestService } from '../support/a-service.js';
import { handIn } from '../support/sitting.js';

/** Everybody who may come to an address; `holder` is the nurse whose attempt and certificate the addresses name. */
export const CAST = [
  'nobody',
  'unplaced',
  'holder',
  'colleague',
  'headOfUnit',
  'headOfOtherUnit',
  'practicalAssessor',
  'coordinator',
  'hr',
  'auditor',
  'examAuthor',
  'examReviewer',
  'administrator',
  'operator',
  'breakGlass',
  'foreignNurse',
  'foreignHead',
  'foreignHr',
  'foreignAdministrator',
] as const;
export type Who = (typeof CAST)[number];

const attributes = {
  subject: ['uid'],
  givenName: ['fornavn'],
  familyName: ['etternavn'],
  email: [],
};
const leader = { jobRole: 'leader' } as const;
const office = { jobRole: 'office' } as const;

/** The holder works on the ground floor of Solbakken, below the unit of its head. */
function wordsFor(who: Exclude<Who, 'nobody' | 'breakGlass'>, elsewhere: string): PersonInWords {
  const foreign = { municipalityId: elsewhere };
  switch (who) {
    case 'unplaced':
      return { unit: 'none' };
    case 'holder':
      return { unit: 'ground-floor', changes: { email: 'holder@fjordby.example' } };
    case 'colleague':
      return { unit: 'ground-floor' };
    case 'headOfUnit':
      return { ...leader, roles: [{ role: 'unitHead', unit: 'solbakken' }] };
    case 'headOfOtherUnit':
      return { ...leader, unit: 'havna', roles: [{ role: 'unitHead', unit: 'havna' }] };
    case 'practicalAssessor':
      return { unit: 'havna', roles: [{ role: 'practicalAssessor', unit: 'solbakken' }] };
    case 'coordinator':
    case 'hr':
    case 'auditor':
    case 'examAuthor':
    case 'examReviewer':
    case 'administrator':
    case 'operator':
      return { ...office, roles: [{ role: who }] };
    case 'foreignNurse':
      return foreign;
    case 'foreignHead':
      return { ...foreign, ...leader, roles: [{ role: 'unitHead', unit: 'solbakken' }] };
    case 'foreignHr':
      return { ...foreign, ...office, roles: [{ role: 'hr' }] };
    case 'foreignAdministrator':
      return { ...foreign, ...office, roles: [{ role: 'administrator' }] };
  }
}

export interface Scene {
  readonly people: Readonly<Record<Exclude<Who, 'nobody'>, Person>>;
  /** Of the holder, under way. */
  readonly attemptId: string;
  /** Of the unit of its head, tomorrow. */
  readonly windowId: string;
  /** Of the holder, from the last round, handed in. */
  readonly closedAttemptId: string;
  /** Of the holder, from the last round, in its last month. */
  readonly certificateId: string;
  readonly code: string;
  /** A mail of the municipality in the outbox. */
  readonly mail: string;
  readonly keyId: string;
}

/** Fjordby and another municipality, everybody in them, and a holder who is in the middle of renewing. */
export async function setScene(service: TestService): Promise<Scene> {
  const { municipality } = await service.place({ changes: { name: 'Sundby kommune' } });
  const { config, stores } = service.services;
  for (const slug of ['fjordby', municipality.id])
    await stores.identityProviders.put(
      slug,
      demoIdentityProviderSettings('http://localhost:3001', slug, config.samlKey, attributes),
    );
  const entries: [string, Person][] = [];
  for (const who of CAST)
    if (who === 'breakGlass') entries.push([who, await aBreakGlassLogin(service)]);
    else if (who !== 'nobody') {
      const changes = { familyName: `Family-${who}` };
      const words = wordsFor(who, municipality.id);
      const person = { ...words, changes: { ...words.changes, ...changes } };
      entries.push([who, await service.person(person)]);
    }
  const people = Object.fromEntries(entries) as Record<Exclude<Who, 'nobody'>, Person>;

  service.at('2024-11-20T09:00:00Z');
  await service.completedCourse(people.holder);
  const first = await handIn(service, await service.begin(people.holder), 'right');
  const issued = await stores.certificates.findByAttempt(first.id);
  service.at(MORNING);
  await service.completedCourse(people.holder);
  const attempt = await service.begin(people.holder);
  await service.services.sendNotices();
  const [mail] = (await service.services.outbox?.outbox.list('fjordby')) ?? [];
  if (!issued || !mail) throw new Error('The scene is not complete');
  const { keys } = (await service.anyone().get('/.well-known/jwks.json')).body as {
    keys: { kid: string }[];
  };
  const tomorrow = (hour: string): string => `2026-11-03T${hour}:00`;
  const window = await service.services.windows.manage.make(
    { id: 'fjordby', timeZone: 'Europe/Oslo' },
    people.headOfUnit.id,
    {
      ...{ programmeId: first.programmeId, unitId: unitId('fjordby', 'solbakken') },
      ...{ from: tomorrow('09'), to: tomorrow('11') },
    },
  );
  if (!('id' in window)) throw new Error(window.problem);
  return {
    people,
    windowId: window.id,
    attemptId: attempt.id,
    closedAttemptId: first.id,
    certificateId: issued.record.id,
    code: issued.record.code,
    mail: mail.name,
    keyId: keys[0]?.kid ?? '',
  };
}

/** Whom such a login stands for: an account, and nobody among the people. */
async function aBreakGlassLogin({ services, now }: TestService): Promise<Person> {
  const fjordby = { id: 'fjordby', name: 'Fjordby kommune', timeZone: 'Europe/Oslo' };
  const made = await services.breakGlassAccounts.create(fjordby, 'The safe in the town hall');
  if ('refused' in made) throw new Error(made.refused);
  const today = dateIn(fjordby.timeZone, now());
  return breakGlassPerson({ id: made.id, municipalityId: fjordby.id, name: 'x' }, today);
}
