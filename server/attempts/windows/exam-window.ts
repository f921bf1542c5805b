/** When and where an exam may be sat, for programmes that want it (`rules.supervision.start`). One document holds it with everybody who has a place. */
export interface ExamWindow {
  readonly id: string;
  readonly municipalityId: string;
  readonly programmeId: string;
  /** For those who work here, or below; absent: for everybody in the municipality. */
  readonly unitId?: string;
  /** Where to come, as people call it. Absent: wherever they are. */
  readonly room?: string;
  readonly opensAt: Date;
  /** Nobody starts later. */
  readonly closesAt: Date;
  /** Absent: as many as come. */
  readonly seats?: number;
  /** Counts changes of when, where and for how many. */
  readonly revision: number;
  readonly madeBy: string;
  readonly madeAt: Date;
  /** In the order in which they were taken. Each person has one at most, and there are never more than seats. */
  readonly places: readonly Place[];
  /** The one given last. Those before it open nothing any more. */
  readonly startCode?: StartCode;
  /** Time that was given to all who sit in it, also to those who begin after that. */
  readonly extensions?: readonly WindowExtension[];
  readonly cancelled?: { readonly by: string; readonly at: Date };
  /** What those who have a place have not been told yet. */
  readonly untold?: WindowNews;
}

export type WindowNews = 'moved' | 'cancelled';

export interface WindowExtension {
  /** Of the act: the same form sent twice is one act. */
  readonly id: string;
  readonly minutes: number;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** What a person is given of it; nobody gives time to themselves. */
export function extensionsFor(
  { extensions = [] }: Pick<ExamWindow, 'extensions'>,
  personId: string,
): readonly WindowExtension[] {
  return extensions.filter(({ by }) => by !== personId);
}

/** By which the digits that are shown in the room can be told again, with a key outside the database; the digits themselves are stored nowhere. */
export interface StartCode {
  readonly nonce: string;
  readonly by: string;
  readonly at: Date;
  readonly until: Date;
}

/** One person's place. */
export interface Place {
  readonly personId: string;
  readonly takenAt: Date;
  /** The person has typed the start code: they are there. From then on nobody moves the window any more. */
  readonly enteredAt?: Date;
  /** A supervisor has let them in. */
  readonly admitted?: { readonly by: string; readonly at: Date };
  readonly startedAt?: Date;
}

/** Whether they wait to be let in. */
export function isWaiting({ enteredAt, admitted, startedAt }: Place): boolean {
  return enteredAt !== undefined && admitted === undefined && startedAt === undefined;
}

export function hasBegun({ places }: Pick<ExamWindow, 'places'>): boolean {
  return places.some(({ enteredAt, startedAt }) => (enteredAt ?? startedAt) !== undefined);
}

/** What an attempt keeps of the window that it was begun in. */
export interface FrozenWindow {
  readonly id: string;
  readonly room?: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly enteredAt?: Date;
  readonly admitted?: { readonly by: string; readonly at: Date };
}

export function asFrozenWindow(
  { id, room, opensAt, closesAt }: ExamWindow,
  { enteredAt, admitted }: Partial<Place> = {},
): FrozenWindow {
  return {
    id,
    ...(room === undefined ? {} : { room }),
    ...{ opensAt, closesAt },
    ...(enteredAt ? { enteredAt } : {}),
    ...(admitted ? { admitted } : {}),
  };
}

export function placeOf(
  { places }: Pick<ExamWindow, 'places'>,
  personId: string,
): Place | undefined {
  return places.find((place) => place.personId === personId);
}

/** How many places can still be taken; absent: any number. */
export function seatsLeft({
  seats,
  places,
}: Pick<ExamWindow, 'seats' | 'places'>): number | undefined {
  return seats === undefined ? undefined : Math.max(0, seats - places.length);
}
