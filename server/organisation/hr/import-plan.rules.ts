import { addDays, type PlainDate } from '../../platform/plain-date.js';
import { isActiveOn, type Employment, type Person } from '../person.js';
import type { EmploymentKey } from '../work.rules.js';
import type { HrLine, RefusedLine } from './hr-lines.rules.js';

/** What an import would do with one person. `moved` ends something and begins something; `left` leaves nothing. */
export type ChangeKind = 'new' | 'moved' | 'changed' | 'left';

export interface FieldChange {
  /** `employment`: one begins. */
  readonly field: 'name' | 'email' | 'employment' | 'percent' | 'to' | 'from' | 'tasks';
  readonly before: string;
  readonly after: string;
  /** The employment it is about. */
  readonly at?: EmploymentKey;
}

export interface PersonChange {
  readonly kind: ChangeKind;
  readonly employeeId: string;
  /** As they are now; absent for who is not here yet. */
  readonly before?: Person;
  readonly after: Pick<Person, 'givenName' | 'familyName' | 'email' | 'employments'>;
  readonly fields: readonly FieldChange[];
  /** Of the file, the first that tells of the person; absent when none does. */
  readonly line?: number;
}

/** Why a plan waits for somebody to say that it is meant. */
export type Doubt = 'many-endings' | 'unattributed-lines';

export interface ImportPlan {
  readonly changes: readonly PersonChange[];
  readonly refused: readonly RefusedLine[];
  readonly unchanged: number;
  /** Employments from HR that run today, and how many of them the import would end. */
  readonly running: number;
  readonly ending: number;
  readonly doubts: readonly Doubt[];
}

/** More than this share of the running employments ending at once is more likely a broken export than a municipality that closes. */
const MOST_ENDINGS = 0.1;

interface PlanInput {
  readonly lines: readonly HrLine[];
  readonly refused: readonly RefusedLine[];
  /** Everybody of the municipality under the login service's name (the issuer). */
  readonly people: readonly Person[];
  readonly today: PlainDate;
}

/**
 * The difference between the file and the record. The file is the whole truth about employments that came from HR, and says nothing about others.
 * People are matched by employee number only. Who has a refused line stays as they are; an employment that runs keeps its first day, so
 * that the past is never rewritten. The same file twice gives an empty plan.
 */
export function importPlan({ lines, refused, people, today }: PlanInput): ImportPlan {
  const known = new Map(people.map((person) => [person.subject, person]));
  const untouchable = new Set(refused.flatMap(({ employeeId }) => employeeId ?? []));
  const told = byEmployee(lines.filter(({ employeeId }) => !untouchable.has(employeeId)));
  const changes: PersonChange[] = [];
  let unchanged = 0;
  for (const [employeeId, own] of told) {
    const change = changeOf(employeeId, own, known.get(employeeId), today);
    if (change) changes.push(change);
    else unchanged += 1;
  }
  for (const person of people) {
    if (told.has(person.subject) || untouchable.has(person.subject)) continue;
    const change = changeOf(person.subject, [], person, today);
    if (change) changes.push(change);
  }
  const running = people.reduce((sum, person) => sum + runningIn(person.employments, today), 0);
  const ending = changes.reduce((sum, change) => sum + endingIn(change, today), 0);
  const doubts: Doubt[] = [];
  if (ending > running * MOST_ENDINGS) doubts.push('many-endings');
  if (ending > 0 && refused.some(({ employeeId }) => employeeId === undefined))
    doubts.push('unattributed-lines');
  return { changes, refused, unchanged, running, ending, doubts };
}

function byEmployee(lines: readonly HrLine[]): ReadonlyMap<string, readonly HrLine[]> {
  const groups = new Map<string, HrLine[]>();
  for (const line of lines) {
    const group = groups.get(line.employeeId);
    if (group) group.push(line);
    else groups.set(line.employeeId, [line]);
  }
  return groups;
}

function changeOf(
  employeeId: string,
  lines: readonly HrLine[],
  before: Person | undefined,
  today: PlainDate,
): PersonChange | undefined {
  const [first] = lines;
  const employments = employmentsAfter(before?.employments ?? [], lines, today);
  if (!before && employments.every(({ to }) => to !== undefined && to < today)) return undefined;
  const keepsName = before?.namedBy === 'identity' || first === undefined;
  const named = keepsName ? before : first;
  if (!named) return undefined;
  const { givenName, familyName } = named;
  const email = named.email ?? before?.email;
  const after = { givenName, familyName, ...(email === undefined ? {} : { email }), employments };
  const fields = [
    ...nameFields(before, after),
    ...employmentFields(before?.employments ?? [], employments),
  ];
  if (before && fields.length === 0) return undefined;
  return {
    kind: kindOf(before, employments, today),
    employeeId,
    ...(before ? { before } : {}),
    after,
    fields,
    ...(first ? { line: first.line } : {}),
  };
}

