import type { IdpMetadataCode } from './idp-metadata-error.js';
import type { MetadataChange, MetadataPart } from './metadata-changes.rules.js';
import { nameIdFormats } from './saml-names.js';

/** What we know of a municipality's login service. Taken from its metadata and confirmed by an administrator. */
export interface IdentityProviderSettings extends MetadataPart {
  readonly entityId: string;
  /** The assertion must be signed always; Entra ID leaves the response around it unsigned unless told otherwise. */
  readonly wantResponseSigned: boolean;
  /** Encrypted assertions are read, and our metadata has a key for them. The response around them must be signed. */
  readonly acceptsEncrypted?: boolean;
  readonly attributes: AttributeMapping;
}

/** Where metadata is read anew from. */
export interface MetadataSource {
  /** https, on a public address. */
  readonly url: string;
  /** PEM. Only metadata that this certificate has signed is believed. */
  readonly pinnedSigner?: string;
}

export interface MetadataFetch {
  readonly at: Date;
  /** Why it could not be used; absent when it could. */
  readonly problem?: IdpMetadataCode;
}

/** A change at the login service, found in its metadata, that waits for an administrator. */
export interface IdentityProviderProposal {
  readonly id: string;
  readonly foundAt: Date;
  readonly found: MetadataPart;
  readonly changes: readonly MetadataChange[];
}

/** All that we keep about a municipality's login service. */
export interface IdentityProviderRecord {
  readonly settings: IdentityProviderSettings;
  /** Absent: the metadata came as a file. */
  readonly source?: MetadataSource;
  readonly lastFetch?: MetadataFetch;
  readonly proposal?: IdentityProviderProposal;
}

/**
 * Where a person's details come from: per detail the attribute Names to look under, the first that has a value wins.
 * FriendlyName is decoration and is never read.
 */
export interface AttributeMapping {
  /**
   * An identifier that never changes and is never given to another. The sources must be names of ONE identifier: if the login service
   * sends another of them one day, the person becomes somebody else. `PERSISTENT_NAME_ID` stands for the NameID itself.
   */
  readonly subject: readonly string[];
  readonly givenName: readonly string[];
  readonly familyName: readonly string[];
  readonly email: readonly string[];
}

/** As a source: the NameID, provided that it declares itself persistent. No attribute can take its place. */
export const PERSISTENT_NAME_ID = nameIdFormats.persistent;

/** Of the NameID that we ask for, or `null` for whatever the login service likes. */
export function nameIdFormatOf({ subject }: Pick<AttributeMapping, 'subject'>): string | null {
  return subject.includes(PERSISTENT_NAME_ID) ? PERSISTENT_NAME_ID : null;
}
