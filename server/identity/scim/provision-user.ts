import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import { dateIn } from '../../platform/plain-date.js';
import type { IdSource } from '../../platform/rng.js';
import type { ChangeWork } from '../../organisation/change-work.js';
import { holdsNationalNumber } from '../../organisation/hr/national-number.rules.js';
import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import type { Person } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import type { ScimOutcome, ScimRefusal, ScimUser, UserMessage } from './scim.js';
import type { ScimUserStore } from './scim-user.store.js';
import { workChanges } from './scim-work.rules.js';

export interface ProvisionDeps {
  readonly users: ScimUserStore;
  readonly people: Pick<PersonStore, 'findBehind' | 'findAll' | 'recordProvisioned'>;
  readonly municipalities: Pick<MunicipalityStore, 'find' | 'unitsOf'>;
  readonly work: ChangeWork;
  readonly issuerOf: (municipalityId: string) => Promise<string | undefined>;
  readonly endSessions: (personId: string) => Promise<unknown>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** A user with the person they are: by the same id, unless that person was merged into another. */
export interface Provisioned {
  readonly user: ScimUser;
  readonly person: Person;
}

export type ProvisionUser = ReturnType<typeof provisionUser>;

/**
 * Keeps users as the municipality's identity provider says. A user is a person by `externalId`, which has to be what the login service sends
 * as their identifier; so whoever is provisioned is found at the first login, and nobody is ever found by name or e-mail.
 */
export function provisionUser(deps: ProvisionDeps) {
  return {
    async create(municipalityId: string, message: UserMessage): Promise<ScimOutcome<Provisioned>> {
      const problem = problemOf(message);
      if (problem) return refused(problem);
      const { users, clock } = deps;
      const { externalId, userName, active } = message;
      const taken = [
        ...(await users.byUserName(municipalityId, userName)),
        ...(await users.byExternalId(municipalityId, externalId)),
      ];
      if (taken.length > 0) return refused('taken');
      const { id } = await recordPerson(deps, municipalityId, message);
      const now = clock();
      const user = { id, municipalityId, userName, externalId, active };
      if (!(await users.add({ ...user, createdAt: now, changedAt: now }))) return refused('taken');
      return applied(deps, municipalityId, id, message);
    },

    async replace(
      municipalityId: string,
      id: string,
      message: UserMessage,
    ): Promise<ScimOutcome<Provisioned>> {
      const user = await deps.users.find(municipalityId, id);
      if (!user) return refused('not-found');
      const problem = problemOf(message);
      if (problem) return refused(problem);
      if (message.externalId !== user.externalId) return refused('external-id-fixed');
      const { userName, active } = message;
      const changed = { userName, active, changedAt: deps.clock() };
      if (!(await deps.users.change(municipalityId, id, changed))) return refused('taken');
      await recordPerson(deps, municipalityId, message);
      return applied(deps, municipalityId, id, message);
    },

    /** The user is gone here; the person has left, and their record stays. */
    async remove(municipalityId: string, id: string): Promise<ScimOutcome<undefined>> {
      if (!(await deps.users.find(municipalityId, id))) return refused('not-found');
      await applyWork(deps, municipalityId, id, { active: false });
      await record(deps, municipalityId, id, 'removed');
      await deps.users.remove(municipalityId, id);
      return { done: true, value: undefined };
    },

    /** Users with their people, for a list; by what is asked for where that can be looked up. */
    async list(
      municipalityId: string,
      by: { readonly userName?: string; readonly externalId?: string },
    ): Promise<readonly Provisioned[]> {
      const { users, people } = deps;
      const found =
        by.userName !== undefined
          ? await users.byUserName(municipalityId, by.userName)
          : by.externalId !== undefined
            ? await users.byExternalId(municipalityId, by.externalId)
            : await users.allOf(municipalityId);
      const ids = found.map(({ id }) => id);
      const byId = new Map((await people.findAll(municipalityId, ids)).map((one) => [one.id, one]));
      return found.flatMap((user) => {
        const person = byId.get(user.id);
        return person ? [{ user, person }] : [];
      });
    },

    find: (municipalityId: string, id: string) => provisioned(deps, municipalityId, id),
  };
}

const refused = (reason: ScimRefusal): { readonly done: false; readonly reason: ScimRefusal } => ({
  done: false,
  reason,
});

function problemOf({ externalId, userName }: UserMessage): ScimRefusal | undefined {
  if (externalId === '') return 'external-id-missing';
  return holdsNationalNumber(externalId) || holdsNationalNumber(userName)
    ? 'national-number'
    : undefined;
}

async function recordPerson(
  { people, issuerOf, ids }: ProvisionDeps,
  municipalityId: string,
  { externalId, givenName, familyName, email }: UserMessage,
): Promise<Person> {
  const issuer = await issuerOf(municipalityId);
  if (issuer === undefined) throw new NotFound('identity provider');
  const names = { givenName, familyName, ...(email === undefined ? {} : { email }) };
  return people.recordProvisioned({ municipalityId, issuer, subject: externalId, ...names }, ids());
}

async function applied(
  deps: ProvisionDeps,
  municipalityId: string,
  id: string,
  message: UserMessage,
): Promise<ScimOutcome<Provisioned>> {
  await applyWork(deps, municipalityId, id, message);
  await record(deps, municipalityId, id, message.active ? 'active' : 'inactive');
  const value = await provisioned(deps, municipalityId, id);
  return value ? { done: true, value } : refused('not-found');
}

async function provisioned(
  { users, people }: ProvisionDeps,
  municipalityId: string,
  id: string,
): Promise<Provisioned | undefined> {
  const [user, person] = await Promise.all([
    users.find(municipalityId, id),
    people.findBehind(municipalityId, id),
  ]);
  return user && person && { user, person };
}

/** Each act is tried again by `ChangeWork`, and says nothing when it has been done before: the same message again heals what a crash left. */
async function applyWork(
  deps: ProvisionDeps,
  municipalityId: string,
  userId: string,
  message: Pick<UserMessage, 'active' | 'department' | 'jobRole'>,
): Promise<void> {
  const { municipalities, people, work, clock } = deps;
  const municipality = await municipalities.find(municipalityId);
  const person = await people.findBehind(municipalityId, userId);
  if (!municipality || !person) throw new NotFound('person');
  const today = dateIn(municipality.timeZone, clock());
  const units = await municipalities.unitsOf(municipalityId);
  const { start, end, endGrants, lastDay } = workChanges(person, message, units, today);
  const whose = { municipalityId, personId: person.id, actor: 'system' };
  if (start) await work.startEmployment(whose, start);
  for (const one of end) await work.endEmployment(whose, one, lastDay);
  for (const one of endGrants) await work.endRole(whose, one, lastDay);
  if (!message.active) await deps.endSessions(person.id);
}

function record(
  { audit, clock }: ProvisionDeps,
  municipalityId: string,
  personId: string,
  state: 'active' | 'inactive' | 'removed',
): Promise<void> {
  return audit.record({
    municipalityId,
    actor: 'system',
    action: 'person.provisioned',
    subject: `person:${personId}`,
    at: clock(),
    details: { state },
  });
}
