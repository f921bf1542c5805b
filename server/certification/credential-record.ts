import { z } from 'zod';

/** What an Open Badges credential is made from: the frozen record of a certificate, in the words of its language. */
export interface CredentialRecord {
  /** As printed on the certificate. */
  readonly number: string;
  readonly title: string;
  /** What the certificate is about, in a sentence. */
  readonly description: string;
  /** What had to be done to get it. */
  readonly criteria: string;
  /** BCP 47. */
  readonly language: string;
  readonly holderName: string;
  /** A random `urn:uuid:…` of this certificate. Never a number by which the state knows the person. */
  readonly holderId: string;
  readonly issuerName: string;
  readonly validFrom: Date;
  /** The last instant of the last day; absent when it never ends. */
  readonly validUntil?: Date;
  readonly results: readonly { readonly section: string; readonly result: string }[];
  readonly scope: readonly string[];
  /** The version of the rules that the certificate was decided by. */
  readonly rulesVersion: string;
}

/** Where the credential's names point, absolute and without a slash at the end. */
export interface CredentialUrls {
  /** The municipality's own page. */
  readonly issuer: string;
  /** `<credentials>/<number>` is the id of the credential. */
  readonly credentials: string;
  /** `<keys>/<kid>` gives the public key as one JWK. */
  readonly keys: string;
  /** The programme. */
  readonly achievement: string;
}

/** The parts of an OB 3.0 credential that we write and rely on; others may be there. */
export const credentialSchema = z.looseObject({
  id: z.string(),
  type: z.array(z.string()).refine((types) => types.includes('OpenBadgeCredential')),
  issuer: z.looseObject({ id: z.string(), name: z.string() }),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().optional(),
  credentialSubject: z.looseObject({
    id: z.string(),
    licenseNumber: z.string(),
    identifier: z.array(z.looseObject({ identityType: z.string(), identityHash: z.string() })),
    achievement: z.looseObject({
      name: z.string(),
      tag: z.array(z.string()).optional(),
      version: z.string().optional(),
    }),
  }),
});

/** The claims that repeat the credential for readers who know only JWT (OB 3.0, 8.2.2). Times in seconds since 1970. */
export const claimsSchema = z.looseObject({
  iss: z.string(),
  jti: z.string(),
  sub: z.string(),
  nbf: z.int(),
  exp: z.int().optional(),
});

type CredentialPayload = Readonly<Record<string, unknown>>;

const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
];

/** The credential and the JWT claims beside it (Open Badges 3.0, 8.2). */
export function composePayload(record: CredentialRecord, urls: CredentialUrls): CredentialPayload {
  const id = credentialIdOf(record.number, urls);
  const { validUntil } = record;
  return {
    '@context': contexts,
    id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: record.title,
    issuer: { id: urls.issuer, type: ['Profile'], name: record.issuerName },
    validFrom: formatInstant(record.validFrom),
    ...(validUntil === undefined ? {} : { validUntil: formatInstant(validUntil) }),
    credentialSubject: composeSubject(record, urls),
    iss: urls.issuer,
    jti: id,
    sub: record.holderId,
    nbf: secondsOf(record.validFrom),
    ...(validUntil === undefined ? {} : { exp: secondsOf(validUntil) }),
  };
}

function composeSubject(record: CredentialRecord, urls: CredentialUrls): CredentialPayload {
  return {
    id: record.holderId,
    type: ['AchievementSubject'],
    identifier: [
      {
        type: 'IdentityObject',
        identityType: 'name',
        identityHash: record.holderName,
        hashed: false,
      },
    ],
    licenseNumber: record.number,
    achievement: {
      id: urls.achievement,
      type: ['Achievement'],
      achievementType: 'Certification',
      name: record.title,
      description: record.description,
      inLanguage: record.language,
      version: record.rulesVersion,
      criteria: { narrative: record.criteria },
      tag: record.scope,
      resultDescription: record.results.map(({ section }, index) => ({
        id: resultIdOf(urls, index),
        type: ['ResultDescription'],
        name: section,
        resultType: 'Result',
      })),
    },
    result: record.results.map(({ result }, index) => ({
      type: ['Result'],
      resultDescription: resultIdOf(urls, index),
      value: result,
    })),
  };
}

const resultIdOf = (urls: CredentialUrls, index: number): string =>
  `${urls.achievement}#result-${index + 1}`;

const credentialIdOf = (number: string, urls: CredentialUrls): string =>
  `${urls.credentials}/${encodeURIComponent(number)}`;

/** The certificate number that a credential's id ends in. */
export function numberInCredentialId(id: string): string | undefined {
  const last = id.split('/').at(-1);
  try {
    return last === undefined ? undefined : decodeURIComponent(last);
  } catch {
    return undefined;
  }
}

/** XMLSchema dateTimeStamp to the second, as the claims have it. */
const formatInstant = (instant: Date): string => `${instant.toISOString().slice(0, 19)}Z`;

export const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);
