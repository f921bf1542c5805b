import { isDeepStrictEqual } from 'node:util';
import type { AuditTrail } from '../audit/audit-event.js';
import type { Municipality } from '../organisation/municipality.js';
import type { Clock } from '../platform/clock.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import { shortfallsOf } from './draw-form.rules.js';
import { poolFor } from './judge-specification.js';
import type { ProgrammeDraft } from './programme-of-form.js';
import type { Programme } from './programme.js';
import type { ProgrammeStore } from './programme.store.js';

export interface PublishDeps {
  readonly programmes: ProgrammeStore;
  readonly items: ItemCatalogue;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export interface PublishCommand {
  readonly municipality: Pick<Municipality, 'id' | 'country'>;
  readonly by: string;
  /** The version that the author has seen; another one in force meanwhile is not overwritten. */
  readonly seen: number;
  /** What a new programme began as, its version 0. */
  readonly begun?: Programme | undefined;
  readonly draft: ProgrammeDraft;
  readonly reason: string;
}

export type PublishOutcome =
  | { readonly published: true; readonly version: number }
  | {
      readonly published: false;
      readonly reason: 'changed-meanwhile' | 'infeasible' | 'no-reason' | 'unchanged';
    };

/** Makes the draft the version in force. A version never changes, so the one after the seen one is made by one author alone. */
export function publishProgramme(deps: PublishDeps) {
  const pool = poolFor(deps);
  return async (command: PublishCommand): Promise<PublishOutcome> => {
    const { municipality, by, begun, seen, draft, reason } = command;
    const programmeId = draft.id;
    const [newest] = await deps.programmes.versionsOf(municipality.id, programmeId);
    const before = newest ?? begun;
    if (before?.version !== seen) return { published: false, reason: 'changed-meanwhile' };
    const { published: _made, ...was } = before;
    const { standard: _set, ...kept } = was;
    const content = { ...kept, ...draft };
    if (isDeepStrictEqual(content, was)) return { published: false, reason: 'unchanged' };
    if (reason === '') return { published: false, reason: 'no-reason' };
    const shortfalls = shortfallsOf(await pool(content, municipality.country));
    if (shortfalls.length > 0) return { published: false, reason: 'infeasible' };
    const at = deps.clock();
    const version = seen + 1;
    const programme = { ...content, version, published: { by, at, reason } };
    if (!(await deps.programmes.add(programme)))
      return { published: false, reason: 'changed-meanwhile' };
    await deps.audit.record({
      municipalityId: municipality.id,
      actor: by,
      action: 'programme.published',
      subject: `programme:${programmeId}`,
      at,
      details: {
        version,
        ...(draft.standard
          ? { standardRound: draft.standard.roundId }
          : { cutScorePercent: draft.rules.cutScorePercent }),
      },
      aside: { personId: by, content: { reason } },
      once: `programme.published:${programmeId}:${version}`,
    });
    return { published: true, version };
  };
}
