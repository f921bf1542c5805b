import { demoPersonId } from '../../server/demo/demo-people.js';
import { fjordby } from '../../server/demo/fjordby.js';
import type { SeededMunicipality, SeededPerson } from '../../server/demo/seeded-municipality.js';
import { sjovik } from '../../server/demo/sjovik.js';

/** Both municipalities of the demo have one programme, with the course that it demands. */
export const PROGRAMME = 'legemiddelhandtering';

/** Someone whom the demo's login service offers. */
export interface DemoPerson {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly familyName: string;
  readonly municipality: SeededMunicipality;
}

export const inFjordby = (username: string): DemoPerson => personIn(fjordby, username);
export const inSjovik = (username: string): DemoPerson => personIn(sjovik, username);

/** Full names of everyone in a municipality. */
export function namesIn({ people }: SeededMunicipality): readonly string[] {
  return people.map(nameOf);
}

function personIn(municipality: SeededMunicipality, username: string): DemoPerson {
  const person = municipality.people.find((one) => one.username === username);
  if (!person) throw new Error(`Nobody in ${municipality.name} is called ${username}`);
  const { familyName } = person;
  const id = demoPersonId(municipality, username);
  return { id, username, name: nameOf(person), familyName, municipality };
}

function nameOf({ givenName, familyName }: SeededPerson): string {
  return `${givenName} ${familyName}`;
}
