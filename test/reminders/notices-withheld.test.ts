import {
  aHeldCertificate,
  head,
  holder,
  itDecides,
  ledgerOf,
  type DecidedCase,
} from './a-notice-case.js';

const revoked = {
  kind: 'revoked',
  at: new Date('2026-10-01T10:00:00Z'),
  by: 'hr',
  reason: '',
} as const;
const replaced = {
  kind: 'replaced',
  at: new Date('2026-10-01T10:00:00Z'),
  byCertificateId: 'c2',
} as const;
const unreachable = { personId: 'ingrid', kind: 'holder' } as const;
const all90To14 = ledgerOf(holder, '90 sent', '60 sent', '30 sent', '14 sent');

const cases: readonly DecidedCase[] = [
  // Certificates that give none.
  {
    name: 'is silent about a revoked certificate and withdraws what is open',
    daysLeft: 30,
    given: {
      certificate: aHeldCertificate({ events: [revoked] }),
      ledger: ledgerOf(holder, '60 sent', '30 planned'),
    },
    decided: ['silent revoked', 'skip 30 ingrid revoked'],
  },
  {
    name: 'is silent about a replaced certificate',
    daysLeft: 30,
    given: { certificate: aHeldCertificate({ events: [replaced] }) },
    decided: ['silent replaced'],
  },
  {
    name: 'is silent when the holder has a newer certificate in the programme',
    daysLeft: 30,
    given: {
      holdersCertificates: [
        aHeldCertificate(),
        aHeldCertificate({ id: 'c2', validTo: '2028-11-30' }),
      ],
    },
    decided: ['silent renewed'],
  },
  {
    name: 'takes the one issued later for the newer of two that last equally long',
    daysLeft: 90,
    given: {
      holdersCertificates: [
        aHeldCertificate(),
        aHeldCertificate({ id: 'c0', issuedAt: '2025-01-01T12:00:00Z' }),
      ],
    },
    decided: ['silent renewed'],
  },
  ...[
    { what: 'in another programme', other: { programmeId: 'insulin' } },
    { what: 'of another person', other: { personId: 'amir' } },
    { what: 'that lapsed before', other: { validTo: '2024-11-30' } },
    { what: 'that was revoked', other: { events: [revoked] } },
  ].map(({ what, other }): DecidedCase => ({
    name: `does not take a certificate ${what} for a newer one`,
    daysLeft: 90,
    given: {
      holdersCertificates: [
        aHeldCertificate(),
        aHeldCertificate({ id: 'c2', validTo: '2028-11-30', ...other }),
      ],
    },
    decided: ['send 90 ingrid rungReached'],
  })),
  {
    name: 'is silent about people without an active employment',
    daysLeft: 30,
    given: { recipients: [], ledger: ledgerOf(holder, '30 planned') },
    decided: ['silent notEmployed', 'skip 30 ingrid notEmployed'],
  },
  {
    name: 'reminds again who comes back to work',
    daysLeft: 20,
    given: { ledger: ledgerOf(holder, '90 sent', '60 sent', '30 skipped notEmployed') },
    decided: ['send 30 ingrid possibleAgain'],
  },
  {
    name: 'is silent when the programme is gone',
    daysLeft: 30,
    given: { rules: undefined },
    decided: ['silent noProgramme'],
  },
  // Without an address.
  {
    name: 'records as undeliverable what nobody can be sent',
    daysLeft: 90,
    given: { recipients: [unreachable] },
    decided: ['undeliverable 90 ingrid noAddress'],
  },
  {
    name: 'records each rung without an address once',
    daysLeft: 89,
    given: { recipients: [unreachable], ledger: ledgerOf(holder, '90 undeliverable') },
    decided: [],
  },
  {
    name: 'sends an undeliverable notice once there is an address',
    daysLeft: 80,
    given: { ledger: ledgerOf(holder, '90 undeliverable') },
    decided: ['send 90 ingrid possibleAgain'],
  },
  {
    name: 'leaves an undeliverable notice as it is when a later rung is reached',
    daysLeft: 60,
    given: { ledger: ledgerOf(holder, '90 undeliverable') },
    decided: ['send 60 ingrid rungReached'],
  },
  // The unit head.
  {
    name: 'does not tell the unit head before 30 days',
    daysLeft: 60,
    given: { recipients: [holder, head], ledger: ledgerOf(holder, '90 sent') },
    decided: ['send 60 ingrid rungReached'],
  },
  {
    name: 'tells the unit head from 30 days on',
    daysLeft: 30,
    given: { recipients: [holder, head], ledger: ledgerOf(holder, '90 sent', '60 sent') },
    decided: ['send 30 ingrid rungReached', 'send 30 kari rungReached'],
  },
  {
    name: 'keeps the ledgers of holder and unit head apart',
    daysLeft: 14,
    given: {
      recipients: [holder, head],
      ledger: [...all90To14, ...ledgerOf(head, '30 sent')],
    },
    decided: ['send 14 kari rungReached'],
  },
  {
    name: 'withdraws what was planned for a former unit head and starts the new one at the rung of the day',
    daysLeft: 14,
    given: {
      recipients: [holder, head],
      ledger: [...all90To14, ...ledgerOf({ ...head, personId: 'per' }, '30 sent', '14 planned')],
    },
    decided: ['skip 14 per notRecipient', 'skip 30 kari overtaken', 'send 14 kari rungReached'],
  },
];

describe('notices due, or withheld, by certificate and recipient', () => {
  itDecides(cases);
});
