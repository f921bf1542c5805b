import { cell, numberIn, readCsv } from './reference-table.js';

export interface LsatPattern {
  readonly scores: readonly (0 | 1)[];
  readonly people: number;
}

export interface VerbalPerson {
  readonly scores: readonly (0 | 1)[];
  readonly gender: number;
}

const oneOrZero = (value: string): 0 | 1 => (value === '1' ? 1 : 0);

/** Patterns of five items; the last column counts them. */
export function lsatPatterns(folder: string, name: 'LSAT6' | 'LSAT7'): LsatPattern[] {
  return readCsv(folder, `${name.toLowerCase()}-patterns.csv`).map((row) => {
    const values = Object.values(row);
    return { scores: values.slice(0, -1).map(oneOrZero), people: Number(values.at(-1)) };
  });
}

/** All columns are items but the last two, Anger and Gender. */
export function verbalPeople(folder: string): VerbalPerson[] {
  return readCsv(folder, 'verbal-aggression.csv').map((row) => {
    const names = Object.keys(row).filter((name) => name !== 'Anger' && name !== 'Gender');
    return {
      scores: names.map((name) => oneOrZero(cell(row, name))),
      gender: numberIn(row, 'Gender'),
    };
  });
}
