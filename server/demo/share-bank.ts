import { subscribe } from '../item-banks/sharing/adopt-release.js';
import {
  bankToPublish,
  clearRights,
  publishRelease,
} from '../item-banks/sharing/publish-release.js';
import { digestOfUncleared, uncleared } from '../item-banks/sharing/publish.rules.js';
import { takeFile } from '../item-banks/sync/take-file.js';
import { changeRegion, foundRegion } from '../organisation/change-region.js';
import type { Person } from '../organisation/person.js';
import { dateIn } from '../platform/plain-date.js';
import type { DemoDeps } from './demo-deps.js';
import { demoPersonId } from './demo-people.js';
import type { SeededMunicipality } from './seeded-municipality.js';
import { sharedBank, sharedItems } from './shared-bank.js';

const REGION = { id: 'norden', name: 'Nordiskt läkemedelssamarbete' };
const RIGHTS_HOLDER = 'Sjöviks kommun';

/**
 * A region of both municipalities whose host has published a bank; the member subscribes to it and has not taken it into use yet. By the real
 * use cases, on the day the demo is filled: the audit trail goes forward in time. Done again, it changes nothing.
 */
export async function shareBank(
  deps: DemoDeps,
  host: SeededMunicipality,
  member: SeededMunicipality,
): Promise<void> {
  const [publisher, adopter] = await Promise.all([
    administratorOf(deps, host),
    administratorOf(deps, member),
  ]);
  const owner = host.people.find(({ grants = [] }) =>
    grants.some(({ role }) => role === 'examAuthor'),
  );
  await joinRegion(deps, { host, member, publisher, adopter });
  const { topics } = await deps.items.bank(deps.template.bankId);
  await deps.banks.assign({ ...sharedBank, topics }, host.id);
  const sharing = { ...deps, items: deps.itemRecords };
  await publish(sharing, publisher, host);
  if (owner) {
    const ownerId = demoPersonId(host, owner.username);
    await deps.itemRecords.handOver(sharedBank.id, undefined, ownerId);
  }
  const today = dateIn(member.timeZone, deps.clock());
  await subscribe(sharing)({ person: adopter, today, bankId: sharedBank.id, number: 1 });
}

interface Parties {
  readonly host: SeededMunicipality;
  readonly member: SeededMunicipality;
  readonly publisher: Person;
  readonly adopter: Person;
}

async function joinRegion(
  deps: DemoDeps,
  { host, member, publisher, adopter }: Parties,
): Promise<void> {
  await foundRegion(deps)({ ...REGION, hostMunicipalityId: host.id });
  const change = changeRegion(deps);
  const act = (kind: 'invite' | 'accept', { id, timeZone }: SeededMunicipality, person: Person) =>
    change({
      regionId: REGION.id,
      act: { kind, municipalityId: member.id },
      by: { municipalityId: id, personId: person.id },
      today: dateIn(timeZone, deps.clock()),
    });
  await act('invite', host, publisher);
  await act('accept', member, adopter);
}

type PublishDeps = Parameters<typeof publishRelease>[0];

async function publish(
  deps: PublishDeps,
  person: Person,
  { timeZone }: SeededMunicipality,
): Promise<void> {
  const take = takeFile(deps);
  for (const item of sharedItems) {
    const record = await deps.items.find(sharedBank.id, item.id);
    if (!record) await take(sharedBank.id, record, { item, status: 'approved' });
  }
  const place = {
    ...{ person, today: dateIn(timeZone, deps.clock()) },
    ...{ regionId: REGION.id, bankId: sharedBank.id },
  };
  const { items: held } = await bankToPublish(deps)(place);
  if (uncleared(held).length > 0)
    await clearRights(deps)({ ...place, basis: 'own', note: '', digest: digestOfUncleared(held) });
  await publishRelease(deps)({
    ...place,
    licence: 'CC-BY-4.0',
    rightsHolder: RIGHTS_HOLDER,
    notes: 'Första utgåvan.',
  });
}

async function administratorOf(
  { people }: DemoDeps,
  municipality: SeededMunicipality,
): Promise<Person> {
  const [found] = await people.withRole(municipality.id, 'administrator');
  if (!found) throw new Error(`${municipality.id} has no administrator`);
  return found;
}
