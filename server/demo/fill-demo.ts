import type { Programme } from '../exams/programme.js';
import {
  demoIdentityProviderSettings,
  demoIdentityProviderUrls,
} from '../identity/demo-identity-provider.js';
import { dateIn } from '../platform/plain-date.js';
import type { DemoDeps } from './demo-deps.js';
import { demoMunicipalities } from './demo-municipalities.js';
import { municipalityRecord, programmeRecord, unitRecords } from './demo-organisation.js';
import { demoPersonId, personRecord } from './demo-people.js';
import { fjordby } from './fjordby.js';
import { relivePast } from './relive-past.js';
import { shareBank } from './share-bank.js';
import type { SeededMunicipality } from './seeded-municipality.js';
import { sjovik } from './sjovik.js';

/** Is the demo complete? The login services are written last, so a fill that was interrupted is not. */
export async function isFilled(deps: Pick<DemoDeps, 'identityProviders'>): Promise<boolean> {
  const found = await Promise.all(
    demoMunicipalities.map(({ id }) => deps.identityProviders.find(id)),
  );
  return found.every((settings) => settings !== undefined);
}

/**
 * Fills the demo: municipalities, people, and a past in which every status appears, counted back from now. False when it was filled before:
 * then nothing changes but the addresses of its login services, if those have moved. An interrupted fill is completed.
 */
export async function fillDemo(deps: DemoDeps): Promise<boolean> {
  const filled = await isFilled(deps);
  await Promise.all(
    demoMunicipalities.map(async (municipality) => {
      if (filled) {
        await moveLogins(deps, municipality);
      } else {
        const programme = await fillOrganisation(deps, municipality);
        await relivePast(deps, municipality, programme);
      }
    }),
  );
  if (!filled) await shareBank(deps, sjovik, fjordby);
  await Promise.all(demoMunicipalities.map((municipality) => openLogins(deps, municipality)));
  return !filled;
}

async function fillOrganisation(
  deps: DemoDeps,
  municipality: SeededMunicipality,
): Promise<Programme> {
  const { municipalities, people, programmes, template, identityProvider, clock } = deps;
  const today = dateIn(municipality.timeZone, clock());
  const programme = programmeRecord(municipality, template);
  const known = await programmes.version(municipality.id, programme.id, programme.version);
  await Promise.all([
    municipalities.put(municipalityRecord(municipality, programme.id)),
    ...unitRecords(municipality).map((unit) => municipalities.putUnit(unit)),
    ...municipality.people.map((person) =>
      people.put(personRecord(municipality, person, { origin: identityProvider.origin, today })),
    ),
    ...(known ? [] : [programmes.add(programme)]),
  ]);
  await giveBank(deps, municipality, programme.bankId);
  return known ?? programme;
}

/** The municipality whose authors write the bank in the demo; the other one reads it. */
async function giveBank(
  { banks, itemRecords, items }: DemoDeps,
  municipality: SeededMunicipality,
  bankId: string,
): Promise<void> {
  const { id, bankWriter } = municipality;
  if (bankWriter === undefined) return;
  await banks.assign(await items.bank(bankId), id);
  await itemRecords.handOver(bankId, undefined, demoPersonId(municipality, bankWriter));
}

/** Opens the municipality to its people; with this its demo is complete. */
async function openLogins(
  { identityProviders, identityProvider }: DemoDeps,
  { id, slug, attributes }: SeededMunicipality,
): Promise<void> {
  const { origin, key } = identityProvider;
  await identityProviders.put(id, demoIdentityProviderSettings(origin, slug, key, attributes));
}

/** The login service may have another address since the demo was filled (another port): its people stay who they are. */
async function moveLogins(
  { identityProviders, identityProvider, people }: DemoDeps,
  { id: municipalityId, slug, people: seeded }: SeededMunicipality,
): Promise<void> {
  const issuer = demoIdentityProviderUrls(identityProvider.origin, slug).entityId;
  const before = await identityProviders.find(municipalityId);
  if (before?.entityId === issuer) return;
  for (const { username } of seeded) {
    const id = demoPersonId({ id: municipalityId }, username);
    const person = await people.find(municipalityId, id);
    if (person) await people.put({ ...person, issuer });
  }
}
