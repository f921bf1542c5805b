import { namespaces } from './saml-names.js';
import { attributeOf, childrenNamed, onlyChild, textOf } from './xml-tree.js';

/** What a checked assertion says, as plain values. */
export interface AssertionClaims {
  readonly assertionId: string;
  readonly issuer: string;
  readonly nameId: string;
  readonly nameIdFormat?: string;
  readonly nameQualifier?: string;
  readonly spNameQualifier?: string;
  readonly sessionIndex?: string;
  readonly sessionEnds?: Date;
  /** All values of all attributes of a Name. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** Only for assertions that have passed every check: this reads and judges nothing. */
export function claimsOf(assertion: Element): AssertionClaims {
  const subject = onlyChild(assertion, namespaces.assertion, 'Subject');
  const nameId = subject && onlyChild(subject, namespaces.assertion, 'NameID');
  const statement = onlyChild(assertion, namespaces.assertion, 'AuthnStatement');
  const nameIdFormat = attributeOf(nameId, 'Format');
  const nameQualifier = attributeOf(nameId, 'NameQualifier');
  const spNameQualifier = attributeOf(nameId, 'SPNameQualifier');
  const sessionIndex = attributeOf(statement, 'SessionIndex');
  const sessionEnds = attributeOf(statement, 'SessionNotOnOrAfter');
  return {
    assertionId: attributeOf(assertion, 'ID') ?? '',
    issuer: textOf(onlyChild(assertion, namespaces.assertion, 'Issuer')),
    nameId: textOf(nameId).trim(),
    ...(nameIdFormat !== undefined && { nameIdFormat }),
    ...(nameQualifier !== undefined && { nameQualifier }),
    ...(spNameQualifier !== undefined && { spNameQualifier }),
    ...(sessionIndex !== undefined && { sessionIndex }),
    ...(sessionEnds !== undefined && { sessionEnds: new Date(sessionEnds) }),
    attributes: attributesOf(assertion),
  };
}

function attributesOf(assertion: Element): Map<string, string[]> {
  const attributes = new Map<string, string[]>();
  const statements = childrenNamed(assertion, namespaces.assertion, 'AttributeStatement');
  for (const attribute of statements.flatMap((statement) =>
    childrenNamed(statement, namespaces.assertion, 'Attribute'),
  )) {
    const name = attributeOf(attribute, 'Name');
    if (name === undefined) continue;
    const values = childrenNamed(attribute, namespaces.assertion, 'AttributeValue').map(textOf);
    attributes.set(name, [...(attributes.get(name) ?? []), ...values]);
  }
  return attributes;
}
