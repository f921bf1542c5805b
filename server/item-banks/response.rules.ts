import { z } from 'zod';
import { judgeNumber } from './diagnose.rules.js';
import type { DrawnItem, Item, Response } from './item.js';

/** Positions and texts a browser may send; bounded, so that a response never grows beyond what a person could say. */
const position = z.number().int().min(0).max(19);
export const responseSchema: z.ZodType<Response> = z.union([
  z.strictObject({ chosen: z.array(position).max(20) }),
  z.strictObject({ places: z.array(position.nullable()).max(20) }),
  z.strictObject({ pairs: z.array(position.nullable()).max(20) }),
  z.strictObject({
    typed: z.string().max(40),
    unit: z.string().max(30).optional(),
    meaning: z.enum(['decimal', 'thousands']).optional(),
  }),
]) as z.ZodType<Response>;

/** Whether the person has said something; an emptied field is no response. */
export function isAnswered(response: Response | undefined): boolean {
  if (!response) return false;
  if ('chosen' in response) return response.chosen.length > 0;
  if ('places' in response) return response.places.some((place) => place !== null);
  if ('pairs' in response) return response.pairs.some((option) => option !== null);
  return response.typed.trim() !== '';
}

export interface ResponseScore {
  readonly right: boolean;
  readonly answered: boolean;
  /** The known mistake that gives this wrong number. */
  readonly mistake?: string;
  /** The item's author says that this mistake fails the exam by itself. */
  readonly criticalMistake?: true;
}

/**
 * Holds one response against the key. All or nothing: a wrong unit, one option too many or a number off by a digit is wrong,
 * as it would be at the bedside. A response of another shape than the item's counts as none.
 */
export function scoreResponse(
  item: Item,
  drawn: DrawnItem,
  response: Response | undefined,
): ResponseScore {
  const answered = isAnswered(response);
  if (!response || !answered) return { right: false, answered };
  switch (item.type) {
    case 'singleChoice':
      return {
        answered,
        right:
          'chosen' in response &&
          response.chosen.length === 1 &&
          letterAt(drawn, response.chosen[0]) === item.key,
      };
    case 'multipleResponse':
      return {
        answered,
        right: 'chosen' in response && sameSet(letters(drawn, response.chosen), item.key),
      };
    case 'ordering':
      return {
        answered,
        right:
          'places' in response &&
          item.key.every(
            (letter, place) => response.places[drawn.options.indexOf(letter)] === place,
          ),
      };
    case 'matching':
      return {
        answered,
        right:
          'pairs' in response &&
          drawn.prompts.every((prompt, index) => {
            const option = response.pairs[index];
            return typeof option === 'number' && letterAt(drawn, option) === item.key[prompt];
          }),
      };
    case 'numeric': {
      if (!('typed' in response) || !drawn.variant) return { right: false, answered };
      const { right, diagnosis } = judgeNumber(item, drawn.variant, response);
      return {
        right,
        answered,
        ...(diagnosis ? { mistake: diagnosis.mistake } : {}),
        ...(diagnosis?.critical ? { criticalMistake: true } : {}),
      };
    }
  }
}

function letterAt(drawn: DrawnItem, index: number | undefined): string | undefined {
  return index === undefined ? undefined : drawn.options[index];
}

function letters(drawn: DrawnItem, positions: readonly number[]): string[] {
  return positions.map((index) => letterAt(drawn, index) ?? '');
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return [...new Set(left)].sort().join() === [...right].sort().join();
}
