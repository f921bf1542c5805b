import { isDeepStrictEqual } from 'node:util';
import { responsesOf, type Attempt } from '../../attempts/attempt.js';
import type { AttemptStore } from '../../attempts/attempt.store.js';
import type { CertificateStore } from '../../certification/certificate.store.js';
import type { CertificateRecord } from '../../certification/certificate.js';
import { banksOf } from '../../exams/programme.js';
import type { ProgrammeStore } from '../../exams/programme.store.js';
import type { Item } from '../../item-banks/item.js';
import type { ItemCatalogue } from '../../item-banks/item-catalogue.js';
import type { ItemReport, ItemReportStore } from '../../item-banks/item-report.store.js';
import type { Bank } from '../../item-banks/read-bank.js';
import type { ItemStore } from '../../item-banks/item.store.js';
import type { Municipality } from '../../organisation/municipality.js';
import type { Person } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import type { Localised } from '../../platform/locale.js';
import { resultOf } from '../../scoring/result.rules.js';
import type { ReadEntry, ReadTrail } from '../audit-trail.js';
import { reproduce, type Reproduction } from './reproduce.rules.js';

export interface RecordDeps {
  readonly attempts: AttemptStore;
  readonly items: ItemStore;
  readonly catalogue: ItemCatalogue;
  readonly certificates: CertificateStore;
  readonly itemReports: ItemReportStore;
  readonly people: PersonStore;
  readonly trail: ReadTrail;
  readonly programmes: ProgrammeStore;
}

/** All that is known of one attempt, gathered for those who judge an appeal or check how it was decided. */
export interface AttemptRecord {
  readonly attempt: Attempt;
  /** Absent once the person is erased. */
  readonly person: Person | undefined;
  /** By slot. */
  readonly items: readonly Item[];
  readonly topics: Readonly<Record<string, Localised>>;
  readonly certificate: CertificateRecord | undefined;
  readonly reports: readonly ItemReport[];
  /** What the trail has about the attempt, the oldest first. */
  readonly trail: readonly ReadEntry[];
  readonly reproduction: Reproduction;
  /** Whether the responses, scored now, give the result that was stored; unknown when they are erased or there was no result. */
  readonly scoredAgain: 'same' | 'other' | 'unknown';
}

const MOST_ENTRIES = 500;

export type ReadRecord = ReturnType<typeof readRecord>;

/** Gathers the record of a closed attempt of the municipality; nothing of one that is open or of somewhere else. */
export function readRecord(deps: RecordDeps) {
  return async (
    municipality: Municipality,
    attemptId: string,
  ): Promise<AttemptRecord | undefined> => {
    const attempt = await deps.attempts.find(attemptId);
    if (attempt?.municipalityId !== municipality.id || attempt.state === 'inProgress')
      return undefined;
    const { personId, programmeId, form, frozen } = attempt;
    const { bankId } = frozen;
    const banks = banksOf(frozen);
    const [people, known, certificate, reports, trail, records, met, items, version] =
      await Promise.all([
        deps.people.findAll(municipality.id, [personId]),
        Promise.all(banks.map((id) => deps.catalogue.bank(id))),
        deps.certificates.findByAttempt(attempt.id),
        deps.itemReports.ofAttempt(attempt.id, form.slots.length),
        deps.trail.page(
          { municipalityId: municipality.id, subject: `attempt:${attempt.id}` },
          MOST_ENTRIES,
        ),
        Promise.all(banks.map(async (id) => [id, await deps.items.allOf(id)] as const)),
        deps.attempts.itemsSeenBy(personId, { programmeId, bankId }, attempt.startedAt),
        Promise.all(
          form.slots.map((slot) =>
            deps.catalogue.version(slot.bankId ?? bankId, slot.itemId, slot.version),
          ),
        ),
        deps.programmes.version(municipality.id, programmeId, attempt.programmeVersion),
      ]);
    return {
      attempt,
      person: people[0],
      items,
      // Where two banks know a topic, the programme's bank names it.
      topics: Object.assign(
        {},
        ...known.toReversed().map(({ topics }) => topics),
      ) as Bank['topics'],
      certificate: certificate?.record,
      reports,
      trail: trail.toReversed(),
      reproduction: reproduce({
        attempt: asDrawn(attempt),
        records: new Map(records),
        standard: version?.standard,
        country: municipality.country,
        met,
      }),
      scoredAgain: scoreAgain(attempt, items),
    };
  };
}

/** With the items that were drawn at the start in the place of those that an interruption brought in. */
function asDrawn(attempt: Attempt): Attempt {
  const swapped = (attempt.events ?? []).toReversed().flatMap((event) => event.swapped ?? []);
  const slots = [...attempt.form.slots];
  for (const { slot, was } of swapped) slots[slot] = was;
  return { ...attempt, form: { ...attempt.form, slots } };
}

function scoreAgain(attempt: Attempt, items: readonly Item[]): AttemptRecord['scoredAgain'] {
  const { result, form, frozen, responsesErased } = attempt;
  if (!result || responsesErased) return 'unknown';
  const itemAt = (slot: number): Item => {
    const item = items[slot];
    if (!item) throw new Error(`Slot ${slot} has no item`);
    return item;
  };
  const again = resultOf(form, itemAt, responsesOf(attempt), frozen.specification, frozen.rules);
  const { passed, right, reasons } = again;
  const decided = { passed: result.passed, right: result.right, reasons: result.reasons };
  return isDeepStrictEqual({ passed, right, reasons }, decided) ? 'same' : 'other';
}
