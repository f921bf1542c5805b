import SCIMMY from 'scimmy';
import { z } from 'zod';
import { JOB_ROLES } from '../../organisation/municipality.js';
import type { ProvisionGroup, GroupMessage } from './provision-group.js';
import type { Provisioned, ProvisionUser } from './provision-user.js';
import type { ScimGroup, ScimOutcome, ScimRefusal, UserMessage } from './scim.js';

/** Whose users and groups a request is about, and what does the work. The library's handlers are the same for all; this is what differs. */
export interface ScimContext {
  readonly municipalityId: string;
  readonly users: ProvisionUser;
  readonly groups: ProvisionGroup;
  /** For what is not the caller's fault. */
  readonly failed: (error: unknown) => void;
}

type Parts = Readonly<Record<string, unknown>>;
const ENTERPRISE = SCIMMY.Schemas.EnterpriseUser.definition.id;

/** Tells the library how users and groups are read and written. Once in a process. */
export function declareScimResources(): void {
  if (SCIMMY.Resources.declared(SCIMMY.Resources.User)) return;
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .extend(SCIMMY.Schemas.EnterpriseUser)
    .ingress((resource, instance, context: ScimContext) =>
      guarded(context, async () => {
        const { users, municipalityId } = context;
        const message = userMessage(instance);
        return userParts(
          orRefuse(
            resource.id === undefined
              ? await users.create(municipalityId, message)
              : await users.replace(municipalityId, resource.id, message),
          ),
        );
      }),
    )
    .egress((resource, context: ScimContext) =>
      guarded(context, async () => {
        const { users, municipalityId } = context;
        if (resource.id !== undefined) {
          const found = await users.find(municipalityId, resource.id);
          return userParts(found ?? refuse('not-found'));
        }
        const all = (await users.list(municipalityId, askedFor(resource.filter))).map(userParts);
        return matching(all, resource.filter);
      }),
    )
    .degress((resource, context: ScimContext) =>
      guarded(context, async () => {
        orRefuse(await context.users.remove(context.municipalityId, resource.id ?? ''));
      }),
    );
  SCIMMY.Resources.declare(SCIMMY.Resources.Group)
    .ingress((resource, instance, context: ScimContext) =>
      guarded(context, async () => {
        const { groups, municipalityId } = context;
        const message = groupMessage(instance);
        return groupParts(
          resource.id === undefined
            ? await groups.create(municipalityId, message)
            : orRefuse(await groups.replace(municipalityId, resource.id, message)),
        );
      }),
    )
    .egress((resource, context: ScimContext) =>
      guarded(context, async () => {
        const { groups, municipalityId } = context;
        if (resource.id !== undefined)
          return groupParts(
            (await groups.find(municipalityId, resource.id)) ?? refuse('not-found'),
          );
        return matching((await groups.list(municipalityId)).map(groupParts), resource.filter);
      }),
    )
    .degress((resource, context: ScimContext) =>
      guarded(context, async () => {
        orRefuse(await context.groups.remove(context.municipalityId, resource.id ?? ''));
      }),
    );
}

/** The library answers what it does not know with 404, and a provider would then make the user anew: so it is told what kind of error it is. */
async function guarded<T>({ failed }: ScimContext, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SCIMMY.Types.Error) throw error;
    failed(error);
    throw new SCIMMY.Types.Error(500, '', 'The service could not do this. Try again later.');
  }
}

const REFUSALS: Readonly<Record<ScimRefusal, readonly [number, string, string]>> = {
  'not-found': [404, '', 'There is no such resource in this municipality.'],
  taken: [409, 'uniqueness', 'Another user has this userName or externalId.'],
  'external-id-missing': [
    400,
    'invalidValue',
    'externalId is missing. It has to be the identifier that the login service sends in SAML and that never changes.',
  ],
  'external-id-fixed': [400, 'mutability', 'externalId is who the user is, and cannot be changed.'],
  'national-number': [
    400,
    'invalidValue',
    'A national identity number must not be sent. Use an identifier of your own.',
  ],
};

