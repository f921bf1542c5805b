import { isAccepted } from './answer-check.rules.js';
import { deviceOf, isMeasurable } from './devices.rules.js';
import { plain } from './expression.rules.js';
import type { NumericItem, Variant } from './item.js';
import {
  gridOf,
  holds,
  numericModel,
  solve,
  type NumericModel,
  type Solved,
} from './numeric-model.rules.js';
import type { Values } from './parameter-grid.rules.js';

/** Why combinations were left out: how many, and the first of them. */
export interface Refusal {
  readonly reason: string;
  readonly count: number;
  readonly example: Values;
}

export interface SolvedVariant {
  readonly variant: Variant;
  readonly solved: Solved;
}

export interface Enumeration {
  readonly variants: readonly SolvedVariant[];
  readonly refused: readonly Refusal[];
}

/**
 * Every set of parameters that can be asked, in the order of the grid, with its key and its mistakes; and why the others can't. A set is
 * left out when the key is not above zero, needs more decimals than the item allows or can't be measured with the device, when a constraint
 * fails, or when a mistake that the author named gives a number that counts as right, or the same number as another.
 * Throws `ExpressionError` with words for the author where the item can't be computed.
 */
export function enumerateVariants(item: NumericItem): Enumeration {
  const model = numericModel(item);
  const variants: SolvedVariant[] = [];
  const refused = new Map<string, Refusal>();
  for (const values of gridOf(model)) {
    const solved = solve(model, values);
    const reason = refusalOf(model, solved);
    if (reason === undefined) {
      variants.push({ variant: variantFrom(model, values, solved), solved });
      continue;
    }
    const known = refused.get(reason);
    refused.set(reason, {
      reason,
      count: (known?.count ?? 0) + 1,
      example: known?.example ?? values,
    });
  }
  return { variants, refused: [...refused.values()] };
}

/** The sets of parameters that can be asked; see `enumerateVariants`. */
export function variantsOf(item: NumericItem): readonly Variant[] {
  return enumerateVariants(item).variants.map(({ variant }) => variant);
}

/** The wrong number that each mistake gives which the author named, for this variant. */
export function mistakesOf(item: NumericItem, variant: Variant): Readonly<Record<string, string>> {
  const { mistakes } = solve(numericModel(item), variant.values, variant.answer);
  return Object.fromEntries(
    mistakes.flatMap(({ model, values: [value] }) =>
      model.declared && value ? [[model.name, plain(value)]] : [],
    ),
  );
}

function refusalOf(model: NumericModel, solved: Solved): string | undefined {
  const { answer } = model.item;
  const { key } = solved;
  if (!key.greaterThan(0)) return 'the answer is not above 0';
  if (key.decimalPlaces() > answer.decimals)
    return `the answer needs more than ${answer.decimals} decimals`;
  const device = deviceOf(answer);
  if (device && !isMeasurable(key, device))
    return `the answer cannot be measured with ${typeof answer.device === 'string' ? answer.device : 'the device'}`;
  const broken = model.constraints.find((constraint, index) => !holds(constraint, solved, index));
  if (broken) return `the constraint "${broken.source}"`;
  return clashOf(solved);
}

/** A mistake that counts as right, or two that can't be told apart. */
function clashOf({ range, mistakes }: Solved): string | undefined {
  const tolerance = range.most.minus(range.least).div(2);
  const seen: { name: string; value: Solved['key'] }[] = [];
  for (const { model, values } of mistakes.filter((mistake) => mistake.model.declared)) {
    const [value] = values;
    if (value === undefined) continue;
    if (isAccepted(range, value)) return `${model.name} gives a number that counts as right`;
    const other = seen.find((before) => before.value.minus(value).abs().lte(tolerance));
    if (other) return `${other.name} and ${model.name} give the same number`;
    seen.push({ name: model.name, value });
  }
  return undefined;
}

/** Numbers in their plainest form, so that "0.50" and "0.5" are one variant. */
function variantFrom({ derived }: NumericModel, values: Values, solved: Solved): Variant {
  const { numbers, key } = solved;
  const names = [...Object.keys(values), ...derived.map(([name]) => name)];
  return {
    values: Object.fromEntries(
      names.map((name) => [name, numbers[name] ? plain(numbers[name]) : (values[name] ?? '')]),
    ),
    answer: plain(key),
  };
}
