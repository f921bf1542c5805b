import type { AssertionClaims } from './assertion-claims.js';
import { PERSISTENT_NAME_ID, type AttributeMapping } from './attribute-mapping.js';
import { valuesFrom } from './attribute-values.rules.js';
import { mappedRoles, type MappedRoles } from './mapped-roles.rules.js';
import { SamlRefusal } from './saml-refusal.js';

/** The person as the municipality's login service describes them, at this login. Known to us by (municipality, issuer, subject). */
export interface SignedInPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly municipalityId: string;
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly sessionIndex?: string;
  /** Absent where the municipality maps no roles. */
  readonly roles?: MappedRoles;
}

export function signedInPerson(
  claims: AssertionClaims,
  mapping: AttributeMapping,
  municipalityId: string,
): SignedInPerson {
  const { issuer, nameId, nameIdFormat, sessionIndex } = claims;
  requireScope(claims, mapping);
  const roles = mappedRoles(claims, mapping);
  const email = firstValue(claims, mapping, 'email');
  return {
    issuer,
    subject: subjectOf(claims, mapping),
    givenName: requiredName(claims, mapping, 'givenName'),
    familyName: requiredName(claims, mapping, 'familyName'),
    ...(email !== undefined && { email }),
    municipalityId,
    nameId,
    ...(nameIdFormat !== undefined && { nameIdFormat }),
    ...(sessionIndex !== undefined && { sessionIndex }),
    ...(roles && { roles }),
  };
}

/** User names, addresses and passing NameIDs: with a new surname, or at the next login, the person would be somebody else. */
const UNSTABLE = [
  /e?mail/i,
  /e-?post/i,
  /claims\/(?:upn|name)$/i,
  /^urn:oid:0\.9\.2342\.19200300\.100\.1\.3$/,
];
const NAME_ID = /^(?:urn:oasis:names:tc:SAML:[\d.]+:nameid-format:|NameID$)/i;

/** The sources that must not identify a person, for whoever sets up a login service; a login by such a mapping is refused. */
export function unstableSubjectSources({ subject }: Pick<AttributeMapping, 'subject'>): string[] {
  return subject.filter(
    (source) =>
      source !== PERSISTENT_NAME_ID &&
      (NAME_ID.test(source) || UNSTABLE.some((pattern) => pattern.test(source))),
  );
}

function subjectOf(claims: AssertionClaims, mapping: AttributeMapping): string {
  if (unstableSubjectSources(mapping).length > 0) throw new SamlRefusal('saml-subject-source');
  for (const source of mapping.subject) {
    const values = new Set(valuesFrom(claims, source, mapping.transforms?.subject));
    // To choose among several would be to choose another one some day.
    if (values.size > 1) throw new SamlRefusal('saml-subject-ambiguous');
    for (const value of values) return value;
  }
  throw new SamlRefusal('saml-subject-missing');
}

function requiredName(
  claims: AssertionClaims,
  mapping: AttributeMapping,
  field: 'givenName' | 'familyName',
): string {
  const name = firstValue(claims, mapping, field);
  if (name === undefined) throw new SamlRefusal('saml-name-missing');
  return name;
}

function firstValue(
  claims: AssertionClaims,
  mapping: AttributeMapping,
  field: 'givenName' | 'familyName' | 'email',
): string | undefined {
  const steps = mapping.transforms?.[field];
  return mapping[field].flatMap((source) => valuesFrom(claims, source, steps))[0];
}

/** One login service of a federation speaks for many organisations: without this, somebody elsewhere could come as ours. */
function requireScope(claims: AssertionClaims, { scope }: AttributeMapping): void {
  if (!scope) return;
  const values = scope.sources.flatMap((source) => valuesFrom(claims, source));
  const scopes = values.map((value) => value.slice(value.lastIndexOf('@') + 1).toLowerCase());
  const allowed = scope.allowed.map((one) => one.toLowerCase());
  const isOurs = scopes.length > 0 && scopes.every((one) => allowed.includes(one));
  if (!isOurs) throw new SamlRefusal('saml-scope');
}
