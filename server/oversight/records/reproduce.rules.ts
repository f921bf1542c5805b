import { isDeepStrictEqual } from 'node:util';
import type { Attempt } from '../../attempts/attempt.js';
import { drawForm, metBeforeAs, type Slot } from '../../exams/draw-form.rules.js';
import type { Standard } from '../../exams/programme.js';
import { meansOf } from '../../exams/standard/form-cut.rules.js';
import { hashOf } from '../../item-banks/content-hash.rules.js';
import type { DrawableItem } from '../../item-banks/drawn-item.rules.js';
import type { Country } from '../../item-banks/item.js';
import type { ItemEvent, ItemRecord, ItemVersion } from '../../item-banks/life-cycle.js';
import { variantsOf } from '../../item-banks/variants.rules.js';

/** Whether the form that was stored is the one that its seed, the rules and the bank of that day give. */
export type Reproduction =
  | { readonly kind: 'identical'; readonly assumed: number }
  | {
      readonly kind: 'differs';
      readonly differences: readonly Difference[];
      readonly assumed: number;
    }
  /** The service no longer has the steps by which it was drawn, or the bank of that day can't be put together. */
  | { readonly kind: 'impossible'; readonly because: 'algorithm' | 'bank' };

/** Slots count from 0. */
export interface Difference {
  readonly slot: number;
  readonly in: 'item' | 'version' | 'options' | 'parameters';
}

export interface ReproductionRequest {
  readonly attempt: Pick<Attempt, 'form' | 'frozen' | 'startedAt'>;
  /** Every item of each bank that the form is from, by the bank's id, with all that happened to it. */
  readonly records: ReadonlyMap<string, readonly ItemRecord[]>;
  /** The panel's ratings that stand in the version of the programme. */
  readonly standard: Standard | undefined;
  readonly country: Country;
  /** What the person had met before this attempt, and when. */
  readonly met: ReadonlyMap<string, number>;
}

/** Draws the form again. `assumed` counts items whose history begins after the attempt, so that their first live version was taken. */
export function reproduce(request: ReproductionRequest): Reproduction {
  const { attempt, records, country, met, standard } = request;
  const { form, frozen, startedAt } = attempt;
  const seen = metBeforeAs(form.algorithm, met);
  if (!seen) return { kind: 'impossible', because: 'algorithm' };
  const { bankId } = frozen;
  const pools = [...records].map(
    ([bank, its]) => [bank, its.flatMap((one) => drawableThen(one, startedAt) ?? [])] as const,
  );
  const drawables = new Map(
    pools.map(([bank, pool]) => [bank, pool.map(({ drawable }) => drawable)]),
  );
  const drawing = drawForm({
    specification: frozen.specification,
    items: drawables.get(bankId) ?? [],
    supplements: drawables,
    country,
    standard: standard && { bankId, means: meansOf(standard) },
    seed: form.seed,
    seen,
  });
  if (!drawing.form) return { kind: 'impossible', because: 'bank' };
  const assumed = pools.flatMap(([, pool]) => pool).filter((one) => one.assumed).length;
  const again = drawing.form.slots;
  const differences = form.slots.flatMap((slot, index) => differenceIn(index, slot, again[index]));
  return differences.length === 0
    ? { kind: 'identical', assumed }
    : { kind: 'differs', differences, assumed };
}

function differenceIn(slot: number, stored: Slot, again: Slot | undefined): Difference[] {
  if (stored.itemId !== again?.itemId) return [{ slot, in: 'item' }];
  if (stored.version !== again.version) return [{ slot, in: 'version' }];
  if (!isDeepStrictEqual(stored.variant, again.variant)) return [{ slot, in: 'parameters' }];
  const order = ({ options, prompts }: Slot): string => JSON.stringify([options, prompts]);
  return order(stored) === order(again) ? [] : [{ slot, in: 'options' }];
}

/** The version that exams could draw at that instant, if there was one. */
function drawableThen(
  record: ItemRecord,
  at: Date,
): { readonly drawable: DrawableItem; readonly assumed: boolean } | undefined {
  const before = (version: ItemVersion): readonly ItemEvent[] =>
    version.events.filter((event) => event.at <= at);
  const live = record.versions.findLast((version) => before(version).at(-1)?.to === 'live');
  if (live) return drawableIf(live, before(live), false);
  const known = record.versions.some((version) => before(version).length > 0);
  const first = record.versions.find(({ events }) => events.some(({ to }) => to === 'live'));
  return known || !first ? undefined : drawableIf(first, first.events, true);
}

function drawableIf(
  { content: item, version }: ItemVersion,
  events: readonly ItemEvent[],
  assumed: boolean,
) {
  const variants = item.type === 'numeric' ? variantsOf(item) : [];
  const approved = events.findLast(({ variantsHash }) => variantsHash !== undefined)?.variantsHash;
  if (approved !== undefined && approved !== hashOf(variants)) return undefined;
  return { drawable: { item, version, state: 'live' as const, variants }, assumed };
}
