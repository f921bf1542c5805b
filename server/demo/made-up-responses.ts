import type { Form, Slot } from '../exams/draw-form.rules.js';
import type { TestSpecification } from '../exams/programme.js';
import { shuffled } from '../item-banks/drawn-item.rules.js';
import { decimal, plain } from '../item-banks/expression.rules.js';
import type { DrawnItem, Item, NumericItem, Response } from '../item-banks/item.js';
import { readTypedNumber } from '../item-banks/typed-number.rules.js';
import type { Rng } from '../platform/rng.js';
import type { Outcome } from './seeded-municipality.js';

/** The response that the key asks for, as the person who got this drawing gives it. */
export function rightResponse(item: Item, drawn: DrawnItem): Response {
  const position = (letter: string): number => drawn.options.indexOf(letter);
  switch (item.type) {
    case 'singleChoice':
      return { chosen: [position(item.key)] };
    case 'multipleResponse':
      return { chosen: item.key.map(position).sort((a, b) => a - b) };
    case 'ordering':
      return { places: drawn.options.map((letter) => item.key.indexOf(letter)) };
    case 'matching':
      return { pairs: drawn.prompts.map((prompt) => position(item.key[prompt] ?? '')) };
    case 'numeric':
      return typed(item, answerOf(drawn));
  }
}

/** A response that is wrong as people's are: the next option, one too few, two steps swapped, ten times the dose; twice, where ten times fails the exam by itself. */
export function wrongResponse(item: Item, drawn: DrawnItem): Response {
  const right = rightResponse(item, drawn);
  if ('places' in right) return { places: firstTwoSwapped(right.places) };
  if ('pairs' in right) return { pairs: firstTwoSwapped(right.pairs) };
  if ('typed' in right && item.type === 'numeric')
    return typed(item, plain(decimal(answerOf(drawn)).times(item.criticalErrors ? 2 : 10)));
  const chosen = 'chosen' in right ? right.chosen : [];
  if (chosen.length > 1) return { chosen: chosen.slice(1) };
  return { chosen: [((chosen[0] ?? 0) + 1) % drawn.options.length] };
}

function typed(item: NumericItem, value: string): Response {
  const text = value.replace('.', ',');
  return {
    typed: text,
    ...(item.answer.units ? { unit: item.answer.unit } : {}),
    // "0,125" says what it means; "1,125" would be asked about.
    ...(readTypedNumber(text).kind === 'ambiguous' ? { meaning: 'decimal' as const } : {}),
  };
}

function answerOf({ itemId, variant }: DrawnItem): string {
  if (!variant) throw new Error(`Item ${itemId} was drawn without its numbers`);
  return variant.answer;
}

function firstTwoSwapped<T>([first, second, ...rest]: readonly T[]): T[] {
  return [second, first, ...rest].filter((one) => one !== undefined);
}

/** What somebody responded whose exam went like this; by slot, in the order of the form. Missing slots were never reached. */
export function madeUpResponses(
  form: Form,
  itemAt: (slot: number) => Item,
  outcome: Outcome,
  { specification, needed, rng }: ExamSense,
): ReadonlyMap<number, Response> {
  const wrong = wrongSlots(form, outcome, { specification, needed, rng });
  const reached = outcome === 'time' ? needed - 2 : form.slots.length;
  return new Map(
    form.slots.slice(0, reached).map((slot, index) => {
      const item = itemAt(index);
      return [index, wrong.has(index) ? wrongResponse(item, slot) : rightResponse(item, slot)];
    }),
  );
}

interface ExamSense {
  readonly specification: TestSpecification;
  /** Right responses that reach the cut score. */
  readonly needed: number;
  readonly rng: Rng;
}

function wrongSlots(
  form: Form,
  outcome: Outcome,
  { specification, needed, rng }: ExamSense,
): ReadonlySet<number> {
  const allRight = new Set(specification.sections.flatMap((s) => (s.allRight ? [s.id] : [])));
  const slotsThat = (holds: (slot: Slot) => boolean): number[] =>
    shuffled(
      form.slots.flatMap((slot, index) => (holds(slot) ? [index] : [])),
      rng,
    );
  // Wrong here costs a point and nothing else.
  const harmless = slotsThat(({ critical, sectionId }) => !critical && !allRight.has(sectionId));
  const spare = form.slots.length - needed;
  switch (outcome) {
    case 'passed':
      return new Set(harmless.slice(0, Math.floor(rng() * (spare + 1))));
    case 'cutScore':
      return new Set(harmless.slice(0, spare + 1 + Math.floor(rng() * 4)));
    case 'critical': {
      const fatal = slotsThat(({ critical, sectionId }) => critical && !allRight.has(sectionId));
      return new Set([...fatal.slice(0, 1), ...harmless.slice(0, 2)]);
    }
    case 'calculation': {
      const sums = slotsThat(({ critical, sectionId }) => !critical && allRight.has(sectionId));
      return new Set([...sums.slice(0, 1), ...harmless.slice(0, 1)]);
    }
    case 'time':
      return new Set();
  }
}
