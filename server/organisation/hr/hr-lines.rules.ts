import { parsePlainDate, type PlainDate } from '../../platform/plain-date.js';
import { JOB_ROLES, TASKS, type JobRole, type Task, type Unit } from '../municipality.js';
import { holdsNationalNumber } from './national-number.rules.js';
import type { HrTable } from './read-hr-file.js';

/** The columns of the template, in its order, each with the headings it is known by (compared without capitals and signs). */
export const HR_COLUMNS = {
  employeeId: ['employee_id', 'ansattnummer', 'anställningsnummer', 'hsaid'],
  givenName: ['given_name', 'fornavn', 'förnamn', 'førenamn'],
  familyName: ['family_name', 'etternavn', 'efternamn', 'etternamn'],
  email: ['email', 'e-post', 'epost'],
  unitCode: ['unit_code', 'enhetskode', 'einingskode', 'enhet'],
  jobRole: ['job_role', 'stilling', 'befattning'],
  percent: ['percent', 'stillingsprosent', 'sysselsättningsgrad'],
  from: ['from', 'fra', 'frå', 'från', 'fra_dato'],
  to: ['to', 'til', 'till', 'til_dato'],
  tasks: ['tasks', 'oppgaver', 'oppgåver', 'uppgifter'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type HrColumn = keyof typeof HR_COLUMNS;

const NEEDED: readonly HrColumn[] = [
  'employeeId',
  'givenName',
  'familyName',
  'unitCode',
  'jobRole',
  'from',
];

/** One employment as the file tells it. */
export interface HrLine {
  readonly line: number;
  readonly employeeId: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly email?: string;
  readonly unitId: string;
  readonly jobRole: JobRole;
  readonly percent: number;
  readonly from: PlainDate;
  readonly to?: PlainDate;
  readonly tasks?: readonly Task[];
}

export const LINE_PROBLEMS = [
  'national-number',
  'no-employee-id',
  'no-name',
  'unit-unknown',
  'unit-closed',
  'job-role-unknown',
  'percent-wrong',
  'from-wrong',
  'to-wrong',
  'end-before-start',
  'task-unknown',
  'email-wrong',
  'twice',
  'two-names',
] as const;
export type LineProblem = (typeof LINE_PROBLEMS)[number];

export interface RefusedLine {
  readonly line: number;
  readonly problem: LineProblem;
  /** Of the person, where it could be read and may be shown: they are left as they are. */
  readonly employeeId?: string;
  /** What stood there. Never for a national identity number. */
  readonly value?: string;
}

export type HrLines =
  | { readonly readable: false; readonly problem: 'national-number-column' }
  | {
      readonly readable: false;
      readonly problem: 'columns-missing';
      readonly columns: readonly string[];
    }
  | {
      readonly readable: true;
      readonly lines: readonly HrLine[];
      readonly refused: readonly RefusedLine[];
    };

/** What each line says, or the first thing that is wrong with it. A column of national identity numbers refuses the whole file. */
export function hrLines(
  { header, rows }: HrTable,
  units: readonly Pick<Unit, 'id' | 'codes' | 'to'>[],
): HrLines {
  const headings = header.map(plainHeading);
  if (headings.some((heading) => NATIONAL_NUMBER_HEADING.test(heading)))
    return { readable: false, problem: 'national-number-column' };
  const at = columnsIn(headings);
  const missing = NEEDED.filter((column) => at[column] === undefined);
  if (missing.length > 0) {
    const columns = missing.map((column) => HR_COLUMNS[column][0]);
    return { readable: false, problem: 'columns-missing', columns };
  }
  const unitOf = new Map(
    units.flatMap((unit) => [...(unit.codes ?? []), unit.id].map((code) => [code, unit])),
  );
  const read = rows.map(({ line, cells }) =>
    lineOf(line, (column) => cells[at[column] ?? -1] ?? '', cells, unitOf),
  );
  return { readable: true, ...withoutContradictions(read) };
}

const NATIONAL_NUMBER_HEADING = /^(f(ø|o)dselsn(umme|)r|personn(ummer|r)|nationalid|nin|ssn)$/;

function plainHeading(text: string): string {
  return text.toLocaleLowerCase('nb').replace(/[^\p{L}]/gu, '');
}

function columnsIn(headings: readonly string[]): Readonly<Partial<Record<HrColumn, number>>> {
  const found: Partial<Record<HrColumn, number>> = {};
  for (const [column, names] of Object.entries(HR_COLUMNS) as [HrColumn, readonly string[]][]) {
    const index = headings.findIndex((heading) =>
      names.some((name) => plainHeading(name) === heading),
    );
    if (index >= 0) found[column] = index;
  }
  return found;
}

type UnitOf = ReadonlyMap<string, Pick<Unit, 'id' | 'to'>>;

function lineOf(
  line: number,
  cell: (column: HrColumn) => string,
  cells: readonly string[],
  unitOf: UnitOf,
): HrLine | RefusedLine {
  if (cells.some(holdsNationalNumber)) return { line, problem: 'national-number' };
  const employeeId = cell('employeeId');
  if (employeeId === '') return { line, problem: 'no-employee-id' };
  const refuse = (problem: LineProblem, column: HrColumn): RefusedLine => ({
    line,
    problem,
    employeeId,
    value: cell(column).slice(0, 60),
  });
  const givenName = cell('givenName');
  const familyName = cell('familyName');
  if (givenName === '' || familyName === '') return { line, problem: 'no-name', employeeId };
  const email = cell('email');
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) return refuse('email-wrong', 'email');
  const unit = unitOf.get(cell('unitCode'));
  if (!unit) return refuse('unit-unknown', 'unitCode');
  const jobRole = JOB_WORDS.get(plainHeading(cell('jobRole')));
  if (!jobRole) return refuse('job-role-unknown', 'jobRole');
  const percent = percentIn(cell('percent'));
  if (percent === undefined) return refuse('percent-wrong', 'percent');
  const from = dateIn(cell('from'));
  if (!from) return refuse('from-wrong', 'from');
  const to = cell('to') === '' ? undefined : dateIn(cell('to'));
  if (cell('to') !== '' && !to) return refuse('to-wrong', 'to');
  if (to && to < from) return refuse('end-before-start', 'to');
  if (unit.to !== undefined && (to === undefined || to > unit.to))
    return refuse('unit-closed', 'unitCode');
  const tasks = tasksIn(cell('tasks'));
  if (tasks === 'unknown') return refuse('task-unknown', 'tasks');
  return {
    ...{ line, employeeId, givenName, familyName, unitId: unit.id, jobRole, percent, from },
    ...(email === '' ? {} : { email }),
    ...(to === undefined ? {} : { to }),
    ...(tasks === undefined ? {} : { tasks }),
  };
}

/** A person under two names, or an employment twice, is a mistake in the file; which line is right we cannot know. */
function withoutContradictions(read: readonly (HrLine | RefusedLine)[]): {
  readonly lines: readonly HrLine[];
  readonly refused: readonly RefusedLine[];
} {
  const lines: HrLine[] = [];
  const refused: RefusedLine[] = [];
  const nameOf = new Map<string, string>();
  const seen = new Set<string>();
  for (const one of read) {
    if ('problem' in one) {
      refused.push(one);
      continue;
    }
    const { line, employeeId } = one;
    const name = `${one.givenName} ${one.familyName}`;
    const key = [
      employeeId,
      one.unitId,
      one.jobRole,
      one.to === undefined ? 'open' : one.from,
    ].join('\n');
    if ((nameOf.get(employeeId) ?? name) !== name)
      refused.push({ line, problem: 'two-names', employeeId, value: name });
    else if (seen.has(key)) refused.push({ line, problem: 'twice', employeeId });
    else {
      nameOf.set(employeeId, name);
      seen.add(key);
      lines.push(one);
    }
  }
  return { lines, refused };
}

const WORDS: Readonly<Record<JobRole, readonly string[]>> = {
  nurse: ['sykepleier', 'sjukepleiar', 'sjuksköterska'],
  healthWorker: ['helsefagarbeider', 'helsefagarbeidar', 'undersköterska', 'hjelpepleier'],
  assistant: ['assistent', 'vårdbiträde', 'pleieassistent', 'pleiemedarbeider'],
  socialEducator: ['vernepleier', 'vernepleiar', 'stödpedagog'],
  leader: ['leder', 'leiar', 'enhetsleder', 'chef', 'enhetschef'],
  office: ['kontor', 'administrasjon', 'administration'],
};
const JOB_WORDS = new Map<string, JobRole>(
  JOB_ROLES.flatMap((role) =>
    [role, ...WORDS[role]].map((word) => [plainHeading(word), role] as const),
  ),
);

/** `80`, `80,5`, `80.5 %`; empty is a full post. */
function percentIn(text: string): number | undefined {
  if (text === '') return 100;
  if (!/^\d{1,3}(?:[.,]\d{1,4})?\s*%?$/.test(text)) return undefined;
  const percent = Number.parseFloat(text.replace(',', '.'));
  return percent <= 100 ? percent : undefined;
}

/** `2026-11-30`, `20261130`, `30.11.2026`. */
function dateIn(text: string): PlainDate | undefined {
  const nordic = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (nordic) {
    const [, day = '', month = '', year = ''] = nordic;
    return parsePlainDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  return parsePlainDate(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
}

function tasksIn(text: string): readonly Task[] | undefined | 'unknown' {
  if (text === '') return undefined;
  const words = text.split(/[\s,|+]+/).filter((word) => word !== '');
  const tasks = TASKS.filter((task) =>
    words.some((word) => word.toLowerCase() === task.toLowerCase()),
  );
  return tasks.length === new Set(words).size ? tasks : 'unknown';
}
