import { mergedWork } from '../organisation/merged-work.rules.js';
import type { MunicipalityStore } from '../organisation/municipality.store.js';
import { fullName, type MergeAct, type Person } from '../organisation/person.js';
import { may } from '../organisation/policy.rules.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { LeaseStore } from '../platform/jobs/lease.store.js';
import { dateIn, type PlainDate } from '../platform/plain-date.js';
import type { IdSource } from '../platform/rng.js';
import { isInExam, type RecordsOfPerson } from './records-of-person.js';

export interface MergePeopleDeps extends RecordsOfPerson {
  readonly municipalities: Pick<MunicipalityStore, 'find'>;
  readonly leases: Pick<LeaseStore, 'acquire' | 'release'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Two people of the municipality who are one human: `gone` becomes `kept`. */
interface Pair {
  readonly keptId: string;
  readonly goneId: string;
}

interface Merge extends Pair {
  /** Who decides, with the roles of today. */
  readonly actor: Person;
  readonly reason: string;
  readonly today: PlainDate;
}

/** What stands in the way of two people whom an administrator looks at. */
export type MergeObstacle = 'own-case' | 'exam-under-way';
export type MergeRefusal =
  MergeObstacle | 'not-found' | 'same' | 'reason-missing' | 'changed-meanwhile';

export type MergeOutcome =
  { readonly merged: true } | { readonly merged: false; readonly reason: MergeRefusal };

/** What moves with a person, in the order of the counts; employments and roles beside these. */
export const MOVED = [
  'attempts',
  'certificates',
  'courseSessions',
  'accommodations',
  'examWindows',
  'practice',
  'notices',
] as const;

export interface MergeSide {
  readonly person: Person;
  /** How many of each of `MOVED`. */
  readonly counts: readonly number[];
}

export interface MergePreview {
  readonly kept: MergeSide;
  readonly gone: MergeSide;
  readonly obstacle?: MergeObstacle;
}

export type MergePeople = ReturnType<typeof mergePeople>;

/** Longer than all steps take; after a crash the next merge of the municipality waits for it. */
const LEASE_MS = 60_000;
const TRIES = 3;

/**
 * Makes two people one. From the first step on both logins lead to the one who is kept, and nobody can log in as the other; then everything
 * that is kept moves, step by step. Each step can be done again and does nothing twice; `finishAll` goes on where a crash has left it. Merges of a
 * municipality run one at a time, so that no two people can each be merged into the other.
 */
export function mergePeople(deps: MergePeopleDeps) {
  async function merge(command: Merge): Promise<MergeOutcome> {
    const { actor, today } = command;
    const { municipalityId } = actor;
    const reason = command.reason.trim();
    if (reason === '') return refused('reason-missing');
    if (command.keptId === command.goneId) return refused('same');
    const found = await findBoth(municipalityId, command);
    if (!found) return refused('not-found');
    const { kept, gone } = found;
    const obstacle = await obstacleTo(command, kept, gone);
    if (obstacle) return refused(obstacle);
    const act = { by: actor.id, at: deps.clock(), reason };
    if (!(await deps.people.beginMerge(gone, kept.id, act))) return refused('changed-meanwhile');
    await deps.sessions.endAllOf(gone.id);
    // Begun since it was asked for: nothing has been moved yet.
    if (await eitherInExam(kept, gone)) {
      await deps.people.cancelMerge(municipalityId, gone.id);
      return refused('exam-under-way');
    }
    await carryOut(gone, kept.id, act, today);
    return { merged: true };
  }

  async function findBoth(municipalityId: string, { keptId, goneId }: Pair) {
    const [kept, gone] = await Promise.all(
      [keptId, goneId].map((id) => deps.people.find(municipalityId, id)),
    );
    return kept && gone ? { kept, gone } : undefined;
  }

  async function obstacleTo(
    { actor, today }: Pick<Merge, 'actor' | 'today'>,
    ...people: readonly Person[]
  ): Promise<MergeObstacle | undefined> {
    if (people.some(({ id }) => isRefused(actor, id, today))) return 'own-case';
    return (await eitherInExam(...people)) ? 'exam-under-way' : undefined;
  }

  async function eitherInExam(...people: readonly Person[]): Promise<boolean> {
    const inExam = await Promise.all(people.map((one) => isInExam(deps.attempts, one)));
    return inExam.includes(true);
  }

  async function carryOut(
    gone: Person,
    into: string,
    { by, at, reason }: MergeAct,
    today: PlainDate,
  ): Promise<void> {
    const { id: from, municipalityId } = gone;
    await deps.audit.record({
      municipalityId,
      actor: by,
      action: 'person.merged',
      subject: `person:${into}`,
      at,
      details: { merged: from },
      aside: { personId: into, content: { reason, name: fullName(gone) } },
      once: `person.merged:${from}:${into}`,
    });
    await takeOverWork(gone, into, today);
    await deps.people.repoint(municipalityId, from, into);
    for (const store of movedStores(deps)) await store.moveTo(municipalityId, from, into);
    const left = await deps.attempts.historyOf(municipalityId, [from]);
    // One that was begun at the last moment follows once it is brought to its end.
    if (left.length === 0) await deps.people.endMerge(municipalityId, from);
  }

  async function takeOverWork(gone: Person, into: string, today: PlainDate): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const kept = await deps.people.find(gone.municipalityId, into);
      if (!kept) throw new NotFound('person');
      if (kept.formerIds?.includes(gone.id)) return;
      if (await deps.people.takeOver(kept, gone, mergedWork(kept, gone, today))) return;
    }
    throw new Error('A merge was overtaken; the job goes on with it');
  }

  async function sideOf(person: Person): Promise<MergeSide> {
    const { id, municipalityId } = person;
    const kept = await Promise.all([
      deps.attempts.historyOf(municipalityId, [id]),
      deps.certificates.ofPerson(municipalityId, id),
      deps.courseSessions.ofPeople(municipalityId, [id]),
      deps.accommodations.of(municipalityId, id).then(({ grants }) => grants),
      deps.examWindows.ofPerson(municipalityId, id),
      deps.practice.ofPerson(municipalityId, id),
      deps.notices.ofRecipient(municipalityId, id),
    ]);
    return { person, counts: kept.map(({ length }) => length) };
  }

  return {
    /** Both as they are now, and why they may not be merged if so; nothing when one of them is not there. */
    async preview(command: Omit<Merge, 'reason'>): Promise<MergePreview | undefined> {
      const found = await findBoth(command.actor.municipalityId, command);
      if (!found || command.keptId === command.goneId) return undefined;
      const [kept, gone, obstacle] = await Promise.all([
        sideOf(found.kept),
        sideOf(found.gone),
        obstacleTo(command, found.kept, found.gone),
      ]);
      return { kept, gone, ...(obstacle && { obstacle }) };
    },

    async merge(command: Merge): Promise<MergeOutcome> {
      const name = `merge-people:${command.actor.municipalityId}`;
      const holder = deps.ids();
      const now = deps.clock();
      const until = new Date(now.getTime() + LEASE_MS);
      if (!(await deps.leases.acquire(name, holder, now, until)))
        return refused('changed-meanwhile');
      try {
        return await merge(command);
      } finally {
        await deps.leases.release(name, holder);
      }
    },

    /** Goes on with merges whose records have not all been moved. */
    async finishAll(): Promise<void> {
      for (const { person, into, underWay } of await deps.people.mergesUnderWay()) {
        const municipality = await deps.municipalities.find(person.municipalityId);
        if (!municipality || !underWay) continue;
        await carryOut(person, into, underWay, dateIn(municipality.timeZone, deps.clock()));
      }
    },
  };
}

const refused = (reason: MergeRefusal): MergeOutcome => ({ merged: false, reason });

function isRefused(actor: Person, personId: string, today: PlainDate): boolean {
  const { municipalityId } = actor;
  return !may(actor, 'merge-people', { municipalityId, personId }, today).allowed;
}

function movedStores(deps: RecordsOfPerson) {
  const { courseSessions, accommodations, examWindows, attempts, practice } = deps;
  const { certificates, notices } = deps;
  return [courseSessions, accommodations, examWindows, attempts, practice, certificates, notices];
}
