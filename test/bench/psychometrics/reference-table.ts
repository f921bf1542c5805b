import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** What a deviation is measured in: as it is, as a share of the expected value, or as a share of it where it is above 1. */
export type Measure = 'absolute' | 'relative' | 'relative above 1';

export interface TableResult {
  readonly table: string;
  readonly pass: boolean;
  readonly values: number;
  readonly tolerance: number;
  readonly measure: Measure;
  /** In the measure of the tolerance. */
  readonly largestDeviation: number;
  readonly largestAbsoluteDeviation: number;
  /** Where the largest deviation is. */
  readonly at: string;
  /** Values that one side has and the other has not. */
  readonly missing: readonly string[];
  readonly remark?: string;
}

/** Values of one reference table beside ours. */
export class ReferenceTable {
  private worst = { deviation: 0, at: '' };
  private absolute = 0;
  private values = 0;
  private readonly missing: string[] = [];
  private said: string | undefined;
  readonly table: string;
  readonly tolerance: number;
  readonly measure: Measure;

  constructor(table: string, tolerance: number, measure: Measure = 'absolute') {
    this.table = table;
    this.tolerance = tolerance;
    this.measure = measure;
  }

  compare(what: string, found: number | null | undefined, expected: number | null): this {
    this.values += 1;
    const ours = found ?? null;
    if (ours === null || expected === null || Number.isNaN(ours)) {
      if (ours !== expected) this.missing.push(what);
      return this;
    }
    const distance = Math.abs(ours - expected);
    const size = Math.abs(expected);
    const unit = { absolute: 1, relative: size || 1, 'relative above 1': Math.max(1, size) };
    const deviation = distance / unit[this.measure];
    this.absolute = Math.max(this.absolute, distance);
    if (deviation > this.worst.deviation) this.worst = { deviation, at: what };
    return this;
  }

  compareAll(
    what: string,
    found: readonly (number | null)[],
    expected: readonly (number | null)[],
  ): this {
    if (found.length !== expected.length) this.missing.push(`${what}: not as many`);
    expected.forEach((value, n) => this.compare(`${what} ${n + 1}`, found[n], value));
    return this;
  }

  remark(said: string): this {
    this.said = said;
    return this;
  }

  result(): TableResult {
    const { table, tolerance, measure, values, missing } = this;
    const { deviation, at } = this.worst;
    const pass = values > 0 && missing.length === 0 && deviation <= tolerance;
    return {
      table,
      pass,
      values,
      tolerance,
      measure,
      largestDeviation: deviation,
      largestAbsoluteDeviation: this.absolute,
      at,
      missing,
      ...(this.said === undefined ? {} : { remark: this.said }),
    };
  }
}

export type CsvRow = Readonly<Record<string, string>>;

/** One value of a row; empty counts as there, a column that is not there does not. */
export function cell(row: CsvRow, name: string): string {
  const value = row[name];
  if (value === undefined) throw new Error(`No column ${name}`);
  return value;
}

export function numberIn(row: CsvRow, name: string): number {
  return Number(cell(row, name));
}

export function readCsv(folder: string, file: string): CsvRow[] {
  const text = readFileSync(join(folder, file), 'utf8');
  return z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true }));
}

export function readJson<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
): z.infer<Schema> {
  return schema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

export const numbers = z.array(z.number());
