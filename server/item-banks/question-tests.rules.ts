import { Decimal } from 'decimal.js';
import { decimal, plain } from './expression.rules.js';
import type { ItemProblem, NumericItem, QuestionTest, Variant } from './item.js';
import { judgeSolved, type Typed } from './diagnose.rules.js';
import { parametersOf } from './parameter-grid.rules.js';
import { readTypedNumber } from './typed-number.rules.js';
import type { SolvedVariant } from './variants.rules.js';

/** A claim about one response that did not come true. */
type Failure = string | undefined;

const FIGURES_TYPED = 4;

/**
 * Tries the item's questions as candidates would: every key scores, with comma and point; every mistake that its author named scores nothing
 * and is recognised; both ends of a tolerance count and a step beyond does not; a number that can be read in two ways is asked about; and
 * the author's own tests. One problem for each kind of failure, at its first variant.
 */
export function questionTestProblems(
  item: NumericItem,
  variants: readonly SolvedVariant[],
): readonly ItemProblem[] {
  const found = new Map<string, ItemProblem>();
  for (const one of variants) {
    for (const { path, kind, failure } of automatic(item, one)) {
      if (failure === undefined || found.has(kind)) continue;
      found.set(kind, { path, message: `${failure} (${described(one.variant)})` });
    }
  }
  return [
    ...found.values(),
    ...(item.tests ?? []).flatMap((test, index) => own(item, variants, test, index)),
  ];
}

interface Claim {
  readonly path: readonly string[];
  readonly kind: string;
  readonly failure: Failure;
}

function automatic(item: NumericItem, one: SolvedVariant): Claim[] {
  return [...keyClaims(item, one), ...mistakeClaims(item, one), ...rangeClaims(item, one)];
}

function keyClaims(item: NumericItem, one: SolvedVariant): Claim[] {
  const { answer } = one.variant;
  const path = ['answer'];
  const twoWays = readTypedNumber(answer).kind === 'ambiguous';
  const claims: Claim[] = [
    {
      path,
      kind: 'two ways',
      // A fixed number, as imported ones are, cannot give way: then the candidate is asked.
      failure:
        twoWays && Object.keys(parametersOf(item)).length > 0
          ? `the answer ${answer} can be read in two ways: allow fewer decimals`
          : undefined,
    },
    ...[answer, answer.replace('.', ',')].map((typed) => ({
      path,
      kind: `key ${typed === answer ? 'point' : 'comma'}`,
      failure: twoWays ? undefined : expected(item, one, typedWith(item, typed), 'right'),
    })),
  ];
  const otherUnit = item.answer.units?.find((unit) => unit !== item.answer.unit);
  if (otherUnit !== undefined)
    claims.push({
      path,
      kind: 'unit',
      failure: expected(item, one, { ...typedWith(item, answer), unit: otherUnit }, 'wrongUnit'),
    });
  const grouped = inThousands(answer);
  if (grouped !== undefined)
    claims.push(
      {
        path,
        kind: 'ambiguous',
        failure: expected(item, one, typedWith(item, grouped), 'ambiguous'),
      },
      {
        path,
        kind: 'thousands',
        failure: expected(
          item,
          one,
          { ...typedWith(item, grouped), meaning: 'thousands' },
          'right',
        ),
      },
    );
  return claims;
}

/** "1.250" for 1250: what a person may write and we must ask about; undefined for other numbers. */
function inThousands(answer: string): string | undefined {
  return /^[1-9]\d{0,2}\d{3}$/.test(answer)
    ? `${answer.slice(0, -3)}.${answer.slice(-3)}`
    : undefined;
}

function mistakeClaims(item: NumericItem, one: SolvedVariant): Claim[] {
  return one.solved.mistakes
    .filter(({ model }) => model.declared)
    .flatMap(({ model, values: [value] }) => {
      if (value === undefined) return [];
      const typed = plain(value.toSignificantDigits(FIGURES_TYPED, Decimal.ROUND_HALF_UP));
      const response = { ...typedWith(item, typed), meaning: 'decimal' as const };
      return [
        {
          path: ['errors', model.name],
          kind: `error ${model.name}`,
          failure: expected(item, one, response, model.name),
        },
      ];
    });
}

function rangeClaims(item: NumericItem, one: SolvedVariant): Claim[] {
  if (!item.answer.check) return [];
  const { least, most, mostIncluded } = one.solved.range;
  const beyond = decimal('0.00001');
  const ends: readonly (readonly [number: Decimal, right: boolean])[] = [
    [least, true],
    [least.minus(beyond), false],
    [most, mostIncluded],
    [most.plus(beyond), false],
  ];
  return ends
    .filter(([number]) => number.greaterThan(0))
    .map(([number, right], index) => {
      const response = { ...typedWith(item, plain(number)), meaning: 'decimal' as const };
      const verdict = judgeSolved(item, one.solved, response);
      return {
        path: ['answer', 'check'],
        kind: `end ${index}`,
        failure:
          verdict.right === right
            ? undefined
            : `${plain(number)} should be ${right ? 'right' : 'wrong'}, at the end of the tolerance`,
      };
    });
}

function own(
  item: NumericItem,
  variants: readonly SolvedVariant[],
  test: QuestionTest,
  index: number,
): ItemProblem[] {
  const path = ['tests', String(index)];
  const given = Object.entries(test.given ?? {});
  const one = variants.find(({ variant }) =>
    given.every(([name, value]) => variant.values[name] === value),
  );
  if (!one)
    return [
      {
        path,
        message: `tests.${index}: no variant has ${given.map((pair) => pair.join(' ')).join(', ')}`,
      },
    ];
  const { expect, typed, unit, meaning } = test;
  const response: Typed = {
    typed,
    ...(unit === undefined ? (item.answer.units ? { unit: item.answer.unit } : {}) : { unit }),
    ...(meaning === undefined ? {} : { meaning }),
  };
  const failure = expected(item, one, response, expect);
  return failure === undefined
    ? []
    : [{ path, message: `tests.${index}: ${failure} (${described(one.variant)})` }];
}

/** Says what is wrong when a response does not come out as it should. "wrong" is satisfied by any wrong response. */
function expected(
  item: NumericItem,
  { solved }: SolvedVariant,
  response: Typed,
  outcome: string,
): Failure {
  const verdict = judgeSolved(item, solved, response);
  const asked =
    response.meaning === undefined && readTypedNumber(response.typed).kind === 'ambiguous';
  const is = asked
    ? 'ambiguous'
    : verdict.right
      ? 'right'
      : (verdict.diagnosis?.mistake ?? 'wrong');
  if (is === outcome || (outcome === 'wrong' && !verdict.right)) return undefined;
  return `the response ${response.typed} should be ${outcome}, it is ${is}`;
}

function typedWith(item: NumericItem, typed: string): Typed {
  return { typed, ...(item.answer.units ? { unit: item.answer.unit } : {}) };
}

function described({ values, answer }: Variant): string {
  const numbers = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return [...numbers, ['answer', answer]].map((pair) => pair.join(' ')).join(', ');
}
