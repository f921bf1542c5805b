import type { Decimal } from 'decimal.js';
import { decimal, plain } from './expression.rules.js';

/** What a number in an expression measures: so many of these units, and what one of them is in the base units of its dimensions. */
export interface Measure {
  readonly factor: Decimal;
  /** Dimension to power: `{mass: 1, volume: -1}` of mg/ml. Nothing of a plain number. */
  readonly powers: Powers;
  /** The units that it is made of, for saying it. */
  readonly units: Powers;
}

type Powers = Readonly<Record<string, number>>;

/** Things that can be counted: a number of them may stand for a plain number, but not for a number of another thing. */
const THINGS = ['tablet', 'capsule', 'ampoule', 'vial', 'suppository', 'patch'];

/** What happens so many times; it only counts, so that 2 doses of 5 mg are 10 mg. */
const TIMES = ['dose', 'time', 'meal', 'inhalation'];

const BASE: Readonly<Record<string, readonly [dimension: string, factor: string]>> = {
  kg: ['mass', '1000'],
  g: ['mass', '1'],
  mg: ['mass', '0.001'],
  microgram: ['mass', '0.000001'],
  ng: ['mass', '0.000000001'],
  l: ['volume', '1'],
  dl: ['volume', '0.1'],
  ml: ['volume', '0.001'],
  week: ['duration', '604800'],
  day: ['duration', '86400'],
  hour: ['duration', '3600'],
  minute: ['duration', '60'],
  mmol: ['amount', '1'],
  unit: ['units', '1'],
  IU: ['international units', '1'],
  drop: ['drops', '1'],
  ...Object.fromEntries(THINGS.map((thing) => [thing, [thing, '1'] as const])),
};

/** One, without a unit. */
export const PLAIN: Measure = { factor: decimal('1'), powers: {}, units: {} };

/** What a unit may measure. A percentage is a part of something, or so many grams in 100 ml: the text of an item says which. */
export function measuresOf(unit: string): readonly Measure[] {
  if (unit !== 'percent') return [unit.split('/').map(ofOne).reduce(dividedBy)];
  const part: Measure = { factor: decimal('0.01'), powers: {}, units: { percent: 1 } };
  return [part, { ...part, factor: decimal('10'), powers: { mass: 1, volume: -1 } }];
}

function ofOne(unit: string): Measure {
  const units = { [unit]: 1 };
  if (unit === 'percent') return { factor: decimal('0.01'), powers: {}, units };
  const known = BASE[unit];
  if (known) return { factor: decimal(known[1]), powers: { [known[0]]: 1 }, units };
  if (TIMES.includes(unit)) return { ...PLAIN, units };
  throw new Error(`${unit} measures nothing that we know`);
}

export function multipliedBy(left: Measure, right: Measure): Measure {
  return {
    factor: left.factor.times(right.factor),
    powers: together(left.powers, right.powers, 1),
    units: together(left.units, right.units, 1),
  };
}

export function dividedBy(left: Measure, right: Measure): Measure {
  return {
    factor: left.factor.div(right.factor),
    powers: together(left.powers, right.powers, -1),
    units: together(left.units, right.units, -1),
  };
}

function together(left: Powers, right: Powers, sign: 1 | -1): Powers {
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return Object.fromEntries(
    names
      .map((name) => [name, (left[name] ?? 0) + sign * (right[name] ?? 0)] as const)
      .filter(([, power]) => power !== 0),
  );
}

/** Of one kind, be they of different size: mg and microgram. A number of things fits a plain number, and no number of other things. */
export function isOneKind(left: Measure, right: Measure): boolean {
  const measured = ({ powers }: Measure) => restOf(powers, (name) => !THINGS.includes(name));
  const counted = ({ powers }: Measure) => restOf(powers, (name) => THINGS.includes(name));
  return (
    isWithin(measured(left), measured(right)) &&
    isWithin(measured(right), measured(left)) &&
    (isWithin(counted(left), counted(right)) || isWithin(counted(right), counted(left)))
  );
}

/** One of the first is so many of the second, which is of the same kind. */
export function ratioOf(left: Measure, right: Measure): Decimal {
  return decimal(plain(left.factor.div(right.factor)));
}

function restOf(powers: Powers, wanted: (name: string) => boolean): Powers {
  return Object.fromEntries(Object.entries(powers).filter(([name]) => wanted(name)));
}

function isWithin(part: Powers, whole: Powers): boolean {
  return Object.entries(part).every(([name, power]) => whole[name] === power);
}

/** The unit as it would be written, such as `mg/ml` or `mg·tablet`; `1` for a plain number. A factor that no unit takes up stands in front. */
export function unitOf({ factor, units }: Measure): string {
  const own = sizeOf(units);
  if (plain(own) === plain(factor)) return written(units);
  for (const [name, power] of Object.entries(units)) {
    const { [name]: _left, ...others } = units;
    const sibling = siblingsOf(name).find(
      (one) => plain(sizeOf({ ...others, [one]: power })) === plain(factor),
    );
    if (sibling !== undefined)
      return written(
        Object.fromEntries(
          Object.entries(units).map(([one, other]) => [one === name ? sibling : one, other]),
        ),
      );
  }
  return `${plain(factor.div(own))} · ${written(units)}`;
}

function sizeOf(units: Powers): Decimal {
  return Object.entries(units).reduce(
    (size, [name, power]) => size.times(ofOne(name).factor.pow(power)),
    decimal('1'),
  );
}

function siblingsOf(unit: string): readonly string[] {
  const [dimension] = BASE[unit] ?? [];
  return Object.keys(BASE).filter((name) => name !== unit && BASE[name]?.[0] === dimension);
}

function written(units: Powers): string {
  const parts = (sign: 1 | -1): readonly string[] =>
    Object.entries(units).flatMap(([name, power]) =>
      Array.from({ length: Math.max(0, sign * power) }, () => name),
    );
  return [parts(1).join('·') || '1', ...parts(-1)].join('/');
}
