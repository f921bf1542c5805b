import type { Role } from '../organisation/person.js';
import type { AssertionClaims } from './assertion-claims.js';
import type { AttributeMapping, RoleRule } from './attribute-mapping.js';
import { valuesFrom } from './attribute-values.rules.js';

export interface MappedRole {
  readonly role: Role;
  readonly unitId?: string;
  /** The value that decided it. */
  readonly because: string;
}

/** What a login says about roles. `unknown`: it says nothing that could be relied on, so every role stays as it is. */
export type MappedRoles =
  | { readonly known: false }
  | {
      readonly known: true;
      readonly roles: readonly MappedRole[];
      /** Codes that stand for no unit yet: somebody must say which. */
      readonly unknownUnitCodes: readonly string[];
    };

/** Entra ID sends one of these INSTEAD of the groups when a person has more than 150. To read that as "no groups" would take every role away. */
const GROUPS_LEFT_OUT = [
  'http://schemas.microsoft.com/claims/groups.link',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups.link',
];

/** Nothing where the municipality maps no roles. */
export function mappedRoles(
  claims: AssertionClaims,
  mapping: AttributeMapping,
): MappedRoles | undefined {
  const { roles: table } = mapping;
  if (!table) return undefined;
  if (GROUPS_LEFT_OUT.some((name) => claims.attributes.has(name))) return { known: false };
  const steps = mapping.transforms?.role;
  const values = table.sources.flatMap((source) => valuesFrom(claims, source, steps));
  const roles = new Map<string, MappedRole>();
  const unknownUnitCodes = new Set<string>();
  for (const value of values)
    for (const rule of table.rules.filter((one) => fits(one, value))) {
      const { unitIds, unknown } = unitsOf(rule, claims, mapping);
      for (const code of unknown) unknownUnitCodes.add(code);
      for (const unitId of unitIds)
        roles.set(`${rule.role} ${unitId ?? ''}`, {
          role: rule.role,
          ...(unitId !== undefined && { unitId }),
          because: value,
        });
    }
  return { known: true, roles: [...roles.values()], unknownUnitCodes: [...unknownUnitCodes] };
}

function fits({ value: wanted, match }: RoleRule, value: string): boolean {
  return match === 'exact' ? value === wanted : value.startsWith(wanted);
}

/** `undefined` among the units is the whole municipality. A unit that is not known is none: never the whole municipality. */
function unitsOf(
  { unitId, unitCodeFrom }: RoleRule,
  claims: AssertionClaims,
  { transforms, unitCodes = [] }: AttributeMapping,
): { unitIds: (string | undefined)[]; unknown: string[] } {
  if (!unitCodeFrom) return { unitIds: [unitId], unknown: [] };
  const codes = unitCodeFrom.flatMap((source) => valuesFrom(claims, source, transforms?.unitCode));
  const unitOf = (code: string) => unitCodes.find((one) => one.code === code)?.unitId;
  return {
    unitIds: codes.flatMap((code) => unitOf(code) ?? []),
    unknown: codes.filter((code) => unitOf(code) === undefined),
  };
}
