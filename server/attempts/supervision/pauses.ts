import type { AuditTrail } from '../../audit/audit-event.js';
import { poolFor } from '../../exams/judge-specification.js';
import type { ProgrammeStore } from '../../exams/programme.store.js';
import { swapSlots } from '../../exams/swap-slots.rules.js';
import type { Slot } from '../../exams/draw-form.rules.js';
import type { ItemCatalogue } from '../../item-banks/item-catalogue.js';
import type { MunicipalityStore } from '../../organisation/municipality.store.js';
import type { Clock } from '../../platform/clock.js';
import type { IdSource, SeedSource } from '../../platform/rng.js';
import type { Attempt, AttemptEvent } from '../attempt.js';
import type { AttemptStore } from '../attempt.store.js';
import { savesUntil } from '../deadline.rules.js';
import type { Act } from './extend-attempts.js';
import { confirmationCode, newPause, stoodMs, toSwap, type Interruption } from './pause.rules.js';

export interface PauseDeps {
  readonly programmes: ProgrammeStore;
  readonly attempts: AttemptStore;
  readonly municipalities: MunicipalityStore;
  readonly items: ItemCatalogue;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly seeds: SeedSource;
  readonly secret: string;
}

export type Pauses = ReturnType<typeof pauses>;

/** Attempts that rest: by a supervisor's hand, or because the candidate is needed on the ward. Each step is one conditional update. */
export function pauses(deps: PauseDeps) {
  const { attempts, clock, ids } = deps;
  const pool = poolFor(deps);

  async function record(attempt: Attempt, event: AttemptEvent, reason?: string): Promise<void> {
    await deps.audit.record({
      municipalityId: attempt.municipalityId,
      actor: event.by,
      action: `attempt.${event.type}`,
      subject: `attempt:${attempt.id}`,
      at: event.at,
      details: {
        ...(event.stoodMs === undefined ? {} : { stoodMs: event.stoodMs }),
        ...(event.swapped ? { swapped: event.swapped.length } : {}),
      },
      ...(reason === undefined
        ? {}
        : { aside: { personId: attempt.personId, content: { reason } } }),
      once: `attempt.${event.type}:${attempt.id}:${event.id}`,
    });
  }

  async function begin(attempt: Attempt, event: AttemptEvent): Promise<boolean> {
    const kind = event.type === 'interrupted' ? 'interruption' : 'supervisor';
    if (!(await attempts.pause(attempt.id, newPause(kind, event.at), event))) return false;
    await record(attempt, event, event.reason);
    return true;
  }

  /** `act` ends it; whoever that is, unless the clock or the candidate, has by that confirmed an interruption. */
  async function end(
    attempt: Attempt,
    act: Pick<Act, 'id' | 'by'> & { readonly reason?: string },
    at: Date,
  ) {
    const pause = attempt.paused;
    if (!pause) return false;
    const byOther = act.by !== 'system' && act.by !== attempt.personId;
    const stood = stoodMs(pause, at, byOther);
    const slots = pause.kind === 'interruption' ? await others(attempt) : new Map<number, Slot>();
    const swapped = [...slots.keys()].flatMap((slot) => {
      const was = attempt.form.slots[slot];
      return was ? [{ slot, was }] : [];
    });
    const event: AttemptEvent = {
      ...{ ...act, type: 'resumed', at, stoodMs: stood },
      ...(swapped.length > 0 ? { swapped } : {}),
    };
    const closesAt = new Date(attempt.closesAt.getTime() + stood);
    const until = savesUntil(closesAt, attempt.frozen.rules.graceSeconds);
    if (!(await attempts.endPause(attempt, { closesAt, savesUntil: until, slots, event })))
      return false;
    await record(attempt, event, act.reason);
    return true;
  }

  /** Other items for what the candidate has seen and not responded to. */
  async function others(attempt: Attempt): Promise<ReadonlyMap<number, Slot>> {
    const swap = toSwap(attempt);
    const municipality = await deps.municipalities.find(attempt.municipalityId);
    if (swap.length === 0 || !municipality) return new Map();
    const { municipalityId, programmeId, programmeVersion, frozen } = attempt;
    // All of the panel's ratings stand in the version; the attempt has those of its own items.
    const version = await deps.programmes.version(municipalityId, programmeId, programmeVersion);
    const [items, met] = await Promise.all([
      pool({ ...frozen, standard: version?.standard }, municipality.country),
      attempts.itemsSeenBy(attempt.personId, { programmeId, bankId: frozen.bankId }),
    ]);
    return swapSlots({ ...items, slots: attempt.form.slots, swap, met, seed: deps.seeds() });
  }

  return {
    pause: (attempt: Attempt, act: Act): Promise<boolean> =>
      begin(attempt, { ...act, type: 'paused', at: clock() }),

    /** By the candidate, where the programme lets them. */
    async interrupt(attempt: Attempt, reason: Interruption): Promise<boolean> {
      if (attempt.frozen.rules.supervision?.interruptions !== true) return false;
      const at = clock();
      return begin(attempt, { id: ids(), type: 'interrupted', at, by: attempt.personId, reason });
    },

    /** By a colleague who types the digits that the candidate's page shows. Never by the candidate. */
    async confirm(municipalityId: string, by: string, code: string): Promise<boolean> {
      const resting = await attempts.resting({ municipalityId });
      const attempt = resting.find(
        (one) =>
          one.paused?.kind === 'interruption' &&
          one.personId !== by &&
          confirmationCode(one, one.paused, deps.secret) === code,
      );
      if (!attempt?.paused) return false;
      const event = { id: ids(), type: 'confirmed', at: clock(), by } as const;
      if (await attempts.confirmPause(attempt.id, attempt.paused, event))
        await record(attempt, event);
      return true;
    },

    /** By a supervisor. */
    release: (attempt: Attempt, act: Act): Promise<boolean> => end(attempt, act, clock()),

    /** By the candidate, once a colleague has confirmed that they were needed. */
    async goOn(attempt: Attempt): Promise<boolean> {
      if (attempt.paused?.kind !== 'interruption' || attempt.paused.confirmedBy === undefined)
        return false;
      return end(attempt, { id: ids(), by: attempt.personId }, clock());
    },

    /** Ends what has rested for as long as anything may. Returns how many. */
    async endOverdue(): Promise<number> {
      const overdue = await attempts.resting({ until: clock() });
      for (const attempt of overdue)
        await end(attempt, { id: ids(), by: 'system' }, attempt.paused?.until ?? clock());
      return overdue.length;
    },
  };
}
