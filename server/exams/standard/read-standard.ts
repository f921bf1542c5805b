import type { DrawableItem } from '../../item-banks/drawn-item.rules.js';
import type { ItemCatalogue } from '../../item-banks/item-catalogue.js';
import type { Municipality } from '../../organisation/municipality.js';
import type { Person } from '../../organisation/person.js';
import type { PersonStore } from '../../organisation/person.store.js';
import { NotFound } from '../../platform/errors.js';
import { groupedSections, type PoolRequest } from '../draw-form.rules.js';
import { judgeSpecification, poolFor } from '../judge-specification.js';
import type { Programme, Section } from '../programme.js';
import type { ProgrammeStore } from '../programme.store.js';
import { expectedCut, type ExpectedCut } from './angoff.rules.js';
import { itemKey, type StandardRound } from './standard-round.js';
import type { StandardStore } from './standard.store.js';

export interface ReadStandardDeps {
  readonly programmes: ProgrammeStore;
  readonly items: ItemCatalogue;
  readonly people: PersonStore;
  readonly rounds: StandardStore;
}

/** An item version that the specification can draw now. */
export interface RatedItem {
  readonly key: string;
  readonly bankId: string;
  readonly section: Section;
  readonly drawable: DrawableItem;
}

export interface StandardFound {
  /** The version in force. */
  readonly programme: Programme;
  readonly items: readonly RatedItem[];
  /** The newest first. */
  readonly rounds: readonly StandardRound[];
  readonly open: StandardRound | undefined;
  readonly people: ReadonlyMap<string, Person>;
}

export interface RoundFound extends StandardFound {
  readonly round: StandardRound;
  /** What the round says of forms of the version in force; undefined where none can be drawn. */
  readonly cut: ExpectedCut | undefined;
}

/** What is to be rated in a programme, and its rounds. */
export function readStandard(deps: ReadStandardDeps) {
  const pool = poolFor(deps);
  const judge = judgeSpecification(deps);

  async function found(municipality: Municipality, programmeId: string): Promise<StandardFound> {
    const [programme] = await deps.programmes.versionsOf(municipality.id, programmeId);
    if (!programme) throw new NotFound('programme');
    const rounds = await deps.rounds.of(municipality.id, programmeId);
    const ids = rounds.flatMap(({ openedBy, closed, ratings }) => [
      openedBy,
      ...(closed ? [closed.by] : []),
      ...ratings.keys(),
    ]);
    const people = await deps.people.findAll(municipality.id, [...new Set(ids)]);
    return {
      programme,
      items: itemsToRate(
        await pool({ ...programme, standard: undefined }, municipality.country),
        programme.bankId,
      ),
      rounds,
      open: rounds.find(({ closed }) => closed === undefined),
      people: new Map(people.map((person) => [person.id, person])),
    };
  }

  return {
    found,
    /** A closed round with what follows from it now; others' ratings stay hidden while one is open, so an open one is not found. */
    async round(
      municipality: Municipality,
      programmeId: string,
      roundId: string,
    ): Promise<RoundFound> {
      const all = await found(municipality, programmeId);
      const round = all.rounds.find(({ id, closed }) => id === roundId && closed !== undefined);
      if (!round) throw new NotFound('round of standard setting');
      const { exposure } = await judge(
        { ...all.programme, standard: undefined },
        municipality.country,
      );
      const keys = new Map(all.items.map((one) => [drawnAs(one.bankId, one), one.key]));
      const drawn = exposure?.items.map(({ itemId, bankId, share }) => ({
        item: keys.get(`${bankId ?? all.programme.bankId}/${itemId}`) ?? itemId,
        share,
      }));
      return { ...all, round, cut: drawn && expectedCut(drawn, round.ratings) };
    },
  };
}

function drawnAs(bankId: string, { drawable }: Pick<RatedItem, 'drawable'>): string {
  return `${bankId}/${drawable.item.id}`;
}

/** Every item version that a form can have, section by section. */
function itemsToRate(request: PoolRequest, mainBank: string): readonly RatedItem[] {
  return groupedSections(request).flatMap(({ section, groups }) =>
    groups.flat().map((drawable) => {
      const bankId = section.bankId ?? mainBank;
      const key = itemKey(bankId, drawable.item.id, drawable.version);
      return { key, bankId, section, drawable };
    }),
  );
}
