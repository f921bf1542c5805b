import type { PaperTable } from '../certification/tagged-paper.js';
import { actionText } from '../oversight/audit-trail.view.js';
import type { Unit } from '../organisation/municipality.js';
import { fullName, type Person } from '../organisation/person.js';
import { formatDate, formatDateTime, type Translate } from '../platform/http/i18n.js';
import type { Locale } from '../platform/locale.js';
import { parsePlainDate } from '../platform/plain-date.js';
import { PARTS, type PartName } from './personal-data.js';

interface Around {
  readonly person: Person;
  readonly units: readonly Pick<Unit, 'id' | 'name'>[];
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
}

export interface DocumentPart {
  readonly title: string;
  readonly why: string;
  /** Each with a heading of its own where there are several. */
  readonly tables: readonly PaperTable[];
  /** There are more than the document tells. */
  readonly more: string;
}

export interface MyDataDocument {
  readonly title: string;
  readonly about: readonly string[];
  readonly parts: readonly DocumentPart[];
}

/** The newest of what a person has most of; the file for machines has all. */
const MOST_ROWS = 300;

/** What is kept about a person, in their language: the columns that mean something to them. The JSON file has every field. */
export function myDataDocument(
  records: Readonly<Record<PartName, readonly object[]>>,
  around: Around,
): MyDataDocument {
  const { person, t } = around;
  return {
    title: t('myData.title', { name: fullName(person) }),
    about: [t('myData.about'), t('me.leftOut')],
    parts: PARTS.map((name) => ({
      title: t(`me.part.${name}`),
      why: t(`me.why.${name}`),
      tables: name === 'person' ? personTables(around) : listTables(name, records[name], around),
      more:
        name !== 'person' && records[name].length > MOST_ROWS
          ? t('myData.more', { more: records[name].length - MOST_ROWS })
          : '',
    })),
  };
}

function personTables({ person, units, t, ...words }: Around): PaperTable[] {
  const unitName = (id: string | undefined): string =>
    units.find((unit) => unit.id === id)?.name ?? id ?? '';
  const date = (value: string | undefined): string => shown(value, { ...words, t });
  const { employments, grants } = person;
  const head = (...names: string[]): string[] => names.map((name) => t(`myData.column.${name}`));
  return [
    {
      head: [],
      rows: [
        [t('me.name'), fullName(person)],
        [t('people.number'), person.subject],
        [t('people.issuer'), person.issuer],
        [t('people.email'), person.email ?? '–'],
        [t('me.reference'), [person.id, ...(person.formerIds ?? [])].join(', ')],
      ],
    },
    {
      head: head('jobRole', 'unit', 'from', 'to'),
      rows: employments.map((one) => [
        t(`jobRole.${one.jobRole}`),
        unitName(one.unitId),
        date(one.from),
        date(one.to),
      ]),
    },
    {
      head: head('role', 'unit', 'from', 'to'),
      rows: grants.map((one) => [
        t(`role.${one.role}`),
        unitName(one.unitId),
        date(one.from),
        date(one.to),
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** By part, the fields in the order of the columns; a point leads into a record within. */
const COLUMNS: Readonly<Record<Exclude<PartName, 'person'>, readonly string[]>> = {
  loginService: ['userName', 'createdAt', 'changedAt'],
  sessions: ['signedInAt', 'lastSeenAt', 'expiresAt'],
  courseSessions: ['courseId', 'startedAt', 'completedAt'],
  accommodations: ['timePercent', 'textSize', 'from', 'to'],
  attempts: ['programmeTitles', 'startedAt', 'state', 'result.right', 'result.total', 'responses'],
  examWindows: ['programmeId', 'room', 'opensAt', 'closesAt'],
  practice: ['bankId', 'points'],
  certificates: ['record.programmeTitles', 'record.code', 'record.validFrom', 'record.validTo'],
  notices: ['recordedAt', 'state', 'sentAt'],
  trail: ['at', 'action', 'subject', 'byYou'],
  trailDetails: ['reason'],
};

function listTables(
  name: Exclude<PartName, 'person'>,
  records: readonly object[],
  around: Around,
): PaperTable[] {
  if (records.length === 0) return [];
  const columns = COLUMNS[name];
  const { t } = around;
  const rows = records
    .slice(0, MOST_ROWS)
    .map((record) => columns.map((column) => cellOf(column, valueAt(record, column), around)));
  return [{ head: columns.map((column) => t(`myData.column.${lastOf(column)}`)), rows }];
}

function lastOf(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1);
}

function valueAt(record: object, column: string): unknown {
  return column
    .split('.')
    .reduce<unknown>(
      (value, field) => (value as Readonly<Record<string, unknown>> | undefined)?.[field],
      record,
    );
}

function cellOf(column: string, value: unknown, around: Around): string {
  const { t, locale } = around;
  switch (lastOf(column)) {
    case 'action':
      return actionText(String(value), t);
    case 'state':
      return t(`myData.state.${String(value)}`);
    case 'programmeTitles': {
      const titles = value as Readonly<Record<string, string>>;
      return titles[locale] ?? Object.values(titles)[0] ?? '–';
    }
    case 'responses':
      return String((value as readonly unknown[]).length);
    default:
      return shown(value, around);
  }
}

function shown(value: unknown, { t, locale, timeZone }: Omit<Around, 'person' | 'units'>): string {
  if (value instanceof Date) return formatDateTime(value, locale, timeZone);
  if (typeof value === 'boolean') return t(value ? 'myData.yes' : 'myData.no');
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  if (typeof value !== 'string' || value === '') return '–';
  const date = parsePlainDate(value);
  return date ? formatDate(date, locale) : value;
}
