import type { BankStore } from '../item-banks/bank.store.js';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Municipality } from '../organisation/municipality.js';
import type { PersonStore } from '../organisation/person.store.js';
import { NotFound } from '../platform/errors.js';
import { judgeSpecification } from './judge-specification.js';
import type { BanksById } from './judgement.view.js';
import { banksOf } from './programme.js';
import type { ProgrammeStore } from './programme.store.js';

export interface ReadProgrammesDeps {
  readonly programmes: ProgrammeStore;
  readonly items: ItemCatalogue;
  readonly banks: BankStore;
  readonly people: PersonStore;
}

/** One version of a programme (the one in force, if none is named) with what can be said of it now, and who made each version. */
export function readProgrammes(deps: ReadProgrammesDeps) {
  const judge = judgeSpecification(deps);
  return async ({ id, country }: Municipality, programmeId: string, wanted?: number) => {
    const versions = await deps.programmes.versionsOf(id, programmeId);
    const programme = versions.find(({ version }) => version === (wanted ?? versions[0]?.version));
    if (!programme) throw new NotFound('programme');
    const authors = versions.flatMap(({ published }) => published?.by ?? []);
    const [judgement, people, banks] = await Promise.all([
      judge(programme, country),
      deps.people.findAll(id, [...new Set(authors)]),
      banksById(deps, banksOf(programme)),
    ]);
    return {
      programme,
      versions,
      judgement,
      banks,
      people: new Map(people.map((person) => [person.id, person])),
    };
  };
}

async function banksById(
  { banks }: Pick<ReadProgrammesDeps, 'banks'>,
  ids: readonly string[],
): Promise<BanksById> {
  const found = await Promise.all(ids.map((id) => banks.find(id)));
  return new Map(found.flatMap((bank) => (bank ? [[bank.id, bank]] : [])));
}
