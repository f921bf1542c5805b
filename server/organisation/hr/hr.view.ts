import { formatDate, formatDateTime } from '../../platform/http/i18n.js';
import { parsePlainDate } from '../../platform/plain-date.js';
import { TASKS, type Unit } from '../municipality.js';
import type { Words } from '../people.view.js';
import { APPLYING_MS, type HrImport } from './hr-import.js';
import type { FileRefusal, ImportCounts, Planned } from './import-people.js';
import type { ChangeKind, FieldChange, ImportPlan, PersonChange } from './import-plan.rules.js';

export type UploadRefusal =
  FileRefusal | { readonly problem: 'too-large' | 'no-file' | 'unreadable' };

interface ListFound {
  readonly recent: readonly HrImport[];
  readonly refusal?: UploadRefusal | undefined;
  readonly timeZone: string;
}

export function hrPage({ recent, refusal, timeZone }: ListFound, words: Words) {
  const { t, locale } = words;
  return {
    refused: refusal === undefined ? null : refusalIn(refusal, words),
    waiting: recent
      .filter(({ state }) => state === 'waiting' || state === 'applying')
      .map((one) => ({
        href: addressOf(one.id),
        text: t('hr.waiting', whenOf(one, timeZone, words)),
      })),
    rows: recent.map((one) => ({
      href: addressOf(one.id),
      at: formatDateTime(one.receivedAt, locale, timeZone),
      source: sourceOf(one, words),
      counts: countsIn(one.counts, words),
      state: t(`hr.state.${one.state}`),
      colour: COLOURS[one.state],
    })),
  };
}

const COLOURS = {
  waiting: 'warning',
  applying: 'warning',
  applied: 'success',
  discarded: 'neutral',
} as const satisfies Readonly<Record<HrImport['state'], string>>;

interface ImportFound {
  readonly found: HrImport;
  /** Absent once the file no longer waits. */
  readonly planned: Planned | undefined;
  readonly units: readonly Pick<Unit, 'id' | 'name'>[];
  readonly refused?: string | undefined;
  readonly timeZone: string;
  readonly now: Date;
}

const KINDS: readonly ChangeKind[] = ['left', 'moved', 'new', 'changed'];
const MOST_SHOWN = 200;

export function hrImportPage(around: ImportFound, words: Words) {
  const { found, planned, refused, timeZone, now } = around;
  const { t, locale } = words;
  const plan = planned?.readable ? planned.plan : undefined;
  const stopped =
    found.state === 'applying' && now.getTime() - found.receivedAt.getTime() > APPLYING_MS;
  const mayDecide = found.state === 'waiting' || stopped;
  const ready = mayDecide && planned?.readable ? planned : null;
  return {
    refused: refused === undefined ? null : t(`hr.refused.${refused}`),
    unreadable: planned?.readable === false ? refusalIn(planned.refusal, words) : null,
    state: t(`hr.state.${found.state}`),
    colour: COLOURS[found.state],
    facts: [
      { label: t('hr.received'), value: formatDateTime(found.receivedAt, locale, timeZone) },
      { label: t('hr.source'), value: sourceOf(found, words) },
      ...(found.state === 'waiting'
        ? [{ label: t('hr.expires'), value: formatDateTime(found.expiresAt, locale, timeZone) }]
        : []),
      ...(found.decidedAt
        ? [{ label: t('hr.decided'), value: formatDateTime(found.decidedAt, locale, timeZone) }]
        : []),
    ],
    counts: countsIn(countsNow(found, plan), words),
    overtaken: found.overtaken ? t('hr.overtaken', { count: found.overtaken }) : null,
    nothing: plan?.changes.length === 0,
    groups: plan ? groupsIn(plan, around, words) : [],
    lines: (plan?.refused ?? found.refused).map((one) => ({
      text: t('hr.line', { line: one.line, problem: t(`hr.problem.${one.problem}`) }),
      value: 'value' in one && typeof one.value === 'string' ? one.value : null,
    })),
    decide:
      ready === null
        ? null
        : {
            applyHref: `${addressOf(found.id)}/apply`,
            discardHref: found.state === 'waiting' ? `${addressOf(found.id)}/discard` : null,
            digest: ready.digest,
            doubt: doubtIn(ready.plan, words),
          },
  };
}

function countsNow(found: HrImport, plan: ImportPlan | undefined): ImportCounts {
  if (!plan || found.state !== 'waiting') return found.counts;
  const of = (kind: ChangeKind): number =>
    plan.changes.filter((change) => change.kind === kind).length;
  const { unchanged, refused, ending } = plan;
  return {
    ...{ new: of('new'), moved: of('moved'), changed: of('changed'), left: of('left') },
    ...{ unchanged, refused: refused.length, ending },
  };
}

function doubtIn({ doubts, ending, running }: ImportPlan, { t }: Words) {
  if (doubts.length === 0) return null;
  return {
    texts: doubts.map((doubt) => t(`hr.doubt.${doubt}`, { ending, running })),
    label: t('hr.repeat', { count: ending }),
  };
}

function groupsIn(plan: ImportPlan, around: ImportFound, words: Words) {
  return KINDS.flatMap((kind) => {
    const changes = plan.changes.filter((change) => change.kind === kind);
    if (changes.length === 0) return [];
    const more = changes.length - MOST_SHOWN;
    return {
      title: words.t(`hr.kind.${kind}`, { count: changes.length }),
      open: kind === 'left',
      people: changes.slice(0, MOST_SHOWN).map((change) => personIn(change, around, words)),
      more: more > 0 ? words.t('units.close.more', { count: more }) : null,
    };
  });
}

function personIn({ employeeId, after, fields }: PersonChange, around: ImportFound, words: Words) {
  return {
    name: `${after.familyName}, ${after.givenName}`,
    number: employeeId,
    changes: fields.map((field) => fieldIn(field, around, words)),
  };
}

function fieldIn(
  { field, before, after, at }: FieldChange,
  { units }: ImportFound,
  { t, locale }: Words,
): string {
  const place = at
    ? `${t(`jobRole.${at.jobRole}`)}, ${units.find(({ id }) => id === at.unitId)?.name ?? at.unitId}`
    : '';
  const shown = (value: string): string => {
    const date = parsePlainDate(value);
    if (date) return formatDate(date, locale);
    if (field === 'tasks')
      return TASKS.filter((task) => value.split(' ').includes(task))
        .map((task) => t(`task.${task}`))
        .join(', ');
    return value;
  };
  if (field === 'employment') return t('hr.begins', { place, from: shown(after) });
  if (field === 'to' && after !== '') return t('hr.ends', { place, to: shown(after) });
  const none = t('hr.none');
  const values = { before: shown(before) || none, after: shown(after) || none };
  return place === ''
    ? t(`hr.field.${field}`, values)
    : `${place}: ${t(`hr.field.${field}`, values)}`;
}

function refusalIn(refusal: UploadRefusal, { t }: Words): string {
  const columns = 'columns' in refusal ? refusal.columns.join(', ') : '';
  return t(`hr.file.${refusal.problem}`, { columns });
}

function sourceOf({ source, fileName }: HrImport, { t }: Words): string {
  return source === 'upload' ? t('hr.uploaded') : t('hr.fromFolder', { name: fileName });
}

function whenOf({ receivedAt }: HrImport, timeZone: string, { locale }: Words) {
  return { at: formatDateTime(receivedAt, locale, timeZone) };
}

function countsIn(counts: ImportCounts, { t }: Words): string {
  return t('hr.counts', { ...counts });
}

function addressOf(id: string): string {
  return `/administration/hr/${encodeURIComponent(id)}`;
}
