import type { AttributeMapping } from './attribute-mapping.js';
import type { IdpMetadataCode } from './idp-metadata-error.js';
import type { MetadataChange, MetadataPart } from './metadata-changes.rules.js';

/** What we know of a municipality's login service. Taken from its metadata and confirmed by an administrator. */
export interface IdentityProviderSettings extends MetadataPart {
  readonly entityId: string;
  /** The assertion must be signed always; Entra ID leaves the response around it unsigned unless told otherwise. */
  readonly wantResponseSigned: boolean;
  /** Encrypted assertions are read, and our metadata has a key for them. The response around them must be signed. */
  readonly acceptsEncrypted?: boolean;
  readonly attributes: AttributeMapping;
  /** AuthnContext classes, any of which will do: asked for, and demanded of the answer. None: the login service decides. */
  readonly wantedLevels?: readonly string[];
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

/** Which of a municipality's login services: the first has the municipality's own id. */
export interface ProviderNamed {
  readonly id: string;
  /** In addresses. */
  readonly key: string;
  /** For people who choose among several. */
  readonly name?: string;
}

/** All that we keep about a municipality's login service. */
export interface IdentityProviderRecord extends ProviderNamed {
  readonly municipalityId: string;
  readonly settings: IdentityProviderSettings;
  /** Absent: the metadata came as a file. */
  readonly source?: MetadataSource;
  readonly lastFetch?: MetadataFetch;
  readonly proposal?: IdentityProviderProposal;
  /** Unit codes that logins have brought and nobody has explained yet. */
  readonly waitingUnitCodes?: readonly string[];
}
