import { createHash } from 'node:crypto';
import {
  demoIdentityProviderUrls,
  type DemoMunicipality,
  type DemoUser,
} from '../identity/demo-identity-provider.js';
import { serviceProviderUrls } from '../identity/service-provider.js';
import type { Person } from '../organisation/person.js';
import { addDays, type PlainDate } from '../platform/plain-date.js';
import { demoMunicipalities } from './demo-municipalities.js';
import type { SeededMunicipality, SeededPerson } from './seeded-municipality.js';

/** The same 24 hex characters for the same words: ids look like those of the service, and every demo has the same. */
export function demoId(...words: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(`medsert demo/${words.join('/')}`)
    .digest('hex')
    .slice(0, 24);
}

/** The id of a person of the demo; the records name people by it and never by their names. */
export function demoPersonId(
  municipality: Pick<SeededMunicipality, 'id'>,
  username: string,
): string {
  return demoId(municipality.id, 'person', username);
}

/** The login services of the demo, each with the people it offers, as `demoIdentityProvider` takes them. */
export function demoLoginServices(
  publicUrl: string,
  serviceProvider: { readonly certificatePem: string },
): readonly DemoMunicipality[] {
  return demoMunicipalities.map((municipality) => ({
    slug: municipality.slug,
    name: municipality.name,
    language: municipality.locale,
    serviceProvider: {
      ...serviceProviderUrls(publicUrl, municipality.slug),
      certificatePem: serviceProvider.certificatePem,
    },
    users: demoUsers(municipality),
  }));
}

/** Those of the municipality whom one can log in as: one in each role and each useful state. */
function demoUsers(municipality: SeededMunicipality): readonly DemoUser[] {
  return municipality.people.flatMap((person) =>
    person.login === undefined
      ? []
      : [
          {
            username: person.username,
            displayName: `${person.givenName} ${person.familyName}`,
            description: person.login,
            attributes: attributesOf(municipality, person),
          },
        ],
  );
}

/** What the municipality's login service sends about the person, under the first Name of each field. */
function attributesOf(
  { attributes, mailDomain }: SeededMunicipality,
  person: SeededPerson,
): Readonly<Record<string, readonly string[]>> {
  const values: Readonly<Record<'subject' | 'givenName' | 'familyName' | 'email', string>> = {
    subject: person.subject,
    givenName: person.givenName,
    familyName: person.familyName,
    email: emailOf(person, mailDomain),
  };
  const sent: Record<string, readonly string[]> = {};
  for (const field of ['subject', 'givenName', 'familyName', 'email'] as const) {
    const [name] = attributes[field];
    if (name !== undefined) sent[name] = [values[field]];
  }
  return sent;
}

/** The record that a login of this person finds: the key is exactly what their login service sends. */
export function personRecord(
  municipality: SeededMunicipality,
  person: SeededPerson,
  { origin, today }: { readonly origin: string; readonly today: PlainDate },
): Person {
  const on = (day: number): PlainDate => addDays(today, day);
  return {
    id: demoPersonId(municipality, person.username),
    municipalityId: municipality.id,
    issuer: demoIdentityProviderUrls(origin, municipality.slug).entityId,
    subject: person.subject,
    givenName: person.givenName,
    familyName: person.familyName,
    email: emailOf(person, municipality.mailDomain),
    employments: person.employments.map(({ unit, jobRole, from, to, percent }) => ({
      unitId: unit,
      jobRole,
      from: on(from),
      ...(to === undefined ? {} : { to: on(to) }),
      percent,
    })),
    grants: (person.grants ?? []).map(({ role, unit, from }) => ({
      role,
      ...(unit === undefined ? {} : { unitId: unit }),
      from: on(from),
    })),
  };
}

function emailOf({ username }: SeededPerson, mailDomain: string): string {
  return `${username}@${mailDomain}`;
}
