import type { BankRecord, BankStore } from '../item-banks/bank.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Municipality } from '../organisation/municipality.js';
import { NotFound } from '../platform/errors.js';
import { isDrawable } from './draw-form.rules.js';
import type { Programme, Standard } from './programme.js';
import type { ProgrammeStore } from './programme.store.js';
import type { TopicsOfBanks } from './programme-of-form.js';
import { standardOf } from './standard/form-cut.rules.js';
import type { StandardStore } from './standard/standard.store.js';

/** What an author of a new version works with. */
export interface OpenProgramme {
  /** The version in force. */
  readonly before: Programme;
  /** Every bank the municipality may draw from, the programme's first. */
  readonly banks: readonly BankRecord[];
  readonly topics: TopicsOfBanks;
  /** Items in use in the municipality's country, by `bank/topic`. */
  readonly live: ReadonlyMap<string, number>;
  /** What closed rounds of standard setting say, the newest first. */
  readonly standards: readonly Standard[];
}

export function openProgramme(deps: {
  readonly programmes: ProgrammeStore;
  readonly banks: BankStore;
  readonly items: ItemCatalogue;
  readonly rounds: StandardStore;
}) {
  return async ({ id, country }: Municipality, programmeId: string): Promise<OpenProgramme> => {
    const [before] = await deps.programmes.versionsOf(id, programmeId);
    if (!before) throw new NotFound('programme');
    const readable = await deps.banks.readable(id);
    const isMain = (bank: BankRecord): boolean => bank.id === before.bankId;
    const banks = [...readable.filter(isMain), ...readable.filter((bank) => !isMain(bank))];
    const live = new Map<string, number>();
    for (const bank of banks)
      for (const drawable of await deps.items.live(bank.id)) {
        const name = `${bank.id}/${drawable.item.topic}`;
        if (isDrawable(drawable, country)) live.set(name, (live.get(name) ?? 0) + 1);
      }
    const topics = new Map(banks.map((bank) => [bank.id, Object.keys(bank.topics)]));
    const rounds = await deps.rounds.of(id, programmeId);
    const standards = rounds.flatMap((round) => standardOf(round) ?? []);
    return { before, banks, topics, live, standards };
  };
}
