import type { JobRole } from '../../organisation/municipality.js';

/** A user as the municipality's identity provider keeps it here (RFC 7643, section 4.1), joined to a person by the person's id. */
export interface ScimUser {
  /** Of the person. */
  readonly id: string;
  readonly municipalityId: string;
  readonly userName: string;
  /** What the login service sends as the identifier that never changes: by it a login finds the person. */
  readonly externalId: string;
  readonly active: boolean;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** What a message says of a user. */
export interface UserMessage {
  readonly userName: string;
  readonly externalId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly active: boolean;
  /** A unit's code, and what the person works as there; both are needed to place somebody. */
  readonly department?: string;
  readonly jobRole?: JobRole;
}

/** A group of the identity provider. Its name says what its members may do; a group with another name gives nothing. */
export interface ScimGroup {
  readonly id: string;
  readonly municipalityId: string;
  readonly displayName: string;
  readonly externalId?: string;
  /** People's ids. */
  readonly members: readonly string[];
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** Why a message is refused, by the code it is answered with. */
export type ScimRefusal =
  | 'not-found'
  /** Another user has this userName or externalId. */
  | 'taken'
  /** `externalId` has to be the identifier that the login service sends. */
  | 'external-id-missing'
  | 'external-id-fixed'
  /** A national identity number is never stored. */
  | 'national-number';

export type ScimOutcome<T> =
  | { readonly done: true; readonly value: T }
  | { readonly done: false; readonly reason: ScimRefusal };
