import type { PlainDate } from '../platform/plain-date.js';

/** One reminder to one recipient. There is never a second one of the same certificate, rung and recipient. */
export interface NoticeKey {
  readonly certificateId: string;
  /** Days before the last valid day; 0 is that day. */
  readonly rung: number;
  readonly recipientId: string;
}

/**
 * planned -> sending -> sent, or back to planned for a later try, or failed when the tries are used up.
 * skipped: another rung or another event made it needless. undeliverable: nobody knows the recipient's e-mail address.
 */
export type NoticeState = 'planned' | 'sending' | 'sent' | 'failed' | 'skipped' | 'undeliverable';

export type RecipientKind = 'holder' | 'unitHead';

/** Why a certificate gives no notices. */
export type SilentReason =
  'revoked' | 'replaced' | 'renewed' | 'notEmployed' | 'noProgramme' | 'lapsedLongAgo';

/** `overtaken`: a later rung was reached before this one was sent. `notRecipient`: no longer the holder's unit head. */
export type SkipReason = SilentReason | 'overtaken' | 'notRecipient';

export interface Notice extends NoticeKey {
  readonly id: string;
  readonly municipalityId: string;
  readonly recipientKind: RecipientKind;
  readonly validTo: PlainDate;
  /** The same at every try, so that mail programs show a notice once that was sent twice. */
  readonly messageId: string;
  readonly state: NoticeState;
  readonly recordedAt: Date;
  /** How often it was claimed for sending. */
  readonly tries: number;
  readonly nextTryAt?: Date;
  /** While somebody is sending it: after this instant another may. */
  readonly leaseUntil?: Date;
  readonly sentAt?: Date;
  readonly skippedFor?: SkipReason;
  /** A code of the mail server or of ours; never its text, which holds addresses. */
  readonly failure?: string;
}

/** What a notice is before anything has happened to it. */
export type NewNotice = Pick<
  Notice,
  | 'certificateId'
  | 'rung'
  | 'recipientId'
  | 'municipalityId'
  | 'recipientKind'
  | 'validTo'
  | 'messageId'
>;

export function noticeId({ certificateId, rung, recipientId }: NoticeKey): string {
  return `${certificateId}/${rung}/${recipientId}`;
}
