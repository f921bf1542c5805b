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
  readonly cancelled?: { readonly by: string; readonly at: Date };
}

/** One person's place. */
export interface Place {
  readonly personId: string;
  readonly takenAt: Date;
  /** From then on nobody moves the window any more. */
  readonly startedAt?: Date;
}

/** What an attempt keeps of the window that it was begun in. */
export interface FrozenWindow {
  readonly id: string;
  readonly room?: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

export function asFrozenWindow({ id, room, opensAt, closesAt }: ExamWindow): FrozenWindow {
  return { id, ...(room === undefined ? {} : { room }), opensAt, closesAt };
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
