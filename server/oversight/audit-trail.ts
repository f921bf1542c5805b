import type { AuditAside, AuditEntry } from '../audit/audit-event.js';
import type { AuditFilter, AuditStore } from '../audit/audit.store.js';
import type { Municipality } from '../organisation/municipality.js';
import { fullName } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import type { Clock } from '../platform/clock.js';
import { addDays, dateIn, startOfDay } from '../platform/plain-date.js';
import type { AuditFilters } from './audit-filters.js';

export interface AuditTrailDeps {
  readonly audit: Pick<AuditStore, 'search' | 'asidesOf'>;
  readonly people: Pick<PersonStore, 'find' | 'findAll' | 'search'>;
  readonly clock: Clock;
}

/** An entry with what is not in the chain: its aside if that was not erased, and the names that its ids have today. */
export interface ReadEntry extends Omit<AuditEntry, 'aside'> {
  /** `erased` when there was one. */
  readonly aside?: AuditAside['content'] | 'erased';
  readonly names: ReadonlyMap<string, string>;
}

const MOST_NAMESAKES = 50;

export type ReadTrail = ReturnType<typeof readTrail>;

/** Reads a municipality's trail, newest first. Names come from the people of today: the chain has none. */
export function readTrail({ audit, people, clock }: AuditTrailDeps) {
  /** Whoever the words mean: by id, or by name. */
  async function actorsCalled(who: string, { id, timeZone }: Municipality): Promise<string[]> {
    if (who === 'system' || (await people.find(id, who))) return [who];
    const filter = { q: who, day: dateIn(timeZone, clock()) };
    const named = await people.search(id, filter, { page: 1, size: MOST_NAMESAKES });
    return named.people.flatMap(({ id: personId, formerIds = [] }) => [personId, ...formerIds]);
  }

  async function complete(entries: readonly AuditEntry[], municipalityId: string) {
    const [asides, known] = await Promise.all([
      audit.asidesOf(municipalityId, entries),
      people.findAll(municipalityId, [...new Set(entries.flatMap(idsIn))]),
    ]);
    const names = new Map(known.map((person) => [person.id, fullName(person)]));
    return entries.map(({ aside, ...entry }): ReadEntry => ({
      ...entry,
      names,
      ...(aside && { aside: asides.get(aside.id)?.content ?? 'erased' }),
    }));
  }

  return {
    /** The filters as the trail knows them: instants, and ids of people. */
    async filterOf(filters: AuditFilters, municipality: Municipality): Promise<AuditFilter> {
      const { from, to, who, kind, subject } = filters;
      const { id: municipalityId, timeZone } = municipality;
      return {
        municipalityId,
        ...(from && { from: startOfDay(timeZone, from) }),
        ...(to && { until: startOfDay(timeZone, addDays(to, 1)) }),
        ...(who === undefined ? {} : { actors: await actorsCalled(who, municipality) }),
        ...(kind && { action: `${kind}.` }),
        ...(subject === undefined ? {} : { subject }),
      };
    },

    /** At most so many entries below that number. */
    async page(filter: AuditFilter, limit: number, before?: number): Promise<ReadEntry[]> {
      return complete(await audit.search(filter, limit, before), filter.municipalityId);
    },

    /** All of them, a batch at a time. */
    async *batches(filter: AuditFilter, size: number): AsyncGenerator<readonly ReadEntry[]> {
      let before: number | undefined;
      for (;;) {
        const entries = await audit.search(filter, size, before);
        if (entries.length > 0) yield await complete(entries, filter.municipalityId);
        if (entries.length < size) return;
        before = entries.at(-1)?.sequence;
      }
    },
  };
}

/** Everything in an entry that may be the id of a person. */
function idsIn({ actor, subject, details = {} }: AuditEntry): string[] {
  const values = Object.values(details).filter((value) => typeof value === 'string');
  return [actor, subject.replace(/^person:/, ''), ...values];
}
