import { Decimal } from 'decimal.js';
import type { AreaMapping, Lookup, MapEntry, Mapping } from './declarations.js';
import { isInside } from './shapes.js';
import {
  asNumber,
  numeric,
  readScalar,
  sameScalar,
  single,
  type QtiValue,
  type Scalar,
} from './values.js';

type Bounds = Omit<Mapping, 'entries'>;

/** What a mapping gives for a value: each different item once, the sum within the bounds. */
export function mapped(value: QtiValue, mapping: Mapping | undefined, baseType: string): QtiValue {
  if (!mapping) return numeric(0);
  // A point is mapped by its area, never by its text.
  if (baseType === 'point') return within(otherwise(mapping), mapping);
  if (value === null || value.cardinality === 'record') {
    const empty = mapping.entries.find((entry) => entry.key === '');
    return within(empty ? Number(empty.value) : otherwise(mapping), mapping);
  }
  return within(
    total([...new Set(value.items)].map((item) => entryFor(item, mapping, baseType))),
    mapping,
  );
}

function entryFor(item: Scalar, mapping: Mapping, baseType: string): number {
  const found =
    mapping.entries.find((entry) => fits(item, { ...entry, caseSensitive: true }, baseType)) ??
    mapping.entries.find((entry) => fits(item, entry, baseType));
  return found ? Number(found.value) : otherwise(mapping);
}

function fits(item: Scalar, { key, caseSensitive }: MapEntry, baseType: string): boolean {
  if (typeof item === 'string' && !caseSensitive) return item.toLowerCase() === key.toLowerCase();
  const wanted = readScalar(key, baseType);
  return wanted !== undefined && sameScalar(item, wanted, [baseType]);
}

/** What the areas of an image give for points: each area counts once. */
export function mappedPoints(value: QtiValue, mapping: AreaMapping | undefined): QtiValue {
  if (!mapping) return numeric(0);
  if (value === null || value.cardinality === 'record') return within(otherwise(mapping), mapping);
  const used = new Set<number>();
  const values = value.items.map((point) => {
    const found = mapping.areas.findIndex(
      (area, place) => !used.has(place) && isInside(String(point), area.shape, area.coords),
    );
    if (found < 0) return otherwise(mapping);
    used.add(found);
    return Number(mapping.areas[found]?.value);
  });
  return within(total(values), mapping);
}

/** What a table of `lookupOutcomeValue` gives for a number. */
export function lookedUp(value: QtiValue, table: Lookup, baseType: string): QtiValue {
  const number = asNumber(value);
  const row =
    number === undefined
      ? undefined
      : table.rows.find(({ source, includeBoundary }) => {
          const bound = Number(source);
          if (table.kind === 'match') return number === bound;
          return includeBoundary ? number >= bound : number > bound;
        });
  const target = row?.target ?? table.otherwise;
  const scalar = target === undefined ? undefined : readScalar(target, baseType || 'float');
  return scalar === undefined ? null : single(baseType || 'float', scalar);
}

function otherwise(bounds: Bounds): number {
  return Number(bounds.otherwise ?? 0);
}

function within(value: number, { lower, upper }: Bounds): QtiValue {
  const raised = lower === undefined ? value : Math.max(value, Number(lower));
  return numeric(upper === undefined ? raised : Math.min(raised, Number(upper)));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum.plus(value), new Decimal(0)).toNumber();
}
