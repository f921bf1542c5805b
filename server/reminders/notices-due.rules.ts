import type { Certificate, CertificateRecord } from '../certification/certificate.js';
import { statusOn } from '../certification/validity.rules.js';
import type { ProgrammeRules } from '../exams/programme.js';
import { addDays, daysBetween, type PlainDate } from '../platform/plain-date.js';
import type { Notice, NoticeKey, RecipientKind, SilentReason, SkipReason } from './notice.js';
import type { Recipient } from './recipients.rules.js';

/** A day-0 notice that was missed is still sent so many days after the certificate lapsed, and says that it has. */
export const LAPSED_NOTICE_DAYS = 30;

type Dated = Pick<
  CertificateRecord,
  'id' | 'personId' | 'programmeId' | 'validFrom' | 'validTo' | 'issuedAt'
>;
type CertificateInCase = Pick<Certificate, 'events'> & { readonly record: Dated };

/** One certificate with all that decides about its notices. */
export interface NoticeCase {
  readonly certificate: CertificateInCase;
  /** All certificates of the holder, of this and other programmes. */
  readonly holdersCertificates: readonly CertificateInCase[];
  /** The programme's rules in force; none when the programme is gone. */
  readonly rules: Pick<ProgrammeRules, 'reminderDays' | 'unitHeadFromDays'> | undefined;
  /** Empty when the holder has no active employment. */
  readonly recipients: readonly Recipient[];
  /** What the ledger has of this certificate. */
  readonly ledger: readonly Pick<
    Notice,
    'rung' | 'recipientId' | 'recipientKind' | 'state' | 'skippedFor'
  >[];
}

export type NoticeDecision =
  | {
      readonly verdict: 'send';
      readonly rung: number;
      readonly recipient: Recipient & { readonly address: string };
      /** `waiting`: it is in the ledger and not sent yet. `possibleAgain`: what had stood in its way is gone. */
      readonly why: 'rungReached' | 'waiting' | 'possibleAgain';
    }
  | {
      readonly verdict: 'undeliverable';
      readonly rung: number;
      readonly recipient: Recipient;
      readonly why: 'noAddress';
    }
  | {
      readonly verdict: 'skip';
      readonly rung: number;
      readonly recipient: { readonly personId: string; readonly kind: RecipientKind };
      readonly why: SkipReason;
    }
  | { readonly verdict: 'silent'; readonly why: SilentReason };

/**
 * Which notices of a certificate are to be sent, and which are not and why. Each recipient is told of the most urgent rung that is reached,
 * once; rungs that were missed on the way are recorded as skipped and never sent late. Asked again on the same day, with what it decided in
 * the ledger, it decides nothing new.
 */
export function noticesDue(noticeCase: NoticeCase, today: PlainDate): readonly NoticeDecision[] {
  const { certificate, rules, recipients, ledger } = noticeCase;
  const silent = silentReason(noticeCase, today);
  if (silent !== undefined || rules === undefined) {
    const why = silent ?? 'noProgramme';
    return [{ verdict: 'silent', why }, ...ledger.filter(isOpen).map((open) => skip(open, why))];
  }
  const reached = rungsReached(certificate.record, rules.reminderDays, today);
  const strangers = ledger.filter(
    (entry) => isOpen(entry) && !recipients.some(({ personId }) => personId === entry.recipientId),
  );
  return [
    ...strangers.map((entry) => skip(entry, 'notRecipient')),
    ...recipients.flatMap((recipient) => {
      const rungs =
        recipient.kind === 'holder'
          ? reached
          : reached.filter((rung) => rung <= rules.unitHeadFromDays);
      const own = ledger.filter(({ recipientId }) => recipientId === recipient.personId);
      return decisionsFor(recipient, rungs, own);
    }),
  ];
}

