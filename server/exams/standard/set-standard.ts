import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import type { IdSource } from '../../platform/rng.js';
import type { StandardRound } from './standard-round.js';
import type { StandardStore } from './standard.store.js';

export interface SetStandardDeps {
  readonly rounds: StandardStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
}

type Act = Pick<StandardRound, 'municipalityId' | 'programmeId'> & { readonly by: string };
type ActOn = Act & Pick<StandardRound, 'id'>;

/** What is done to a round of standard setting. Each says whether it was done. */
export function setStandard({ rounds, audit, clock, ids }: SetStandardDeps) {
  const record = (
    { municipalityId, programmeId, by, id }: ActOn,
    act: 'opened' | 'rated' | 'closed',
    at: Date,
    more: Pick<Parameters<AuditTrail['record']>[0], 'aside'> & { readonly ratings?: number } = {},
  ): Promise<void> => {
    const { ratings, ...rest } = more;
    return audit.record({
      municipalityId,
      actor: by,
      action: `standard.${act}`,
      subject: `programme:${programmeId}`,
      at,
      details: { round: id, ...(ratings === undefined ? {} : { ratings }) },
      ...rest,
    });
  };
  return {
    /** False when a round of the programme is open. */
    async open(act: Act): Promise<boolean> {
      const { by, ...of } = act;
      const [id, at] = [ids(), clock()];
      const round = { id, ...of, openedBy: by, openedAt: at, ratings: new Map() };
      if (!(await rounds.open(round))) return false;
      await record({ ...act, id }, 'opened', at);
      return true;
    },
    /** The judge's own ratings; undefined takes one back. False when the round has been closed. */
    async rate(act: ActOn, ratings: ReadonlyMap<string, number | undefined>): Promise<boolean> {
      if (ratings.size === 0) return true;
      if (!(await rounds.rate(act, act.by, ratings))) return false;
      // What was rated how stands in the round; the trail says who and when.
      await record(act, 'rated', clock(), { ratings: ratings.size });
      return true;
    },
    /** False when the round has been closed. */
    async close(act: ActOn, reason: string): Promise<boolean> {
      const at = clock();
      if (!(await rounds.close(act, { by: act.by, at, reason }))) return false;
      const aside = { personId: act.by, content: { reason } };
      await record(act, 'closed', at, { aside });
      return true;
    },
  };
}
