import type { Course, CourseCatalogue } from '../courses/course.js';
import type { BankRecord, BankStore } from '../item-banks/bank.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Municipality } from '../organisation/municipality.js';
import { NotFound } from '../platform/errors.js';
import { copyOf, programmeOfBank } from './begin-programme.rules.js';
import { isDrawable } from './draw-form.rules.js';
import type { Programme } from './programme.js';
import type { ProgrammeStore } from './programme.store.js';
import type { Choices } from './programme-of-form.js';
import { standardOf } from './standard/form-cut.rules.js';
import type { StandardStore } from './standard/standard.store.js';

/** What an author of a new version works with. */
export interface OpenProgramme extends Choices {
  /** The version in force; for a new programme what it begins with, as version 0. */
  readonly before: Programme;
  /** Every bank the municipality may draw from. */
  readonly banks: readonly BankRecord[];
  readonly courses: readonly Course[];
  /** Items in use in the municipality's country, by `bank/topic`. */
  readonly live: ReadonlyMap<string, number>;
  /** Of a new programme. */
  readonly begun?: BegunFrom | undefined;
}

/** What a new programme begins as: a copy of another, or a bank and nothing else. */
export type BegunFrom = { readonly from: string } | { readonly bank: string };

export interface OpenProgrammeDeps {
  readonly programmes: ProgrammeStore;
  readonly banks: BankStore;
  readonly courses: CourseCatalogue;
  readonly items: ItemCatalogue;
  readonly rounds: StandardStore;
}

export function openProgramme(deps: OpenProgrammeDeps) {
  async function choices({ id, country }: Municipality) {
    const banks = await deps.banks.readable(id);
    const live = new Map<string, number>();
    for (const bank of banks)
      for (const drawable of await deps.items.live(bank.id)) {
        const name = `${bank.id}/${drawable.item.topic}`;
        if (isDrawable(drawable, country)) live.set(name, (live.get(name) ?? 0) + 1);
      }
    const topics = new Map(banks.map((bank) => [bank.id, Object.keys(bank.topics)]));
    return { banks, topics, live, courses: deps.courses.all() };
  }

  return {
    /** A new version of a programme. */
    async version(municipality: Municipality, programmeId: string): Promise<OpenProgramme> {
      const [before] = await deps.programmes.versionsOf(municipality.id, programmeId);
      if (!before) throw new NotFound('programme');
      const rounds = await deps.rounds.of(municipality.id, programmeId);
      const standards = rounds.flatMap((round) => standardOf(round) ?? []);
      return { ...(await choices(municipality)), before, standards };
    },

    /** The first version of a programme that is not there yet. */
    async first(municipality: Municipality, begun: BegunFrom): Promise<OpenProgramme> {
      const all = await deps.programmes.allOf(municipality.id);
      const open = await choices(municipality);
      const before = begunAs(begun, municipality.id, all, open);
      if (!before) throw new NotFound('programme or bank to begin with');
      return { ...open, begun, before, standards: [], taken: all.map(({ id }) => id) };
    },

    /** What a new programme can begin as. */
    async beginnings(municipality: Municipality) {
      const [programmes, banks] = await Promise.all([
        deps.programmes.allOf(municipality.id),
        deps.banks.readable(municipality.id),
      ]);
      return { programmes, banks };
    },
  };
}

function begunAs(
  begun: BegunFrom,
  municipalityId: string,
  programmes: readonly Programme[],
  open: Pick<OpenProgramme, 'banks' | 'courses' | 'live'>,
): Programme | undefined {
  if ('from' in begun) {
    const from = programmes.find(({ id }) => id === begun.from);
    return from && copyOf(from);
  }
  const bank = open.banks.find(({ id }) => id === begun.bank);
  return bank && programmeOfBank(municipalityId, bank, open);
}