function kindOf(
  before: Person | undefined,
  after: readonly Employment[],
  today: PlainDate,
): ChangeKind {
  const had = (before?.employments ?? []).filter((one) => isOpen(one, today));
  const has = after.filter((one) => isOpen(one, today));
  if (had.length === 0 && has.length > 0) return 'new';
  if (had.length > 0 && has.length === 0) return 'left';
  const isPlace = (list: readonly Employment[]) => (one: Employment) =>
    list.some(({ unitId, jobRole }) => unitId === one.unitId && jobRole === one.jobRole);
  return had.every(isPlace(has)) ? 'changed' : 'moved';
}

/** Runs today or will. */
function isOpen({ to }: Employment, today: PlainDate): boolean {
  return to === undefined || to >= today;
}

/** The employments of the record as the file would have them: nothing is removed; what the file no longer tells of ends. */
function employmentsAfter(
  before: readonly Employment[],
  lines: readonly HrLine[],
  today: PlainDate,
): readonly Employment[] {
  const matched = new Map<Employment, HrLine>();
  const added: HrLine[] = [];
  for (const line of lines) {
    const same = before.find((one) => !matched.has(one) && isTold(one, line, today));
    if (same) matched.set(same, line);
    else added.push(line);
  }
  const begun = added.map((line) => begunBy(line, before, today));
  const starts = [...begun, ...[...matched.values()].filter(({ from }) => from > today)].map(
    ({ from }) => from,
  );
  const kept = before.map((one): Employment => {
    const line = matched.get(one);
    if (line) return updated(one, line, today);
    return one.source === 'hr' && isOpen(one, today) ? endedBy(one, starts, today) : one;
  });
  return [...kept, ...begun];
}

/**
 * A file often gives the first day with the employer and not in this place. When the record knows of an employment since then, this one begins
 * today.
 */
function begunBy(line: HrLine, before: readonly Employment[], today: PlainDate): Employment {
  const employment = employmentOf(line);
  const ended = line.to !== undefined && line.to < today;
  const known = before.some(({ source, from }) => source === 'hr' && from >= line.from);
  return known && !ended ? { ...employment, from: today } : employment;
}

/** On the day before what takes its place begins, or yesterday: who is not in the file is not here today. */
function endedBy(one: Employment, starts: readonly PlainDate[], today: PlainDate): Employment {
  const [next] = starts.filter((start) => start > one.from).toSorted();
  const to = addDays(next ?? today, -1);
  return one.to !== undefined && one.to <= to ? one : { ...one, to };
}

/** Whether the line tells of that employment: the same place and job, from the same day or still running. */
function isTold(one: Employment, line: HrLine, today: PlainDate): boolean {
  return (
    one.source === 'hr' &&
    one.unitId === line.unitId &&
    one.jobRole === line.jobRole &&
    (one.from === line.from ||
      (isOpen(one, today) && (line.to === undefined || line.to >= one.from)))
  );
}

function updated(one: Employment, line: HrLine, today: PlainDate): Employment {
  const { from } = one.from > today ? line : one;
  return { ...employmentOf(line), from };
}

function employmentOf({ unitId, jobRole, from, to, percent, tasks }: HrLine): Employment {
  return {
    ...{ unitId, jobRole, from },
    ...(to === undefined ? {} : { to }),
    percent,
    ...(tasks === undefined ? {} : { tasks }),
    source: 'hr',
  };
}

function runningIn(employments: readonly Employment[], today: PlainDate): number {
  return employments.filter((one) => one.source === 'hr' && isActiveOn(one, today)).length;
}

function endingIn({ before, after }: PersonChange, today: PlainDate): number {
  if (!before) return 0;
  const lost = runningIn(before.employments, today) - runningIn(after.employments, today);
  return Math.max(0, lost);
}

function nameFields(
  before: Person | undefined,
  after: Pick<Person, 'givenName' | 'familyName' | 'email'>,
): FieldChange[] {
  const name = (person: typeof after | undefined): string =>
    person ? `${person.givenName} ${person.familyName}` : '';
  return [
    { field: 'name' as const, before: name(before), after: name(after) },
    { field: 'email' as const, before: before?.email ?? '', after: after.email ?? '' },
  ].filter((field) => field.before !== field.after);
}

function employmentFields(
  before: readonly Employment[],
  after: readonly Employment[],
): FieldChange[] {
  return after.flatMap((now, index): FieldChange[] => {
    const was = before[index];
    const at = { unitId: now.unitId, jobRole: now.jobRole, from: now.from };
    if (!was) return [{ field: 'employment', before: '', after: now.from, at }];
    return [
      { field: 'percent' as const, before: String(was.percent), after: String(now.percent) },
      { field: 'from' as const, before: was.from, after: now.from },
      { field: 'to' as const, before: was.to ?? '', after: now.to ?? '' },
      {
        field: 'tasks' as const,
        before: was.tasks?.join(' ') ?? '',
        after: now.tasks?.join(' ') ?? '',
      },
    ]
      .filter((field) => field.before !== field.after)
      .map((field) => ({ ...field, at }));
  });
}