function silentReason(noticeCase: NoticeCase, today: PlainDate): SilentReason | undefined {
  const { certificate, holdersCertificates, recipients, rules } = noticeCase;
  const status = statusOn(certificate, today);
  if (status === 'revoked' || status === 'replaced') return status;
  if (holdersCertificates.some((other) => renews(other, certificate, today))) return 'renewed';
  if (recipients.length === 0) return 'notEmployed';
  if (rules === undefined) return 'noProgramme';
  return daysBetween(certificate.record.validTo, today) > LAPSED_NOTICE_DAYS
    ? 'lapsedLongAgo'
    : undefined;
}

/** A certificate in the same programme that lasts longer; of two that last equally long, the one issued later. */
function renews(other: CertificateInCase, one: CertificateInCase, today: PlainDate): boolean {
  const status = statusOn(other, today);
  if (status === 'revoked' || status === 'replaced') return false;
  const [a, b] = [other.record, one.record];
  if (a.id === b.id || a.personId !== b.personId || a.programmeId !== b.programmeId) return false;
  return endOf(a) > endOf(b);
}

function endOf({ validTo, issuedAt, id }: Dated): string {
  return `${validTo} ${issuedAt.toISOString()} ${id}`;
}

/**
 * From the least to the most urgent. A rung on the day the certificate began, or before, is none: a certificate that runs for two months
 * is not announced to lapse in 90 days.
 */
function rungsReached(
  { validFrom, validTo }: Dated,
  reminderDays: readonly number[],
  today: PlainDate,
): readonly number[] {
  return [...new Set(reminderDays)]
    .filter((rung) => {
      const day = addDays(validTo, -rung);
      return day > validFrom && day <= today;
    })
    .sort((a, b) => b - a);
}

function decisionsFor(
  recipient: Recipient,
  rungs: readonly number[],
  ledger: NoticeCase['ledger'],
): readonly NoticeDecision[] {
  const mostUrgent = rungs.at(-1);
  const passed = rungs
    .slice(0, -1)
    .filter((rung) => !ledger.some((entry) => entry.rung === rung))
    .map((rung) => skip({ recipientId: recipient.personId, recipientKind: recipient.kind, rung }));
  const overtaken = ledger
    .filter((entry) => isOpen(entry) && entry.rung !== mostUrgent)
    .map((entry) => skip(entry));
  if (mostUrgent === undefined) return overtaken;
  const standing = ledger.find(({ rung }) => rung === mostUrgent);
  return [...passed, ...overtaken, ...decisionOn(recipient, mostUrgent, standing)];
}

function decisionOn(
  recipient: Recipient,
  rung: number,
  standing: NoticeCase['ledger'][number] | undefined,
): readonly NoticeDecision[] {
  if (standing && !isOpen(standing) && !mayReopen(standing)) return [];
  const { address } = recipient;
  if (address === undefined) {
    return standing?.state === 'undeliverable'
      ? []
      : [{ verdict: 'undeliverable', rung, recipient, why: 'noAddress' }];
  }
  const why = !standing ? 'rungReached' : isOpen(standing) ? 'waiting' : 'possibleAgain';
  return [{ verdict: 'send', rung, recipient: { ...recipient, address }, why }];
}

function isOpen({ state }: Pick<Notice, 'state'>): boolean {
  return state === 'planned' || state === 'sending';
}

/** An address was given, a person came back, a renewal was revoked. What a more urgent notice overtook stays as it is. */
function mayReopen({ state, skippedFor }: Pick<Notice, 'state' | 'skippedFor'>): boolean {
  return state === 'undeliverable' || (state === 'skipped' && skippedFor !== 'overtaken');
}

function skip(
  entry: Pick<NoticeKey, 'rung' | 'recipientId'> & Pick<Notice, 'recipientKind'>,
  why: SkipReason = 'overtaken',
): NoticeDecision {
  const { rung, recipientId, recipientKind } = entry;
  return { verdict: 'skip', rung, recipient: { personId: recipientId, kind: recipientKind }, why };
}
