import { setImmediate } from 'node:timers/promises';
import type { ItemCatalogue } from '../item-banks/item-catalogue.js';
import type { Country } from '../item-banks/item.js';
import type { PoolRequest } from './draw-form.rules.js';
import { dryDraws, type Exposure } from './exposure.rules.js';
import { judge, type Judgement, type RulesOfDecision } from './judgement.rules.js';
import { banksOf, type Programme } from './programme.js';
import { meansOf } from './standard/form-cut.rules.js';

/** What says which items a form can have. */
export type DrawnBy = Pick<Programme, 'bankId' | 'specification' | 'standard'>;

/** What is judged: a version, or what an author is about to make one of. */
export type Judged = DrawnBy & {
  readonly rules: RulesOfDecision;
};

export interface JudgedSpecification extends Judgement {
  readonly pool: PoolRequest;
}

const DRAWS = 1000;
/** Some milliseconds at a time: others have their turn between. */
const DRAWS_AT_A_TIME = 25;

/** What is live now in the banks of a specification, as it is drawn from; with a panel's ratings where these set the cut. */
export function poolFor({ items }: { readonly items: ItemCatalogue }) {
  return async (
    { bankId, specification, standard }: DrawnBy,
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
      standard: standard && { bankId, means: meansOf(standard) },
    };
  };
}

/** Judges a specification against what is live now, with a thousand dry draws. The same items give the same numbers. */
export function judgeSpecification(deps: { readonly items: ItemCatalogue }) {
  const pool = poolFor(deps);
  return async (judged: Judged, country: Country): Promise<JudgedSpecification> => {
    const request = await pool(judged, country);
    const exposure = await exposureOf(request, judged.rules);
    return { ...judge(request, judged.rules, exposure), pool: request };
  };
}

async function exposureOf(
  request: PoolRequest,
  rules: RulesOfDecision,
): Promise<Exposure | undefined> {
  const dry = dryDraws({ ...request, ...rules, seed: 'dry draws' });
  if (!dry) return undefined;
  for (let drawn = 0; drawn < DRAWS; drawn += DRAWS_AT_A_TIME) {
    dry.draw(DRAWS_AT_A_TIME);
    await setImmediate();
  }
  return dry.exposure();
}
