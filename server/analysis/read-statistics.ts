import type { ProgrammeStore } from '../exams/programme.store.js';
import type { BankRecord, BankStore } from '../item-banks/bank.store.js';
import type { Item } from '../item-banks/item.js';
import type { ItemStore } from '../item-banks/item.store.js';
import { NotFound } from '../platform/errors.js';
import type { Localised } from '../platform/locale.js';
import type { BankStanding, ItemStanding, ProgrammeStanding } from './item-standing.js';
import type { ItemStandingStore } from './item-standing.store.js';

export interface ReadStatisticsDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly programmes: ProgrammeStore;
  readonly itemStandings: ItemStandingStore;
}

/** An item's numbers with what it says. */
export interface StandingWithItem extends ItemStanding {
  readonly item: Item;
}

export interface BankStatistics {
  readonly bank: BankRecord;
  /** Absent: nothing has been computed yet. */
  readonly standing?: BankStanding;
  readonly programmes: readonly (ProgrammeStanding & {
    readonly titles: Localised;
    /** Whether a section must be all right or a critical item can fail an exam, so that the cut score is not the whole rule. */
    readonly hasOtherRules: boolean;
  })[];
  readonly items: readonly StandingWithItem[];
}

/** Banks that the municipality may read, with when and from how many sittings their numbers are. */
export function readAllStatistics({ banks, itemStandings }: ReadStatisticsDeps) {
  return async (municipalityId: string) => {
    const readable = await banks.readable(municipalityId);
    return Promise.all(
      readable.map(async (bank) => ({
        bank,
        standing: await itemStandings.bank(municipalityId, bank.id),
      })),
    );
  };
}

export function readBankStatistics(deps: ReadStatisticsDeps) {
  return async (municipalityId: string, bankId: string): Promise<BankStatistics> => {
    const bank = await readableBank(deps, municipalityId, bankId);
    const [standing, standings, records] = await Promise.all([
      deps.itemStandings.bank(municipalityId, bankId),
      deps.itemStandings.ofBank(municipalityId, bankId),
      deps.items.allOf(bankId),
    ]);
    const contents = new Map(
      records.flatMap(({ itemId, versions }) =>
        versions.map(({ version, content }) => [`${itemId}/${version}`, content] as const),
      ),
    );
    return {
      bank,
      ...(standing ? { standing } : {}),
      programmes: await programmesOf(deps, municipalityId, standing),
      items: standings.flatMap((one) => {
        const item = contents.get(`${one.itemId}/${one.version}`);
        return item ? [{ ...one, item }] : [];
      }),
    };
  };
}

export interface ItemStatisticsOfVersion {
  readonly bank: BankRecord;
  readonly item: Item;
  readonly version: number;
  readonly versions: readonly number[];
  readonly computedAt?: Date;
  /** Absent: nobody has met this version. */
  readonly standing?: ItemStanding;
}

/** One version of an item; if none is named, the newest that anybody has met, or else the newest of all. */
export function readItemStatistics(deps: ReadStatisticsDeps) {
  return async (
    municipalityId: string,
    bankId: string,
    itemId: string,
    wanted?: number,
  ): Promise<ItemStatisticsOfVersion> => {
    const bank = await readableBank(deps, municipalityId, bankId);
    const [record, standings, computed] = await Promise.all([
      deps.items.find(bankId, itemId),
      deps.itemStandings.ofItem(municipalityId, bankId, itemId),
      deps.itemStandings.bank(municipalityId, bankId),
    ]);
    const number = wanted ?? standings[0]?.version ?? record?.versions.at(-1)?.version;
    const version = record?.versions.find((one) => one.version === number);
    if (!record || !version) throw new NotFound('item');
    const standing = standings.find((one) => one.version === version.version);
    return {
      bank,
      item: version.content,
      version: version.version,
      versions: record.versions.map((one) => one.version),
      ...(computed ? { computedAt: computed.computedAt } : {}),
      ...(standing ? { standing } : {}),
    };
  };
}

async function readableBank(
  { banks }: ReadStatisticsDeps,
  municipalityId: string,
  bankId: string,
): Promise<BankRecord> {
  const bank = await banks.findReadable(bankId, municipalityId);
  if (!bank) throw new NotFound('item bank');
  return bank;
}

async function programmesOf(
  { programmes }: ReadStatisticsDeps,
  municipalityId: string,
  standing: BankStanding | undefined,
): Promise<BankStatistics['programmes']> {
  return Promise.all(
    (standing?.programmes ?? []).map(async (one) => {
      const programme = await programmes.version(municipalityId, one.programmeId, one.version);
      const sections = programme?.specification.sections ?? [];
      return {
        ...one,
        titles: programme?.titles ?? { nb: one.programmeId },
        hasOtherRules:
          sections.some(({ allRight }) => allRight) || (programme?.rules.noCriticalWrong ?? false),
      };
    }),
  );
}
