import type { KeptCollection } from './kept-collection.js';

export const LOGINS: readonly KeptCollection[] = [
  {
    collection: 'sessions',
    holds: 'logins under way',
    personal: { given: 'sessions', erasure: 'removed' },
    notes: [
      {
        fields: '_id',
        why: 'the digest of the secret in the browser’s cookie; the secret is stored nowhere',
        kept: 'session',
        seenBy: ['nobody'],
      },
      {
        fields: 'personId municipalityId signedInAt lastSeenAt endsAt expiresAt idleMs isShared',
        why: 'to keep somebody logged in, and to end it in time',
        kept: 'session',
        seenBy: ['self'],
      },
      {
        fields: 'login',
        why: 'what the login service calls the login, to log out there as well',
        kept: 'session',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'breakGlassAccounts',
    holds: 'accounts for when no login service works',
    personal: {
      given: {
        not: 'the name is the municipality’s own word for who keeps the account; it is tied to nobody’s record',
      },
      erasure: 'stays: whoever could log in has to be known for as long as the trail',
    },
    notes: [
      {
        fields: '_id municipalityId userName createdAt lastDay lastUsedAt endedAt',
        why: 'to let an administrator in when no login service works, until its last day',
        kept: 'institution',
        seenBy: ['nobody'],
      },
      {
        fields: 'name',
        why: 'to tell the administrators whose account was used',
        kept: 'institution',
        seenBy: ['administrators'],
      },
      {
        fields: 'passphrase codeSecret lastStep',
        why: 'a slow digest of the passphrase, the secret of the authenticator app under a key outside the database, and the newest code taken, so that each is taken once',
        kept: 'institution',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'sessionLimits',
    holds: 'how long logins last',
    notes: [
      {
        fields: '_id idleMinutes sharedIdleMinutes hours everyDeviceIsShared',
        why: 'the choice of the municipality',
        kept: 'institution',
        seenBy: ['administrators'],
      },
    ],
  },
  {
    collection: 'signInRequests',
    holds: 'logins that were begun',
    notes: [
      {
        fields:
          '_id municipalityId providerId relayState returnPath browserFingerprint replacesSessionId isTest isShared issuedAt expiresAt answeredAt',
        why: 'to take each answer of a login service once, from the browser that asked; who it is, is not known yet',
        kept: 'minutes',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'usedAssertions',
    holds: 'ids of answers that were used',
    notes: [
      {
        fields: '_id municipalityId assertionId expiresAt',
        why: 'to take no answer of a login service twice',
        kept: 'minutes',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'logoutRequests',
    holds: 'logouts under way',
    notes: [
      {
        fields: '_id municipalityId providerId expiresAt',
        why: 'to know the answer of the login service',
        kept: 'minutes',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'identityProviders',
    holds: 'login services of municipalities',
    notes: [
      {
        fields:
          '_id municipalityId key name settings source lastFetch proposal dismissed waitingUnitCodes',
        why: 'to believe the right login service, and to read what it says',
        kept: 'institution',
        seenBy: ['administrators'],
      },
    ],
  },
  {
    collection: 'expiryWarnings',
    holds: 'which administrators were told of the end of which certificate of a login service',
    personal: {
      given: { not: 'it is about a certificate of a service, not about the person' },
      erasure: 'an id that leads nowhere remains until the certificate has ended',
    },
    notes: [
      {
        fields: '_id expiresAt',
        why: 'not to tell the same twice',
        kept: 'expiry',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'scimTokens',
    holds: 'digests of the tokens of identity providers',
    notes: [
      {
        fields: '_id municipalityId createdAt',
        why: 'to let in the identity provider that keeps users here',
        kept: 'institution',
        seenBy: ['nobody'],
      },
    ],
  },
  {
    collection: 'rateLimits',
    holds: 'counts of requests',
    notes: [
      {
        fields: '_id count until',
        why: 'to slow down who guesses; addresses and people are digests under a secret key',
        kept: 'minutes',
        seenBy: ['nobody'],
      },
    ],
  },
];
