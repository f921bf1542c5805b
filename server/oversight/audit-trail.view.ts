import type { TrailCheck } from '../audit/trail-check.store.js';
import { formatDateTime, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { auditAddress, AUDIT_KINDS, type AuditFilters } from './audit-filters.js';
import type { ReadEntry } from './audit-trail.js';

interface Words {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

interface TrailFound {
  readonly entries: readonly ReadEntry[];
  /** There are older ones. */
  readonly more: boolean;
  readonly filters: AuditFilters;
  readonly check: TrailCheck | undefined;
  /** Where the newest signed head stands in the chain. */
  readonly headAt: number | undefined;
}

/** What is done has words of its own; anything newer than this list is shown by its code. */
const ACTIONS: readonly string[] = [
  'accommodation.granted',
  'accommodation.ended',
  'attempt.started',
  'attempt.submitted',
  'attempt.expired',
  'attempt.extended',
  'attempt.paused',
  'attempt.interrupted',
  'attempt.confirmed',
  'attempt.resumed',
  'attempt.annulled',
  'attempt.regraded',
  'attempt.regrade-decided',
  'audit.exported',
  'certificate.issued',
  'certificate.revoked',
  'course.completed',
  'employment.started',
  'employment.ended',
  'exam-window.made',
  'exam-window.changed',
  'exam-window.cancelled',
  'exam-window.code-given',
  'exam-window.admitted',
  'exam-window.extended',
  'hr-file.received',
  'hr-file.applied',
  'hr-file.discarded',
  'identity-provider.change-proposed',
  'identity-provider.change-accepted',
  'identity-provider.change-dismissed',
  'identity-provider.added',
  'identity-provider.renamed',
  'identity-provider.mapping-changed',
  'identity-provider.unit-code-settled',
  'break-glass.created',
  'break-glass.ended',
  'break-glass.refused',
  'break-glass.used',
  'bank.created',
  'bank.rights-cleared',
  'bank.published',
  'bank.subscribed',
  'bank.unsubscribed',
  'bank.held',
  'bank.adopted',
  'bank.forked',
  'item.taken',
  'item.kept',
  'item.draft',
  'item.inReview',
  'item.approved',
  'item.live',
  'item.burned',
  'item.retired',
  'item.exported',
  'item.lint-decided',
  'item.neutralised',
  'item.owner',
  'item.source-added',
  'item.source-confirmed',
  'municipality.created',
  'municipality.settings-changed',
  'person.erased',
  'person.imported',
  'person.merged',
  'region.founded',
  'region.invited',
  'region.joined',
  'region.declined',
  'region.left',
  'requirement.added',
  'requirement.ended',
  'region.coverage-read',
  'programme.published',
  'record.opened',
  'role.granted',
  'role.ended',
  'session-limits.changed',
  'standard.opened',
  'standard.rated',
  'standard.closed',
  'unit.created',
  'unit.changed',
  'unit.closed',
  'unit.reopened',
];

export function auditPage({ entries, more, filters, check, headAt }: TrailFound, words: Words) {
  const { t } = words;
  const { before, ...kept } = filters;
  const last = entries.at(-1);
  return {
    filters: {
      from: filters.from ?? '',
      to: filters.to ?? '',
      who: filters.who ?? '',
      subject: filters.subject ?? '',
    },
    kinds: [undefined, ...AUDIT_KINDS].map((kind) => ({
      value: kind ?? '',
      text: t(`audit.kind.${kind ?? 'all'}`),
      chosen: kind === filters.kind,
    })),
    verdict: verdictOf(check, words),
    head: headAt === undefined ? null : t('audit.head', { sequence: headAt }),
    rows: entries.map((entry) => rowOf(entry, words)),
    csvHref: auditAddress(kept, '/audit.csv'),
    jsonlHref: auditAddress(kept, '/audit.jsonl'),
    newestHref: before === undefined ? null : auditAddress(kept),
    olderHref: more && last ? auditAddress({ ...kept, before: last.sequence }) : null,
  };
}

export function actionText(action: string, t: Translate): string {
  return ACTIONS.includes(action) ? t(`audit.action.${action}`) : action;
}

function verdictOf(check: TrailCheck | undefined, { t, locale, timeZone }: Words) {
  if (!check) return { colour: 'warning', text: t('audit.unchecked') };
  const time = formatDateTime(check.at, locale, timeZone);
  return check.fault
    ? {
        colour: 'danger',
        text: t(`audit.fault.${check.fault.code}`, { sequence: check.fault.sequence, time }),
      }
    : { colour: 'success', text: t('audit.whole', { sequence: check.entries, time }) };
}

function rowOf(entry: ReadEntry, { t, locale, timeZone }: Words) {
  const { sequence, at, actor, action, subject, details = {}, aside, requestId, names } = entry;
  const [kind = '', id = ''] = subject.split(/:(.*)/s);
  return {
    sequence,
    at: formatDateTime(at, locale, timeZone),
    actor: actor === 'system' ? t('audit.system') : (names.get(actor) ?? actor),
    actorHref: auditAddress({ who: actor }),
    action: actionText(action, t),
    code: action,
    subject: (kind === 'person' ? names.get(id) : undefined) ?? subject,
    subjectHref: auditAddress({ subject }),
    details: Object.entries(details).map(([name, value]) => ({
      name,
      value: names.get(String(value)) ?? String(value),
    })),
    aside: Object.entries(aside === undefined || aside === 'erased' ? {} : aside).map(
      ([name, value]) => ({ name, value }),
    ),
    asideErased: aside === 'erased',
    requestId: requestId ?? null,
  };
}
