import type { Person } from '../organisation/person.js';
import type { PersonStore } from '../organisation/person.store.js';
import { NotFound } from '../platform/errors.js';
import type { PlainDate } from '../platform/plain-date.js';
import { currentVersion } from './life-cycle.rules.js';
import type { SupersededSource } from './sources/source.js';
import { sourcesOf, supersededOn, toReview } from './sources/sources.rules.js';
import type { BankRecord, BankStore } from './bank.store.js';
import { alarmsOf } from './item-alarms.rules.js';
import type { ListedItem } from './item-filters.js';
import { reportScope } from './answer-report.js';
import type { ItemReportStore } from './item-report.store.js';
import type { ItemStore } from './item.store.js';
import { asHeldIn } from './lint/decide-lint.js';
import type { LintStandingStore } from './lint/lint-standing.store.js';
import type { ItemRecord } from './life-cycle.js';

export interface ReadItemsDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly people: PersonStore;
  readonly itemReports: ItemReportStore;
  readonly lintStandings: LintStandingStore;
}

/** A bank as its readers see it. */
export interface BankItems {
  readonly bank: BankRecord;
  /** Whether the reader's municipality writes it. */
  readonly isOwn: boolean;
  readonly items: readonly ListedItem[];
  readonly people: PeopleById;
  /** Item to the reports that wait for an answer. */
  readonly openReports: ReadonlyMap<string, number>;
}

export type PeopleById = ReadonlyMap<string, Person>;

interface ReaderOfItems {
  readonly municipalityId: string;
  readonly today: PlainDate;
}

/** Every bank that the municipality may read, with its items. */
export function readAllBanks(deps: ReadItemsDeps) {
  return async (reader: ReaderOfItems): Promise<readonly BankItems[]> => {
    const banks = await deps.banks.readable(reader.municipalityId);
    return Promise.all(banks.map((bank) => itemsOf(deps, bank, reader)));
  };
}

export function readBankItems(deps: ReadItemsDeps) {
  return async (bankId: string, reader: ReaderOfItems): Promise<BankItems> => {
    const bank = await deps.banks.findReadable(bankId, reader.municipalityId);
    if (!bank) throw new NotFound('item bank');
    return itemsOf(deps, bank, reader);
  };
}

/** One item, with everybody who had to do with it. */
export function readOneItem(deps: ReadItemsDeps) {
  return async (bankId: string, itemId: string, { municipalityId, today }: ReaderOfItems) => {
    const bank = await deps.banks.findReadable(bankId, municipalityId);
    const record = bank && (await deps.items.find(bankId, itemId));
    if (!bank || !record) throw new NotFound('item');
    const isOwn = bank.ownerMunicipalityId === municipalityId;
    const ids = record.versions.flatMap(({ events }) => events.map(({ by }) => by));
    const confirmed = (record.confirmations ?? []).map(({ by }) => by);
    const people = await peopleOf(deps, municipalityId, [
      record.ownerId ?? '',
      ...ids,
      ...confirmed,
    ]);
    const superseded = supersededOn(sourcesOf(bank), today);
    return {
      bank: await asHeldIn(deps, municipalityId, bank),
      isOwn,
      people,
      outdated: toReview(currentVersion(record).content, record.confirmations ?? [], superseded),
      ...listed(record, isOwn, people, { today, superseded }),
    };
  };
}

async function itemsOf(
  deps: ReadItemsDeps,
  bank: BankRecord,
  { municipalityId, today }: ReaderOfItems,
): Promise<BankItems> {
  const isOwn = bank.ownerMunicipalityId === municipalityId;
  const records = await deps.items.allOf(bank.id);
  const owners = records.flatMap(({ ownerId }) => ownerId ?? []);
  const people = await peopleOf(deps, municipalityId, owners);
  const on = { today, superseded: supersededOn(sourcesOf(bank), today) };
  const items = records.map((record) => listed(record, isOwn, people, on));
  const openReports = new Map<string, number>();
  for (const { itemId, answer } of await deps.itemReports.of(reportScope(bank, municipalityId)))
    if (!answer) openReports.set(itemId, (openReports.get(itemId) ?? 0) + 1);
  return { bank, isOwn, items, people, openReports };
}

/** Alarms are for those who can do something about them. */
function listed(
  record: ItemRecord,
  isOwn: boolean,
  people: PeopleById,
  { today, superseded }: { today: PlainDate; superseded: readonly SupersededSource[] },
): ListedItem {
  const owner = people.get(record.ownerId ?? '');
  return { record, alarms: isOwn ? alarmsOf(record, owner, today, superseded) : [] };
}

async function peopleOf(
  { people }: ReadItemsDeps,
  municipalityId: string,
  ids: readonly string[],
): Promise<PeopleById> {
  const found = await people.findAll(municipalityId, [...new Set(ids)]);
  return new Map(found.map((person) => [person.id, person]));
}
