import type { ChangeWork } from '../organisation/change-work.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { isActiveOn, type Person, type RoleGrant } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { addDays, dateIn, type PlainDate } from '../platform/plain-date.js';
import type { IdSource } from '../platform/rng.js';
import type { IdentityProviderStore } from './identity-provider.store.js';
import type { MappedRole, MappedRoles } from './mapped-roles.rules.js';
import type { SignedInPerson } from './signed-in-person.rules.js';

interface RecordDeps {
  readonly people: Pick<PersonStore, 'recordIdentity'>;
  readonly municipalities: Pick<MunicipalityStore, 'find'>;
  readonly identityProviders: Pick<IdentityProviderStore, 'queueUnitCodes'>;
  readonly work: Pick<ChangeWork, 'grantRole' | 'endRole'>;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

/** The record behind a login, with the roles that the login service says the person has today. Roles from elsewhere stay as they are. */
export function recordSignedInPerson(deps: RecordDeps) {
  return async (
    signedIn: SignedInPerson,
    providerId?: string,
  ): Promise<{ readonly personId: string }> => {
    const person = await deps.people.recordIdentity(signedIn, deps.ids());
    if (signedIn.roles)
      await followRoles(deps, person, signedIn.roles, providerId ?? person.municipalityId);
    return { personId: person.id };
  };
}

async function followRoles(
  deps: RecordDeps,
  person: Person,
  mapped: MappedRoles,
  providerId: string,
): Promise<void> {
  const { id: personId, municipalityId } = person;
  if (!mapped.known) {
    deps.log.warn({ municipality: municipalityId }, 'groups were left out: roles stay as they are');
    return;
  }
  const municipality = await deps.municipalities.find(municipalityId);
  if (!municipality) return;
  const today = dateIn(municipality.timeZone, deps.clock());
  const whose = { municipalityId, personId, actor: 'system' };
  const held = rolesByLogin(person, today);
  for (const grant of held)
    if (!mapped.roles.some((wanted) => isSameRole(wanted, grant)))
      await deps.work.endRole(whose, grant, addDays(today, -1));
  for (const { role, unitId } of mapped.roles) {
    const wanted = { role, ...(unitId !== undefined && { unitId }) };
    if (held.some((grant) => isSameRole(wanted, grant))) continue;
    const added = await deps.work.grantRole(whose, { ...wanted, from: today, source: 'identity' });
    if (!added.changed && added.reason !== 'already-there')
      deps.log.warn({ municipality: municipalityId, role, reason: added.reason }, 'role not given');
  }
  if (mapped.unknownUnitCodes.length > 0)
    await deps.identityProviders.queueUnitCodes(providerId, mapped.unknownUnitCodes);
}

function rolesByLogin({ grants }: Person, today: PlainDate): Person['grants'] {
  return grants.filter((grant) => grant.source === 'identity' && isActiveOn(grant, today));
}

type RoleAtUnit = Pick<RoleGrant, 'role'> & Pick<MappedRole, 'unitId'>;

function isSameRole(one: RoleAtUnit, other: RoleAtUnit): boolean {
  return one.role === other.role && one.unitId === other.unitId;
}
