import type { ItemStandingStore } from '../../analysis/item-standing.store.js';
import { choicesOf, OTHER, RIGHT } from '../../analysis/sitting.rules.js';
import { bankOf, type ClosedAttempt } from '../../attempts/attempt.js';
import type { AttemptStore } from '../../attempts/attempt.store.js';
import type { Municipality } from '../../organisation/municipality.js';
import { isActiveOn, type Person } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import { addDays, dateIn, startOfDay, type PlainDate } from '../../platform/plain-date.js';
import {
  similarPairs,
  type Paper,
  type SimilarityReport,
  type WrongChoices,
} from './similarity.rules.js';

export interface SimilarityDeps {
  readonly attempts: AttemptStore;
  readonly people: PersonStore;
  readonly itemStandings: ItemStandingStore;
}

export interface ReadSimilarity extends SimilarityReport {
  readonly people: readonly Person[];
  /** More sat in these days than are compared at once: a shorter period is asked for, and nothing was compared. */
  readonly tooMany: boolean;
}

/** Pairs grow with the square of them. */
export const MOST_COMPARED = 2_000;

export type SimilarityOf = ReturnType<typeof readSimilarity>;

/** Holds those who sat in these days against each other, the days in the municipality's time zone and both included. */
export function readSimilarity(deps: SimilarityDeps) {
  return async (
    municipality: Municipality,
    days: { readonly from: PlainDate; readonly to: PlainDate },
  ): Promise<ReadSimilarity> => {
    const { timeZone } = municipality;
    const started = {
      from: startOfDay(timeZone, days.from),
      before: startOfDay(timeZone, addDays(days.to, 1)),
    };
    const attempts: ClosedAttempt[] = [];
    for await (const attempt of deps.attempts.closedOf(municipality.id, started)) {
      attempts.push(attempt);
      if (attempts.length > MOST_COMPARED)
        return { compared: 0, pairs: [], people: [], tooMany: true };
    }
    const ids = [...new Set(attempts.map(({ personId }) => personId))];
    const people = await deps.people.findAll(municipality.id, ids);
    const byId = new Map(people.map((person) => [person.id, person]));
    const papers = attempts.map((attempt) => paperOf(attempt, byId.get(attempt.personId)));
    const wrong = await wrongChoices(deps, municipality.id, attempts);
    return { ...similarPairs(papers, wrong), people, tooMany: false };
  };
}

function paperOf(
  {
    id,
    personId,
    programmeId,
    startedAt,
    closedAt,
    form,
    frozen,
    result,
    responses,
  }: ClosedAttempt,
  person: Person | undefined,
): Paper {
  const day = dateIn(frozen.timeZone, startedAt);
  const unit = person?.employments.find((employment) => isActiveOn(employment, day))?.unitId;
  const place = frozen.window?.id ?? unit;
  return {
    attemptId: id,
    personId,
    programmeId,
    startedAt,
    closedAt,
    ...(place === undefined ? {} : { place }),
    responses: new Map(
      form.slots.flatMap((slot, index) => {
        const score = result.slots[index];
        if (!score) return [];
        const choice = choicesOf(slot, responses.get(index)?.response, score).join('+');
        const known = choice !== RIGHT && choice !== OTHER;
        const name = `${bankOf(frozen, slot)}/${slot.itemId}/${slot.version}`;
        return [[name, { right: score.right, choice: known ? choice : '' }] as const];
      }),
    ),
  };
}

/** By the statistics as they were last computed: what is not known there is not compared. */
async function wrongChoices(
  { itemStandings }: SimilarityDeps,
  municipalityId: string,
  attempts: readonly ClosedAttempt[],
): Promise<WrongChoices> {
  const banks = new Set(
    attempts.flatMap(({ frozen, form }) => form.slots.map((slot) => bankOf(frozen, slot))),
  );
  const standings = await Promise.all(
    [...banks].map((bankId) => itemStandings.ofBank(municipalityId, bankId)),
  );
  return new Map(
    standings
      .flat()
      .map(({ bankId, itemId, version, wrongChoices: choices = [] }) => [
        `${bankId}/${itemId}/${version}`,
        new Map(choices.map(({ choice, n }) => [choice, n])),
      ]),
  );
}
