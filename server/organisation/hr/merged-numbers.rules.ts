import type { Person } from '../person.js';
import type { HrLine, RefusedLine } from './hr-lines.rules.js';

/** An employee number that leads to somebody who is known by another number, or by another login service. */
export interface MergedNumber {
  readonly number: string;
  readonly person: Person;
}

interface Told {
  readonly lines: readonly HrLine[];
  readonly refused: readonly RefusedLine[];
  readonly people: readonly Person[];
}

/**
 * Brings all that a file says of a merged person under one number: their own, or the first of the merged ones where the person is known by
 * another login service. So the file may have the old number, the new one, or a line for each.
 */
export function underOneNumber(
  { lines, refused, people }: Told,
  merged: readonly MergedNumber[],
): Told {
  const numberOf = new Map(people.map(({ id, subject }) => [id, subject]));
  const added: Person[] = [];
  const oneNumber = new Map<string, string>();
  for (const { number, person } of merged) {
    if (!numberOf.has(person.id)) {
      numberOf.set(person.id, number);
      added.push({ ...person, subject: number });
    }
    oneNumber.set(number, numberOf.get(person.id) ?? number);
  }
  const renumbered = <T extends { readonly employeeId?: string }>(line: T): T => {
    const number = line.employeeId === undefined ? undefined : oneNumber.get(line.employeeId);
    return number === undefined ? line : { ...line, employeeId: number };
  };
  return {
    lines: lines.map(renumbered),
    refused: refused.map(renumbered),
    people: [...people, ...added],
  };
}
