import { isIdOf } from '../../organisation/person.js';
import { NotFound } from '../../platform/errors.js';
import { addDays, dateIn } from '../../platform/plain-date.js';
import type { ScimGroup, ScimOutcome } from './scim.js';
import type { ScimGroupStore } from './scim-group.store.js';
import { givenByGroup, grantOfGroup } from './scim-work.rules.js';
import type { ProvisionDeps } from './provision-user.js';

export type GroupDeps = Pick<
  ProvisionDeps,
  'people' | 'municipalities' | 'work' | 'clock' | 'ids'
> & { readonly groups: ScimGroupStore };

export type GroupMessage = Pick<ScimGroup, 'displayName' | 'externalId' | 'members'>;

export type ProvisionGroup = ReturnType<typeof provisionGroup>;

/** Keeps groups as the identity provider says, and gives their members the role that the group's name stands for. */
export function provisionGroup(deps: GroupDeps) {
  const { groups } = deps;
  return {
    find: (municipalityId: string, id: string) => groups.find(municipalityId, id),
    list: (municipalityId: string) => groups.allOf(municipalityId),

    async create(municipalityId: string, message: GroupMessage): Promise<ScimGroup> {
      const now = deps.clock();
      const group = { id: deps.ids(), municipalityId, createdAt: now, changedAt: now };
      return put(deps, { ...group, displayName: '', members: [] }, message);
    },

    async replace(
      municipalityId: string,
      id: string,
      message: GroupMessage,
    ): Promise<ScimOutcome<ScimGroup>> {
      const before = await groups.find(municipalityId, id);
      if (!before) return { done: false, reason: 'not-found' };
      return { done: true, value: await put(deps, before, message) };
    },

    async remove(municipalityId: string, id: string): Promise<ScimOutcome<undefined>> {
      const before = await groups.find(municipalityId, id);
      if (!before) return { done: false, reason: 'not-found' };
      await giveAndTake(deps, before, { ...before, members: [] });
      await groups.remove(municipalityId, id);
      return { done: true, value: undefined };
    },
  };
}

/** Roles first, the group after: when a crash comes between, the same message again finds what is left to do. */
async function put(
  deps: GroupDeps,
  before: ScimGroup,
  { displayName, externalId, members }: GroupMessage,
): Promise<ScimGroup> {
  const known = await deps.people.findAll(before.municipalityId, members);
  const after: ScimGroup = {
    ...before,
    displayName,
    ...(externalId === undefined ? {} : { externalId }),
    // Whoever is not of this municipality is not in its groups.
    members: known.map(({ id }) => id),
    changedAt: deps.clock(),
  };
  await giveAndTake(deps, before, after);
  await deps.groups.put(after);
  return after;
}

async function giveAndTake(deps: GroupDeps, before: ScimGroup, after: ScimGroup): Promise<void> {
  const { municipalities, people, work, clock } = deps;
  const { municipalityId } = after;
  const municipality = await municipalities.find(municipalityId);
  if (!municipality) throw new NotFound('municipality');
  const today = dateIn(municipality.timeZone, clock());
  const units = await municipalities.unitsOf(municipalityId);
  const [was, is] = [before, after].map(({ displayName }) =>
    grantOfGroup(displayName, units, today),
  );
  const isSame = was?.role === is?.role && was?.unitId === is?.unitId;
  const concerned = [...new Set([...before.members, ...after.members])];
  const found = await Promise.all(concerned.map((id) => people.findBehind(municipalityId, id)));
  // A person who was merged may be a member by several ids.
  const byId = new Map(found.flatMap((one) => (one ? [[one.id, one] as const] : [])));
  for (const person of byId.values()) {
    const whose = { municipalityId, personId: person.id, actor: 'system' };
    const stays = after.members.some((member) => isIdOf(person, member));
    const given = was && givenByGroup(person, was, today);
    if (given && !(isSame && stays)) await work.endRole(whose, given, addDays(today, -1));
    if (is && stays && !givenByGroup(person, is, today)) await work.grantRole(whose, is);
  }
}
