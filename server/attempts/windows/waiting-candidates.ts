import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import { fullName } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import type { Scope } from '../../organisation/policy.rules.js';
import type { Clock } from '../../platform/clock.js';
import { isWaiting, type ExamWindow } from './exam-window.js';
import type { ExamWindowStore } from './exam-window.store.js';

export interface WaitingDeps {
  readonly municipalities: MunicipalityStore;
  readonly people: PersonStore;
  readonly examWindows: ExamWindowStore;
  readonly clock: Clock;
}

/** The windows inside the scope in which somebody waits to be let in, with the names of who does. */
export function waitingCandidates({ municipalities, people, examWindows, clock }: WaitingDeps) {
  return async ({
    scope,
    programme,
  }: {
    readonly scope: Scope & { readonly allowed: true };
    readonly programme?: string | undefined;
  }): Promise<{
    readonly windows: readonly ExamWindow[];
    readonly names: ReadonlyMap<string, string>;
  }> => {
    const { municipalityId, units } = scope;
    const unitIds =
      units === 'all'
        ? undefined
        : (await municipalities.unitsOf(municipalityId))
            .filter(({ path }) => path.some((id) => units.includes(id)))
            .map(({ id }) => id);
    const filter = { municipalityId, unitIds, programmeId: programme, closesAfter: clock() };
    const windows = await examWindows.list(filter);
    const waiting = windows.filter(({ places }) => places.some((place) => isWaiting(place)));
    const ids = waiting.flatMap(({ places }) => places.map(({ personId }) => personId));
    const found = ids.length === 0 ? [] : await people.findAll(municipalityId, ids);
    return {
      windows: waiting,
      names: new Map(found.map((person) => [person.id, fullName(person)])),
    };
  };
}
