import { instantsOf, isLocalTime } from '../../platform/local-time.js';
import { placeOf, seatsLeft, type ExamWindow, type Place, type WindowNews } from './exam-window.js';

/** A window as it is for one person. */
export interface OwnWindow {
  readonly window: ExamWindow;
  /** Theirs, if they have one in it. */
  readonly place?: Place | undefined;
}

/** Where a person stands with the windows of a programme that are meant for them. */
export interface WindowStanding {
  /** Open, and the person has a place in it or can take one: first where they have come, then where they have a place. */
  readonly open: readonly OwnWindow[];
  /** One is open, and all its places are taken by others. */
  readonly isFull: boolean;
  /** Opens later: the one the person has a place in, or else the first with a place left. */
  readonly next?: OwnWindow;
  /** What has not closed, the first to open first. */
  readonly windows: readonly OwnWindow[];
}

/**
 * What the windows of a programme mean for a person now.
 * @param unitPaths of the units where the person works, each from the top of the tree
 */
export function windowStanding(
  all: readonly ExamWindow[],
  personId: string,
  unitPaths: readonly (readonly string[])[],
  now: Date,
): WindowStanding {
  const windows = all
    .filter((window) => !window.cancelled && window.closesAt > now)
    .map((window) => ({ window, place: placeOf(window, personId) }))
    .filter(({ window, place }) => place !== undefined || isFor(window, unitPaths))
    .toSorted((one, other) => one.window.opensAt.getTime() - other.window.opensAt.getTime());
  const opened = windows.filter(({ window }) => window.opensAt <= now);
  const open = possible(opened);
  const [next] = possible(windows.filter(({ window }) => window.opensAt > now));
  return {
    open,
    ...(next ? { next } : {}),
    isFull: opened.length > 0 && open.length === 0,
    windows,
  };
}

function possible(windows: readonly OwnWindow[]): readonly OwnWindow[] {
  const rank = ({ place }: OwnWindow): number => (place?.enteredAt ? 0 : place ? 1 : 2);
  return windows
    .filter(({ window, place }) => place !== undefined || seatsLeft(window) !== 0)
    .toSorted((one, other) => rank(one) - rank(other));
}

function isFor({ unitId }: ExamWindow, unitPaths: readonly (readonly string[])[]): boolean {
  return unitId === undefined || unitPaths.some((path) => path.includes(unitId));
}

/** Until when the time of somebody runs who has so many minutes more than others: a window cuts lateness, never what was granted. */
export function endFor({ closesAt }: Pick<ExamWindow, 'closesAt'>, extraMinutes: number): Date {
  return new Date(closesAt.getTime() + extraMinutes * 60_000);
}

/** A window as somebody wants it, with its times as clocks show them in the municipality. */
export interface WantedWindow {
  readonly programmeId: string;
  readonly unitId?: string;
  readonly room?: string;
  /** `YYYY-MM-DDTHH:MM`. */
  readonly from: string;
  readonly to: string;
  readonly seats?: number;
}

export type WindowProblem = 'from' | 'to' | 'no-such-hour' | 'order' | 'past' | 'too-long';

export const MOST_SEATS = 500;
const LONGEST_MS = 31 * 86_400_000;

export type WindowTimes =
  | { readonly opensAt: Date; readonly closesAt: Date }
  | { readonly problem: WindowProblem; readonly field: 'from' | 'to' };

/**
 * From when until when, as instants. In the night when an hour comes twice, it opens at the first and closes at the second: nobody is sent away
 * at a time that the notice on the door allows.
 */
export function timesOf(
  { from, to }: Pick<WantedWindow, 'from' | 'to'>,
  timeZone: string,
  now: Date,
): WindowTimes {
  const [opensAt] = instantsOf(timeZone, from);
  const closesAt = instantsOf(timeZone, to).at(-1);
  if (!opensAt) return { problem: problemAt(from, 'from'), field: 'from' };
  if (!closesAt) return { problem: problemAt(to, 'to'), field: 'to' };
  if (closesAt <= opensAt) return { problem: 'order', field: 'to' };
  if (closesAt <= now) return { problem: 'past', field: 'to' };
  if (closesAt.getTime() - opensAt.getTime() > LONGEST_MS)
    return { problem: 'too-long', field: 'to' };
  return { opensAt, closesAt };
}

type WhenAndWhere = Pick<ExamWindow, 'opensAt' | 'closesAt' | 'room'>;

/** What those who have a place are to be told after a change: that they have to be there at another time, or elsewhere. */
export function newsOf(
  before: WhenAndWhere,
  after: { readonly [Field in keyof WhenAndWhere]: WhenAndWhere[Field] | undefined },
): WindowNews | undefined {
  const stays =
    before.opensAt.getTime() === after.opensAt?.getTime() &&
    before.closesAt.getTime() === after.closesAt?.getTime() &&
    before.room === after.room;
  return stays ? undefined : 'moved';
}

/** It is written, and no clock shows it: the hour that is left out when summer time begins. */
function problemAt(local: string, field: 'from' | 'to'): WindowProblem {
  return isLocalTime(local) ? 'no-such-hour' : field;
}
