import { createHash } from 'node:crypto';
import { windowOpens } from '../certification/validity.rules.js';
import { fullName } from '../organisation/person.js';
import type { Clock } from '../platform/clock.js';
import type { Texts } from '../platform/http/i18n.js';
import { describedError } from '../platform/described-error.js';
import { inLocale } from '../platform/locale.js';
import type { Logger } from '../platform/logger.js';
import { MailFailed, type Mail, type Mailer } from '../platform/mail/mailer.js';
import { noticeId, type NewNotice, type Notice, type NoticeKey } from './notice.js';
import { noticeMail } from './notice.view.js';
import { noticesDue, type NoticeDecision } from './notices-due.rules.js';
import { readNoticeCases, type NoticeDossier, type NoticeSources } from './read-notice-cases.js';
import { MOST_TRIES, nextTryAfter } from './retry.rules.js';

export interface SendNoticesDeps extends NoticeSources {
  readonly mailer: Mailer;
  readonly texts: Texts;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** What one run changed. */
export interface NoticeCounts {
  readonly planned: number;
  readonly sent: number;
  /** To be tried again. */
  readonly postponed: number;
  /** Given up. */
  readonly failed: number;
  readonly skipped: number;
  readonly undeliverable: number;
}

export type SendNotices = (stopping?: AbortSignal) => Promise<NoticeCounts>;

type Counts = { -readonly [Count in keyof NoticeCounts]: number };
type ToSend = NoticeDecision & { readonly verdict: 'send' };
interface DueNotice {
  readonly dossier: NoticeDossier;
  readonly decision: ToSend;
}

/** Longer than the longest conversation with a mail server. */
const LEASE_MS = 10 * 60_000;

/**
 * Plans, writes the ledger, sends. What the rule does not call for today is not sent, whatever the ledger holds. May run at any time, as often
 * as it likes, and in several places at once.
 */
export function sendNotices(deps: SendNoticesDeps): SendNotices {
  return async (stopping) => {
    const counts: Counts = {
      planned: 0,
      sent: 0,
      postponed: 0,
      failed: 0,
      skipped: 0,
      undeliverable: 0,
    };
    const due: DueNotice[] = [];
    for (const dossier of await readNoticeCases(deps, deps.clock())) {
      for (const decision of noticesDue(dossier, dossier.today)) {
        await writeDown(deps, dossier, decision, counts);
        if (decision.verdict === 'send') due.push({ dossier, decision });
      }
    }
    for (const notice of due) {
      if (stopping?.aborted === true) break;
      const end = await sendOne(deps, notice);
      if (end === 'notMine') continue;
      counts[end === 'serverDown' ? 'postponed' : end] += 1;
      // The others keep their place and their tries until the server is back.
      if (end === 'serverDown') break;
    }
    return counts;
  };
}

async function writeDown(
  { notices, clock, publicUrl }: SendNoticesDeps,
  { certificate: { record } }: NoticeDossier,
  decision: NoticeDecision,
  counts: Counts,
): Promise<void> {
  if (decision.verdict === 'silent') return;
  const { rung, recipient } = decision;
  const key = { certificateId: record.id, rung, recipientId: recipient.personId };
  const notice: NewNotice = {
    ...key,
    municipalityId: record.municipalityId,
    recipientKind: recipient.kind,
    validTo: record.validTo,
    messageId: messageIdOf(key, publicUrl),
  };
  const now = clock();
  switch (decision.verdict) {
    case 'send':
      if (decision.why !== 'waiting' && (await notices.plan(notice, now))) counts.planned += 1;
      return;
    case 'undeliverable':
      if (await notices.recordUndeliverable(notice, now)) counts.undeliverable += 1;
      return;
    case 'skip':
      if (await notices.skip(notice, decision.why, now)) counts.skipped += 1;
  }
}

/** `notMine`: sent already, being sent elsewhere, or not yet time for the next try. */
type Ended = 'sent' | 'postponed' | 'failed' | 'serverDown' | 'notMine';

async function sendOne(deps: SendNoticesDeps, { dossier, decision }: DueNotice): Promise<Ended> {
  const { notices, clock, mailer } = deps;
  const now = clock();
  const id = noticeId({
    certificateId: dossier.certificate.record.id,
    rung: decision.rung,
    recipientId: decision.recipient.personId,
  });
  const claimed = await notices.claim(id, now, new Date(now.getTime() + LEASE_MS));
  if (!claimed) return 'notMine';
  if (claimed.tries > MOST_TRIES) return endFailedTry(deps, claimed, 'died-while-sending');
  try {
    await mailer.send(mailOf(deps, dossier, decision, claimed));
  } catch (error) {
    if (!(error instanceof MailFailed)) {
      // One notice that cannot be written must not keep the others back.
      deps.log.error({ notice: claimed.messageId, ...describedError(error) }, 'notice is broken');
      return endFailedTry(deps, claimed, 'internal');
    }
    const ended = await endFailedTry(deps, claimed, error.code);
    return error.concerns === 'server' && ended === 'postponed' ? 'serverDown' : ended;
  }
  return (await notices.markSent(claimed, clock())) ? 'sent' : 'notMine';
}

async function endFailedTry(
  { notices, clock, log }: SendNoticesDeps,
  claimed: Notice,
  code: string,
): Promise<'postponed' | 'failed' | 'notMine'> {
  const nextTry = nextTryAfter(claimed.tries, clock());
  if (!(await notices.markFailedTry(claimed, code, nextTry))) return 'notMine';
  const event = { notice: claimed.messageId, code, tries: claimed.tries };
  if (nextTry) {
    log.warn(event, 'notice was not sent and will be tried again');
    return 'postponed';
  }
  log.error(event, 'notice was given up');
  return 'failed';
}

function mailOf(
  { texts, publicUrl, clock }: SendNoticesDeps,
  dossier: NoticeDossier,
  { recipient }: ToSend,
  { messageId }: Notice,
): Mail {
  const { record } = dossier.certificate;
  const { municipality, programme, holder, unitHeads, units, today } = dossier;
  const isHolder = recipient.kind === 'holder';
  // The language of the holder's own exam; unit heads read that of the municipality.
  const locale = isHolder ? record.locale : municipality.locale;
  const holderName = (holder ? fullName(holder) : '') || record.holderName;
  const head = unitHeads.find(({ id }) => id === recipient.personId);
  const mail = noticeMail(
    {
      kind: recipient.kind,
      locale,
      recipientName: isHolder ? holderName : head ? fullName(head) : '',
      holderName,
      unitName: units.find(({ id }) => id === recipient.unitId)?.name ?? municipality.name,
      municipalityName: municipality.name,
      programmeTitle: inLocale(record.programmeTitles, locale).value,
      validTo: record.validTo,
      renewableFrom: programme ? windowOpens(record, programme.rules) : record.validTo,
      today,
      publicUrl,
    },
    texts(locale),
  );
  const { municipalityId } = record;
  return { ...mail, messageId, to: recipient.address, municipalityId, locale, date: clock() };
}

/** Says nothing about anybody, and is the same whenever it is computed. */
function messageIdOf(key: NoticeKey, publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  const host = /^[A-Za-z0-9.-]+$/.test(hostname) ? hostname : 'medsert.invalid';
  const hash = createHash('sha256').update(noticeId(key)).digest('hex');
  return `notice-${hash.slice(0, 32)}@${host}`;
}
