import { demoPersonId } from '../../server/demo/demo-people.js';
import { fjordby } from '../../server/demo/fjordby.js';
import type { SeededMunicipality } from '../../server/demo/seeded-municipality.js';
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

function personIn(municipality: SeededMunicipality, username: string): DemoPerson {
  const person = municipality.people.find((one) => one.username === username);
  if (!person) throw new Error(`Nobody in ${municipality.name} is called ${username}`);
  const { familyName } = person;
  const id = demoPersonId(municipality, username);
  const name = `${person.givenName} ${familyName}`;
  return { id, username, name, familyName, municipality };
}
