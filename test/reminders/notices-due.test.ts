import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, plainDate } from '../../server/platform/plain-date.js';
import { noticesDue } from '../../server/reminders/notices-due.rules.js';
import {
  aHeldCertificate,
  aNoticeCase,
  head,
  holder,
  inWords,
  itDecides,
  lastDay,
  ledgerOf,
  type DecidedCase,
} from './a-notice-case.js';

const all90To14 = ledgerOf(holder, '90 sent', '60 sent', '30 sent', '14 sent');

const cases: readonly DecidedCase[] = [
  // The ladder.
  { name: 'says nothing on the day before the first rung', daysLeft: 91, decided: [] },
  {
    name: 'begins on the day of the first rung',
    daysLeft: 90,
    decided: ['send 90 ingrid rungReached'],
  },
  {
    name: 'says nothing between two rungs',
    daysLeft: 61,
    given: { ledger: ledgerOf(holder, '90 sent') },
    decided: [],
  },
  {
    name: 'reaches the next rung on its day',
    daysLeft: 60,
    given: { ledger: ledgerOf(holder, '90 sent') },
    decided: ['send 60 ingrid rungReached'],
  },
  {
    name: 'reminds on the last valid day, which is day 0',
    daysLeft: 0,
    given: { ledger: [...all90To14, ...ledgerOf(holder, '7 sent', '1 sent')] },
    decided: ['send 0 ingrid rungReached'],
  },
  {
    name: 'says nothing on the day after when day 0 was told',
    daysLeft: -1,
    given: { ledger: [...all90To14, ...ledgerOf(holder, '7 sent', '1 sent', '0 sent')] },
    decided: [],
  },
  // The job slept.
  {
    name: 'sends one notice after a week of sleep and records the rungs it slept through',
    daysLeft: 0,
    given: { ledger: all90To14 },
    decided: ['skip 7 ingrid overtaken', 'skip 1 ingrid overtaken', 'send 0 ingrid rungReached'],
  },
  {
    name: 'sends a missed rung late when no later one is reached',
    daysLeft: 10,
    given: { ledger: ledgerOf(holder, '90 sent', '60 sent', '30 sent') },
    decided: ['send 14 ingrid rungReached'],
  },
  {
    name: 'overtakes a notice that was planned before the sleep and never sent',
    daysLeft: 5,
    given: {
      ledger: [
        ...ledgerOf(holder, '90 sent', '60 sent', '30 sent'),
        ...ledgerOf(holder, '14 planned'),
      ],
    },
    decided: ['skip 14 ingrid overtaken', 'send 7 ingrid rungReached'],
  },
  {
    name: 'overtakes a notice whose sender died',
    daysLeft: 7,
    given: { ledger: ledgerOf(holder, '90 sent', '60 sent', '30 sent', '14 sending') },
    decided: ['skip 14 ingrid overtaken', 'send 7 ingrid rungReached'],
  },
  {
    name: 'tells that a certificate has lapsed when day 0 was slept through',
    daysLeft: -30,
    given: { ledger: [...all90To14, ...ledgerOf(holder, '7 sent', '1 sent')] },
    decided: ['send 0 ingrid rungReached'],
  },
  {
    name: 'is silent about what lapsed more than 30 days ago',
    daysLeft: -31,
    decided: ['silent lapsedLongAgo'],
  },
  {
    name: 'withdraws what was still open when it lapsed long ago',
    daysLeft: -31,
    given: { ledger: ledgerOf(holder, '7 sent', '0 planned') },
    decided: ['silent lapsedLongAgo', 'skip 0 ingrid lapsedLongAgo'],
  },
  // What is in the ledger already.
  {
    name: 'keeps a planned notice waiting',
    daysLeft: 90,
    given: { ledger: ledgerOf(holder, '90 planned') },
    decided: ['send 90 ingrid waiting'],
  },
  {
    name: 'does not repeat a notice that was given up',
    daysLeft: 88,
    given: { ledger: ledgerOf(holder, '90 failed') },
    decided: [],
  },
  {
    name: 'finishes the record when a crash came between two entries',
    daysLeft: 60,
    given: { ledger: ledgerOf(holder, '60 sent') },
    decided: ['skip 90 ingrid overtaken'],
  },
  {
    name: 'does not bring back an overtaken rung when the rules drop the one that overtook it',
    daysLeft: 14,
    given: {
      rules: { reminderDays: [90, 30], unitHeadFromDays: 30 },
      ledger: ledgerOf(holder, '90 sent', '30 skipped overtaken', '14 sent'),
    },
    decided: [],
  },
  // The ladder against the certificate and the rules.
  {
    name: 'has no rung on or before the day a short certificate began',
    daysLeft: 60,
    given: { certificate: aHeldCertificate({ validFrom: addDays(lastDay, -60) }) },
    decided: [],
  },
  {
    name: 'has the first rung that lies after the day it began',
    daysLeft: 30,
    given: { certificate: aHeldCertificate({ validFrom: addDays(lastDay, -60) }) },
    decided: ['send 30 ingrid rungReached'],
  },
  {
    name: 'goes by the rules of the programme, in whatever order and however often they name a day',
    daysLeft: 5,
    given: { rules: { reminderDays: [5, 45, 5], unitHeadFromDays: 30 } },
    decided: ['skip 45 ingrid overtaken', 'send 5 ingrid rungReached'],
  },
  {
    name: 'is silent by an empty ladder',
    daysLeft: 0,
    given: { rules: { reminderDays: [], unitHeadFromDays: 30 } },
    decided: [],
  },
];

describe('notices due', () => {
  itDecides(cases);

  it('decides nothing new when it is asked again on the same day, and never two mails to one recipient', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40, max: 120 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 120 }), { maxLength: 5 }),
        (daysLeft, reminderDays, sentRungs) => {
          const today = addDays(lastDay, -daysLeft);
          const first = aNoticeCase({
            rules: { reminderDays, unitHeadFromDays: 30 },
            recipients: [holder, head],
            ledger: ledgerOf(holder, ...sentRungs.map((rung) => `${rung} sent`)),
          });
          const decisions = noticesDue(first, today);
          const told = decisions.filter(({ verdict }) => verdict === 'send');
          assert.ok(told.length <= 2);
          assert.equal(
            new Set(told.map(inWords).map((words) => words.split(' ')[2])).size,
            told.length,
          );
          const written = decisions.flatMap((decision) => {
            if (decision.verdict === 'silent') return [];
            const whom = decision.recipient.personId === head.personId ? head : holder;
            const state = decision.verdict === 'send' ? 'sent' : 'skipped overtaken';
            return ledgerOf(whom, `${decision.rung} ${state}`);
          });
          const again = noticesDue({ ...first, ledger: [...first.ledger, ...written] }, today);
          assert.deepEqual(
            again.filter(({ verdict }) => verdict !== 'silent'),
            [],
          );
        },
      ),
    );
  });

  it('counts calendar days over the change of the clocks', () => {
    const noticeCase = aNoticeCase({
      certificate: aHeldCertificate({ validTo: '2026-11-01' }),
      rules: { reminderDays: [7], unitHeadFromDays: 7 },
    });
    // Summer time ends on 25 October 2026.
    assert.deepEqual(noticesDue(noticeCase, plainDate('2026-10-24')), []);
    assert.equal(noticesDue(noticeCase, plainDate('2026-10-25')).length, 1);
  });
});
