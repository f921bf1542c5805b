import { setImmediate } from 'node:timers/promises';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Country } from '../item-banks/item.js';
import type { PoolRequest } from './draw-form.rules.js';
import { dryDraws } from './exposure.rules.js';
import { judge, type Judgement, type RulesOfDecision } from './judgement.rules.js';
import { banksOf, type Programme } from './programme.js';

/** What is judged: a version, or what an author is about to make one of. */
export type Judged = Pick<Programme, 'bankId' | 'specification'> & {
  readonly rules: RulesOfDecision;
};

export interface JudgedSpecification extends Judgement {
  readonly pool: PoolRequest;
}

const DRAWS = 1000;
/** Some milliseconds at a time: others have their turn between. */
const DRAWS_AT_A_TIME = 25;

/** What is live now in the banks of a specification, as it is drawn from. */
export function poolFor({ items }: { readonly items: ItemCatalogue }) {
  return async (
    { bankId, specification }: Pick<Programme, 'bankId' | 'specification'>,
    country: Country,
  ): Promise<PoolRequest> => {
    const others = banksOf({ bankId, specification }).filter((id) => id !== bankId);
    const supplements = await Promise.all(
      others.map(async (id) => [id, await items.live(id)] as const),
    );
    return {
      specification,
      country,
      items: await items.live(bankId),
      supplements: new Map(supplements),
    };
  };
}

/** Judges a specification against what is live now, with a thousand dry draws. The same items give the same numbers. */
export function judgeSpecification(deps: { readonly items: ItemCatalogue }) {
  const pool = poolFor(deps);
  return async (judged: Judged, country: Country): Promise<JudgedSpecification> => {
    const request = await pool(judged, country);
    const judgement = judge(request, judged.rules);
    const dry = dryDraws({ ...request, seed: 'dry draws' });
    if (!dry) return { ...judgement, pool: request };
    for (let drawn = 0; drawn < DRAWS; drawn += DRAWS_AT_A_TIME) {
      dry.draw(DRAWS_AT_A_TIME);
      await setImmediate();
    }
    return { ...judgement, exposure: dry.exposure(), pool: request };
  };
}
