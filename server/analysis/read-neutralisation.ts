import type { AttemptStore } from '../attempts/attempt.store.js';
import type { Regrade } from '../attempts/attempt.js';
import { fullName } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { NotFound } from '../platform/errors.js';
import type { Result } from '../scoring/result.rules.js';
import type { Neutralisation } from './neutralisation.js';
import type { NeutralisationStore } from './neutralisation.store.js';

interface Deps {
  readonly neutralisations: NeutralisationStore;
  readonly attempts: AttemptStore;
  readonly people: PersonStore;
}

/** One attempt that a neutralisation has changed, or would. */
export interface ChangedAttempt {
  readonly attemptId: string;
  readonly name: string;
  readonly closedAt: Date;
  readonly before: Result;
  readonly regrade: Regrade;
}

export interface ReadNeutralisation {
  readonly neutralisation: Neutralisation;
  readonly byName: string;
  readonly changed: readonly ChangedAttempt[];
}

/** A neutralisation with every attempt it has regraded, the original result beside the new one. */
export function readNeutralisation(deps: Deps) {
  return async (municipalityId: string, id: string): Promise<ReadNeutralisation> => {
    const neutralisation = await deps.neutralisations.find(municipalityId, id);
    if (!neutralisation) throw new NotFound('neutralisation');
    const attempts = await deps.attempts.regradedBy(municipalityId, id);
    const names = await namesOf(deps, municipalityId, [
      neutralisation.by,
      ...attempts.map(({ personId }) => personId),
    ]);
    return {
      neutralisation,
      byName: names(neutralisation.by),
      changed: attempts.flatMap(({ id: attemptId, personId, regrades = [], ...attempt }) => {
        const index = regrades.findIndex((one) => one.neutralisationId === id);
        const regrade = regrades[index];
        const earlier = regrades.slice(0, index).findLast(({ stands }) => stands)?.result;
        const before = earlier ?? attempt.result;
        if (!regrade || !before) return [];
        const closedAt = attempt.closedAt ?? attempt.closesAt;
        return [{ attemptId, name: names(personId), closedAt, before, regrade }];
      }),
    };
  };
}

/** Names by id; who is not there any more has none. */
export async function namesOf(
  { people }: Pick<Deps, 'people'>,
  municipalityId: string,
  ids: readonly string[],
): Promise<(id: string) => string> {
  const found = await people.findAll(municipalityId, [...new Set(ids)]);
  const names = new Map(found.map((person) => [person.id, fullName(person)]));
  return (id) => names.get(id) ?? '–';
}
