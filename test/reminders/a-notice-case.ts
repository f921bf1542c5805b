import assert from 'node:assert/strict';
import type { CertificateEvent } from '../../server/certification/certificate.js';
import type { Notice } from '../../server/reminders/notice.js';
import {
  noticesDue,
  type NoticeCase,
  type NoticeDecision,
} from '../../server/reminders/notices-due.rules.js';
import type { Recipient } from '../../server/reminders/recipients.rules.js';
import { addDays, plainDate } from '../../server/platform/plain-date.js';

/** The last valid day of every certificate in these tests, unless they say otherwise. */
export const lastDay = plainDate('2026-11-30');

export const holder: Recipient = { personId: 'ingrid', kind: 'holder', address: 'ingrid@x.test' };
export const head: Recipient = {
  personId: 'kari',
  kind: 'unitHead',
  address: 'kari@x.test',
  unitId: 'solbakken',
};

export function aHeldCertificate(
  changes: {
    readonly id?: string;
    readonly personId?: string;
    readonly programmeId?: string;
    readonly validFrom?: string;
    readonly validTo?: string;
    readonly issuedAt?: string;
    readonly events?: readonly CertificateEvent[];
  } = {},
): NoticeCase['certificate'] {
  return {
    record: {
      id: changes.id ?? 'c1',
      personId: changes.personId ?? 'ingrid',
      programmeId: changes.programmeId ?? 'medicines',
      validFrom: plainDate(changes.validFrom ?? '2024-12-01'),
      validTo: plainDate(changes.validTo ?? lastDay),
      issuedAt: new Date(changes.issuedAt ?? '2024-12-01T12:00:00Z'),
    },
    events: changes.events ?? [],
  };
}

export function aNoticeCase(changes: Partial<NoticeCase> = {}): NoticeCase {
  const certificate = changes.certificate ?? aHeldCertificate();
  return {
    certificate,
    holdersCertificates: [certificate],
    rules: { reminderDays: [90, 60, 30, 14, 7, 1, 0], unitHeadFromDays: 30 },
    recipients: [holder],
    ledger: [],
    ...changes,
  };
}

/** `ledgerOf('ingrid', '90 sent', '60 skipped overtaken')` */
export function ledgerOf(
  recipient: Recipient,
  ...entries: readonly string[]
): NoticeCase['ledger'] {
  return entries.map((entry) => {
    const [rung, state, skippedFor] = entry.split(' ');
    return {
      rung: Number(rung),
      recipientId: recipient.personId,
      recipientKind: recipient.kind,
      state: state as Notice['state'],
      ...(skippedFor === undefined
        ? {}
        : { skippedFor: skippedFor as NonNullable<Notice['skippedFor']> }),
    };
  });
}

/** A decision as one line: `send 30 ingrid rungReached`. */
export function inWords(decision: NoticeDecision): string {
  return decision.verdict === 'silent'
    ? `silent ${decision.why}`
    : `${decision.verdict} ${decision.rung} ${decision.recipient.personId} ${decision.why}`;
}

/** A row of a table of the rule. */
export interface DecidedCase {
  readonly name: string;
  /** Days to the last valid day; negative after it. */
  readonly daysLeft: number;
  readonly given?: Partial<NoticeCase>;
  readonly decided: readonly string[];
}

/** One test a row. */
export function itDecides(cases: readonly DecidedCase[]): void {
  for (const { name, daysLeft, given, decided } of cases)
    it(name, () => {
      const decisions = noticesDue(aNoticeCase(given), addDays(lastDay, -daysLeft));
      assert.deepEqual(decisions.map(inWords), decided);
    });
}
