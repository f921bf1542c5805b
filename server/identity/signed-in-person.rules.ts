import type { AssertionClaims } from './assertion-claims.js';
import { PERSISTENT_NAME_ID, type AttributeMapping } from './identity-provider.js';
import { nameIdFormats } from './saml-names.js';
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
}

export function signedInPerson(
  claims: AssertionClaims,
  mapping: AttributeMapping,
  municipalityId: string,
): SignedInPerson {
  const { issuer, nameId, nameIdFormat, sessionIndex } = claims;
  const email = firstValue(claims, mapping.email);
  return {
    issuer,
    subject: subjectOf(claims, mapping),
    givenName: requiredName(claims, mapping.givenName),
    familyName: requiredName(claims, mapping.familyName),
    ...(email !== undefined && { email }),
    municipalityId,
    nameId,
    ...(nameIdFormat !== undefined && { nameIdFormat }),
    ...(sessionIndex !== undefined && { sessionIndex }),
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
    const values = new Set(valuesFrom(claims, source));
    // To choose among several would be to choose another one some day.
    if (values.size > 1) throw new SamlRefusal('saml-subject-ambiguous');
    for (const value of values) return value;
  }
  throw new SamlRefusal('saml-subject-missing');
}

function requiredName(claims: AssertionClaims, sources: readonly string[]): string {
  const name = firstValue(claims, sources);
  if (name === undefined) throw new SamlRefusal('saml-name-missing');
  return name;
}

function firstValue(claims: AssertionClaims, sources: readonly string[]): string | undefined {
  return sources.flatMap((source) => valuesFrom(claims, source))[0];
}

function valuesFrom(claims: AssertionClaims, source: string): string[] {
  const values =
    source === PERSISTENT_NAME_ID
      ? persistentNameId(claims)
      : (claims.attributes.get(source) ?? []);
  return values.map((value) => value.trim()).filter(isUsable);
}

function persistentNameId({ nameId, nameIdFormat }: AssertionClaims): readonly string[] {
  return nameIdFormat === nameIdFormats.persistent ? [nameId] : [];
}

const LONGEST_VALUE = 256;

function isUsable(value: string): boolean {
  return value !== '' && value.length <= LONGEST_VALUE && !/\p{Cc}/u.test(value);
}
