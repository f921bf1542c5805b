import type { ScoreOrNone } from '../scoring/statistics/item-response.rules.js';
import type { JobRole } from '../organisation/municipality.js';
import type { Locale } from '../platform/locale.js';
import type { Meeting, Sitting } from './sitting.rules.js';

/** Sittings that met an item in the same way, counted: what is said of an item needs no more, however many sat. */
export interface Tally {
  readonly firstMet: Date;
  lastMet: Date;
  n: number;
  readonly ways: Map<string, Way>;
  /** How often it took so many seconds. */
  readonly seconds: Map<number, number>;
}

export interface Way {
  readonly right: boolean;
  readonly choices: readonly string[];
  /** Proportion right of the other items of the form; null when there is none. */
  readonly rest: number | null;
  /** Proportion right of the whole form. */
  readonly whole: number;
  readonly locale: Locale;
  readonly jobRole: JobRole | undefined;
  /** As in `2026-4`; of the day in UTC, which is near enough. */
  readonly quarter: string;
  count: number;
}

export interface BankTally {
  sittings: number;
  readonly items: Map<string, Tally>;
  readonly programmes: Map<string, ProgrammeTally>;
  /** The latest sittings item by item, for a calibration. */
  readonly latest: ReadonlyMap<string, ScoreOrNone>[];
}

export interface ProgrammeTally {
  readonly programmeId: string;
  readonly version: number;
  readonly items: number;
  readonly needed: number;
  passed: number;
  readonly totals: number[];
}

/** So many of the latest sittings are calibrated by; more would take longer than it would tell. */
export const CALIBRATED_BY = 5_000;

export const itemKey = ({ itemId, version }: Pick<Meeting, 'itemId' | 'version'>): string =>
  `${itemId}/${version}`;

export function emptyTally(): BankTally {
  return { sittings: 0, items: new Map(), programmes: new Map(), latest: [] };
}

/** Adds one sitting. It changes the tally, because a million of them are counted. */
export function count(tally: BankTally, sitting: Sitting): void {
  const { meetings } = sitting;
  for (const meeting of meetings) countMeeting(tally.items, meeting, sitting);
  if (sitting.isMainBank) countTotal(tally.programmes, sitting);
  tally.latest[tally.sittings % CALIBRATED_BY] = new Map(
    meetings.map((meeting) => [itemKey(meeting), meeting.right ? 1 : 0]),
  );
  tally.sittings += 1;
}

function countMeeting(
  items: BankTally['items'],
  meeting: Meeting,
  { items: length, right, closedAt, locale, jobRole }: Sitting,
): void {
  const key = itemKey(meeting);
  const own: Tally = items.get(key) ?? {
    firstMet: closedAt,
    lastMet: closedAt,
    n: 0,
    ways: new Map(),
    seconds: new Map(),
  };
  items.set(key, own);
  own.n += 1;
  own.lastMet = closedAt;
  const { choices, seconds } = meeting;
  const others = right - (meeting.right ? 1 : 0);
  const quarter = quarterOf(closedAt);
  const name = [
    ...[meeting.right, choices.join('+'), others, length, locale, jobRole ?? '', quarter],
  ].join('|');
  const way: Way = own.ways.get(name) ?? {
    right: meeting.right,
    choices,
    rest: length < 2 ? null : others / (length - 1),
    whole: right / length,
    locale,
    jobRole,
    quarter,
    count: 0,
  };
  own.ways.set(name, way);
  way.count += 1;
  if (seconds !== undefined) own.seconds.set(seconds, (own.seconds.get(seconds) ?? 0) + 1);
}

function quarterOf(instant: Date): string {
  return `${instant.getUTCFullYear()}-${Math.floor(instant.getUTCMonth() / 3) + 1}`;
}

function countTotal(programmes: BankTally['programmes'], sitting: Sitting): void {
  const { programmeId, programmeVersion: version, needed, passed, items, right } = sitting;
  const key = [programmeId, version, items, needed].join('|');
  const own: ProgrammeTally = programmes.get(key) ?? {
    programmeId,
    version,
    items,
    needed,
    passed: 0,
    totals: [],
  };
  programmes.set(key, own);
  own.totals.push(right);
  if (passed) own.passed += 1;
}
