import type { Attempt } from '../../server/attempts/attempt.js';
import { rightResponse, wrongResponse } from '../../server/demo/made-up-responses.js';
import { drawForm, type Slot } from '../../server/exams/draw-form.rules.js';
import type { Programme } from '../../server/exams/programme.js';
import type { DrawableItem } from '../../server/item-banks/drawn-item.rules.js';
import type { Item, Response } from '../../server/item-banks/item.js';
import type { Municipality } from '../../server/organisation/municipality.js';
import { rngFromSeed } from '../../server/platform/rng.js';
import { resultOf } from '../../server/scoring/result.rules.js';

/** Where the exam is taken, and when the first candidate hands in; the others follow by a minute each. */
export interface ExamRoom {
  readonly municipality: Municipality;
  readonly programme: Programme;
  /** What can be drawn: `live` of the item catalogue. */
  readonly items: readonly DrawableItem[];
  readonly from: Date;
}

/** One simulated candidate: how able they are, from 0 to 1, and which number they are, from 0. */
interface Simulated {
  readonly ability: number;
  readonly index: number;
}

interface Simulation {
  readonly seed?: string;
  /** Whether this candidate has this item right; where it says nothing, as often as their ability says. */
  readonly isRight?: (candidate: Simulated, slot: Slot) => boolean | undefined;
  readonly changes?: (candidate: Simulated) => Partial<Attempt>;
}

/**
 * Finished attempts of so many candidates, each of another ability, with a form of their own and a result, to be stored with `put` of the
 * attempt store (`putAttempt` of a journey's records). The same seed gives the same.
 */
export function simulatedAttempts(
  { municipality, programme, items, from }: ExamRoom,
  times: number,
  { seed = 'simulated', isRight, changes }: Simulation = {},
): Attempt[] {
  const rng = rngFromSeed(seed);
  const contents = new Map(items.map(({ item, version }) => [`${item.id}/${version}`, item]));
  const { specification, rules } = programme;
  return Array.from({ length: times }, (_none, index) => {
    const candidate = { ability: (index + 0.5) / times, index };
    const request = {
      specification,
      items,
      country: municipality.country,
      seen: new Set<string>(),
    };
    const { form } = drawForm({ ...request, seed: `${seed} ${index}` });
    if (!form) throw new Error('The bank cannot fill the form');
    const itemAt = (slot: number): Item => {
      const drawn = form.slots[slot];
      const item = contents.get(`${drawn?.itemId}/${drawn?.version}`);
      if (!item) throw new Error(`Slot ${slot} has no item`);
      return item;
    };
    const responses = new Map<number, Response>(
      form.slots.map((slot, number) => {
        const right = isRight?.(candidate, slot) ?? rng() < candidate.ability;
        return [number, (right ? rightResponse : wrongResponse)(itemAt(number), slot)];
      }),
    );
    const at = (seconds: number): Date =>
      new Date(from.getTime() + index * 60_000 + seconds * 1000);
    const [startedAt, closedAt] = [at(-form.slots.length * 45), at(0)];
    return {
      id: `${seed}-${index}`,
      municipalityId: municipality.id,
      personId: `${seed}-candidate-${index}`,
      programmeId: programme.id,
      programmeVersion: programme.version,
      cycle: 1,
      state: 'submitted',
      locale: municipality.locale,
      startedAt,
      closesAt: new Date(startedAt.getTime() + rules.minutes * 60_000),
      closedAt,
      settledAt: closedAt,
      form,
      frozen: {
        municipalityName: municipality.name,
        timeZone: municipality.timeZone,
        programmeTitles: programme.titles,
        bankId: programme.bankId,
        specification,
        rules,
      },
      responses: new Map(
        [...responses].map(([slot, response]) => [
          slot,
          // Forty seconds an item, and five to think.
          {
            response,
            revision: 1,
            saveId: 'simulated',
            savedAt: at((slot - form.slots.length) * 45 + 40),
          },
        ]),
      ),
      flagged: new Set<number>(),
      result: resultOf(form, itemAt, responses, specification, rules),
      ...changes?.(candidate),
    };
  });
}
