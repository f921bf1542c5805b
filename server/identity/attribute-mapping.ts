import { z } from 'zod';
import { ROLES } from '../organisation/person.js';
import { isOfAUnit } from '../organisation/policy.rules.js';
import { nameIdFormats } from './saml-names.js';

/** As a source: the NameID, provided that it declares itself persistent. No attribute can take its place. */
export const PERSISTENT_NAME_ID = nameIdFormats.persistent;

const text = z.string().min(1).max(256);
const sources = z.array(text).max(10).readonly();
const someSources = z.array(text).min(1).max(10).readonly();

/** One step from what was sent to what is meant. No regular expressions: nobody can write one here that never ends. */
const transform = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('lowerCase') }),
  z.strictObject({ do: z.enum(['removePrefix', 'removeSuffix']), text }),
  z.strictObject({ do: z.literal('split'), by: text, take: z.enum(['first', 'last']) }),
]);
export type Transform = z.infer<typeof transform>;

const transforms = z.array(transform).max(10).readonly().optional();

/** Whoever has this value has this role, in that unit or in the one whose code the login service sends. */
const roleRule = z
  .strictObject({
    value: text,
    match: z.enum(['exact', 'prefix']).default('exact'),
    role: z.enum(ROLES),
    unitId: text.optional(),
    unitCodeFrom: someSources.optional(),
  })
  .refine(({ unitId, unitCodeFrom }) => unitId === undefined || unitCodeFrom === undefined, {
    error: 'has both unitId and unitCodeFrom',
  })
  .refine(
    ({ role, unitId, unitCodeFrom }) =>
      !isOfAUnit(role) || unitId !== undefined || unitCodeFrom !== undefined,
    { error: 'is a role of a unit: give unitId or unitCodeFrom' },
  );
export type RoleRule = z.infer<typeof roleRule>;

/**
 * Where a person's details come from: per detail the attribute Names to look under, the first that has a value wins.
 * FriendlyName is decoration and is never read.
 */
export const attributeMapping = z
  .strictObject({
    /**
     * An identifier that never changes and is never given to another. The sources must be names of ONE identifier: if the login service
     * sends another of them one day, the person becomes somebody else. `PERSISTENT_NAME_ID` stands for the NameID itself.
     */
    subject: someSources,
    givenName: someSources,
    familyName: someSources,
    email: sources,
    transforms: z
      .strictObject({
        subject: transforms,
        givenName: transforms,
        familyName: transforms,
        email: transforms,
        role: transforms,
        unitCode: transforms,
      })
      .optional(),
    /** Where one login service speaks for many organisations: what stands behind the @ of these attributes must be one of those. */
    scope: z
      .strictObject({ sources: someSources, allowed: z.array(text).min(1).max(50).readonly() })
      .optional(),
    roles: z
      .strictObject({ sources: someSources, rules: z.array(roleRule).max(500).readonly() })
      .optional(),
    /** What the login service calls our units. */
    unitCodes: z
      .array(z.strictObject({ code: text, unitId: text }))
      .max(5_000)
      .readonly()
      .optional(),
  })
  .readonly();
export type AttributeMapping = z.infer<typeof attributeMapping>;

/** Of the NameID that we ask for, or `null` for whatever the login service likes. */
export function nameIdFormatOf({ subject }: Pick<AttributeMapping, 'subject'>): string | null {
  return subject.includes(PERSISTENT_NAME_ID) ? PERSISTENT_NAME_ID : null;
}