function refuse(reason: ScimRefusal): never {
  const [status, type, message] = REFUSALS[reason];
  throw new SCIMMY.Types.Error(status, type, message);
}

function orRefuse<T>(outcome: ScimOutcome<T>): T {
  return outcome.done ? outcome.value : refuse(outcome.reason);
}

/** The filters that providers use to find one user; others are matched in memory. */
function askedFor(filter: unknown): { userName?: string; externalId?: string } {
  const [only, ...more] = Array.isArray(filter) ? (filter as Parts[]) : [];
  const [[name, condition] = [], ...others] = Object.entries(only ?? {});
  if (more.length > 0 || others.length > 0 || !Array.isArray(condition)) return {};
  const [operator, value] = condition as unknown[];
  if (operator !== 'eq' || typeof value !== 'string') return {};
  const key = name?.toLowerCase();
  return {
    ...(key === 'username' ? { userName: value } : {}),
    ...(key === 'externalid' ? { externalId: value } : {}),
  };
}

function matching<T extends object>(all: T[], filter: unknown): T[] {
  if (!(filter instanceof SCIMMY.Types.Filter)) return all;
  // A user name that was looked up has been compared without regard to case already.
  return askedFor(filter).userName === undefined ? (filter.match(all) as T[]) : all;
}

const text = z.string().trim().max(200);
const userSchema = z.object({
  userName: text.min(1),
  externalId: text.catch(''),
  active: z.boolean().catch(true),
  name: z
    .object({ givenName: text.catch(''), familyName: text.catch('') })
    .catch({ givenName: '', familyName: '' }),
  emails: z
    .array(z.object({ value: text, primary: z.boolean().optional() }))
    .min(1)
    .optional()
    .catch(undefined),
  userType: z.enum(JOB_ROLES).optional().catch(undefined),
});
const enterpriseSchema = z.object({
  [ENTERPRISE]: z.object({ department: text.min(1).optional().catch(undefined) }).catch({}),
});

function userMessage(instance: object): UserMessage {
  const sent: unknown = JSON.parse(JSON.stringify(instance));
  const read = userSchema.parse(sent);
  const { userName, externalId, active, name, emails, userType } = read;
  const email = emails?.find(({ primary }) => primary)?.value ?? emails?.[0]?.value;
  const department = enterpriseSchema.parse(sent)[ENTERPRISE]?.department;
  return {
    ...{ userName, externalId, active, ...name },
    ...(email === undefined ? {} : { email }),
    ...(department === undefined ? {} : { department }),
    ...(userType === undefined ? {} : { jobRole: userType }),
  };
}

const groupSchema = z.object({
  displayName: text.min(1),
  externalId: text.optional().catch(undefined),
  members: z.array(z.object({ value: text })).catch([]),
});

function groupMessage(instance: object): GroupMessage {
  const read = groupSchema.parse(JSON.parse(JSON.stringify(instance)));
  const { displayName, externalId, members } = read;
  return {
    displayName,
    members: [...new Set(members.map(({ value }) => value))],
    ...(externalId === undefined ? {} : { externalId }),
  };
}

function userParts({ user, person }: Provisioned) {
  const { id, userName, externalId, active, createdAt, changedAt } = user;
  const { givenName, familyName, email } = person;
  return {
    ...{ id, userName, externalId, active },
    ...(givenName || familyName ? { name: { givenName, familyName } } : {}),
    ...(email === undefined ? {} : { emails: [{ value: email, type: 'work', primary: true }] }),
    meta: { resourceType: 'User', created: createdAt, lastModified: changedAt },
  } as never;
}

function groupParts({ id, displayName, externalId, members, createdAt, changedAt }: ScimGroup) {
  return {
    ...{ id, displayName },
    ...(externalId === undefined ? {} : { externalId }),
    members: members.map((value) => ({ value, type: 'User' })),
    meta: { resourceType: 'Group', created: createdAt, lastModified: changedAt },
  } as never;
}
