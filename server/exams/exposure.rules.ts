import { drawForm, isDrawable, type DrawRequest, type Shortfall } from './draw-form.rules.js';

/** What many dry draws say of a specification and its bank. */
export interface Exposure {
  readonly draws: number;
  /** Every item that could be drawn, most often drawn first. */
  readonly items: readonly ItemExposure[];
  /** Items that two people's forms have in common on average: Σ c(c-1) / (N(N-1)) over items drawn c times in N forms. */
  readonly overlapBetweenPeople: number;
  /** The same of one person's first and second form; less, because what was seen comes last. */
  readonly overlapOnSecondAttempt: number;
}

export interface ItemExposure {
  readonly itemId: string;
  /** Share of the forms it is in. */
  readonly share: number;
}

export type ExposureRequest = Pick<DrawRequest, 'specification' | 'items' | 'country' | 'seed'>;

/** Draws that many forms and a second one after each, and counts. The same request gives the same counts. */
export function exposureOf(
  request: ExposureRequest,
  draws: number,
): Exposure | { readonly shortfalls: readonly Shortfall[] } {
  const drawable = request.items.filter((item) => isDrawable(item, request.country));
  const topics = new Set(request.specification.sections.flatMap((section) => section.topics));
  const counts = new Map(
    drawable.filter(({ item }) => topics.has(item.topic)).map(({ item }) => [item.id, 0]),
  );
  let metAgain = 0;
  for (let n = 0; n < draws; n += 1) {
    const first = draw(request, `${request.seed} ${n}`, new Set());
    if (first.shortfalls) return first;
    for (const id of first.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    const second = draw(request, `${request.seed} ${n} again`, new Set(first.ids));
    if (second.shortfalls) return second;
    metAgain += second.ids.filter((id) => first.ids.includes(id)).length;
  }
  const pairs = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return {
    draws,
    items: [...counts]
      .map(([itemId, count]) => ({ itemId, share: count / draws }))
      .sort((one, other) => other.share - one.share),
    overlapBetweenPeople: draws < 2 ? 0 : pairs / (draws * (draws - 1)),
    overlapOnSecondAttempt: metAgain / draws,
  };
}

function draw(
  request: ExposureRequest,
  seed: string,
  seen: ReadonlySet<string>,
): { ids: string[]; shortfalls?: undefined } | { shortfalls: readonly Shortfall[] } {
  const { form, shortfalls } = drawForm({ ...request, seed, seen });
  return form ? { ids: form.slots.map(({ itemId }) => itemId) } : { shortfalls };
}

/** A part of a form that is drawn evenly from a pool: so many of so many. */
export interface EvenDraw {
  readonly quota: number;
  readonly pool: number;
}

/** Items that two independently drawn forms have in common on average: Σ n²/N. */
export function expectedOverlap(parts: readonly EvenDraw[]): number {
  return parts.reduce((sum, { quota, pool }) => sum + quota ** 2 / pool, 0);
}

/** Share of a pool that somebody has seen after so many attempts drawn without regard to what was seen: 1 - (1 - n/N)^attempts. */
export function shareSeen({ quota, pool }: EvenDraw, attempts: number): number {
  return 1 - (1 - quota / pool) ** attempts;
}
