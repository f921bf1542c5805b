import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { IdSource } from '../../platform/rng.js';
import { DAYS_TO_DECIDE, type HrImport } from './hr-import.js';
import type { HrImportStore } from './hr-import.store.js';
import {
  countsOf,
  type applyPeople,
  type FileRefusal,
  type ImportCounts,
  type planPeople,
} from './import-people.js';
import type { ImportPlan } from './import-plan.rules.js';

export interface DecideImportDeps {
  readonly imports: HrImportStore;
  readonly plan: ReturnType<typeof planPeople>;
  readonly apply: ReturnType<typeof applyPeople>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

interface Whose {
  readonly municipalityId: string;
  readonly actor: string;
}

export type ReceivedFile = Whose &
  Pick<HrImport, 'source' | 'fileName'> & { readonly bytes: Uint8Array };

export type Received =
  | { readonly received: false; readonly refusal: FileRefusal | { readonly problem: 'too-large' } }
  | { readonly received: true; readonly id: string; readonly plan: ImportPlan };

export type Decided =
  | { readonly done: true }
  | {
      readonly done: false;
      readonly reason: 'changed-meanwhile' | 'not-waiting' | 'endings-differ';
    };

export type DecideImport = ReturnType<typeof decideImport>;
const DAY_MS = 86_400_000;

/** Files from the HR system that wait until somebody has looked at what they would do: kept, applied exactly as they were looked at, or discarded. */
export function decideImport(deps: DecideImportDeps) {
  const { imports, clock } = deps;

  const tell = (
    { municipalityId, actor }: Whose,
    action: string,
    { id, fingerprint }: Pick<HrImport, 'id' | 'fingerprint'>,
    counts: Partial<ImportCounts> = {},
  ): Promise<void> =>
    deps.audit.record({
      ...{ municipalityId, actor, action, subject: `hr-file:${id}`, at: clock() },
      details: { file: fingerprint, ...counts },
    });

  async function waiting({ municipalityId }: Whose, id: string): Promise<HrImport> {
    const found = await imports.find(municipalityId, id);
    if (!found) throw new NotFound('HR file');
    return found;
  }

  return {
    /** Keeps the file with its plan until somebody decides. Nothing of it is done yet; an older file no longer waits. */
    receive: async (file: ReceivedFile): Promise<Received> => {
      const { municipalityId, actor, bytes, source, fileName } = file;
      const planned = await deps.plan({ municipalityId, bytes });
      if (!planned.readable) return { received: false, refusal: planned.refusal };
      const { plan, fingerprint } = planned;
      const receivedAt = clock();
      const kept: HrImport = {
        ...{ id: deps.ids(), municipalityId, source, fileName, fingerprint, receivedAt },
        ...{ receivedBy: actor, state: 'waiting', counts: countsOf(plan) },
        expiresAt: new Date(receivedAt.getTime() + DAYS_TO_DECIDE * DAY_MS),
        refused: plan.refused.map(({ line, problem }) => ({ line, problem })),
      };
      if (!(await imports.keep(kept, bytes)))
        return { received: false, refusal: { problem: 'too-large' } };
      await imports.discardOlder(municipalityId, receivedAt, kept.id);
      await tell(file, 'hr-file.received', kept, kept.counts);
      return { received: true, id: kept.id, plan };
    },

    /** What the file would do now; undefined when it no longer waits. */
    async planOf(
      municipalityId: string,
      id: string,
    ): Promise<Awaited<ReturnType<typeof deps.plan>> | undefined> {
      const bytes = await imports.fileOf(municipalityId, id);
      return bytes && deps.plan({ municipalityId, bytes });
    },

    /**
     * Does what the plan with that digest says, or nothing. One that stopped in the middle goes on without: the whole of it had been agreed to.
     * @param endings how many employments end, as the person has read and repeated it; needed for a plan in doubt
     */
    async approve(
      whose: Whose,
      id: string,
      { digest, endings }: { readonly digest: string; readonly endings?: number },
    ): Promise<Decided> {
      const { municipalityId, actor } = whose;
      const found = await waiting(whose, id);
      const bytes = await imports.fileOf(municipalityId, id);
      if (!bytes || !(await imports.claim(municipalityId, id, clock())))
        return { done: false, reason: 'not-waiting' };
      const planned = await deps.plan({ municipalityId, bytes });
      const goesOn = found.state === 'applying';
      const refusal =
        goesOn || !planned.readable ? undefined : doubtAbout(planned, digest, endings);
      if (!planned.readable || refusal) {
        await imports.release(municipalityId, id);
        return { done: false, reason: refusal ?? 'changed-meanwhile' };
      }
      const outcome = await deps.apply({ municipalityId, actor, bytes, digest: planned.digest });
      if (outcome.state !== 'applied') {
        await imports.release(municipalityId, id);
        return { done: false, reason: 'changed-meanwhile' };
      }
      const counts = goesOn ? found.counts : countsOf(outcome.plan);
      await imports.markApplied(municipalityId, id, {
        ...{ decidedAt: clock(), decidedBy: actor, counts, overtaken: outcome.overtaken },
      });
      await tell(whose, 'hr-file.applied', found, counts);
      return { done: true };
    },

    async discard(whose: Whose, id: string): Promise<Decided> {
      const found = await waiting(whose, id);
      const decision = { decidedAt: clock(), decidedBy: whose.actor };
      if (!(await imports.discard(whose.municipalityId, id, decision)))
        return { done: false, reason: 'not-waiting' };
      await tell(whose, 'hr-file.discarded', found);
      return { done: true };
    },
  };
}

function doubtAbout(
  planned: { readonly plan: ImportPlan; readonly digest: string },
  digest: string,
  endings: number | undefined,
): 'changed-meanwhile' | 'endings-differ' | undefined {
  if (planned.digest !== digest) return 'changed-meanwhile';
  const { doubts, ending } = planned.plan;
  return doubts.length > 0 && endings !== ending ? 'endings-differ' : undefined;
}
