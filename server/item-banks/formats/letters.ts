import type { Marks } from './question-content.js';

/** The letters that options get in their order: a, b, c … */
export function lettersFor(count: number): string[] {
  return Array.from({ length: count }, (_none, index) => String.fromCharCode(97 + index));
}

/** The names that prompts get in their order: 1, 2, 3 … */
export function promptsFor(count: number): string[] {
  return Array.from({ length: count }, (_none, index) => String(index + 1));
}

/** The letters of the options in the order of the content. */
export function optionNames(marks: Marks, count: number): readonly string[] {
  return namesIn(marks['letters'], lettersFor(count));
}

export function promptNames(marks: Marks, count: number): readonly string[] {
  return namesIn(marks['prompts'], promptsFor(count));
}

/** Names that were carried along count only while they still fit what they name. */
function namesIn(carried: string | undefined, usual: readonly string[]): readonly string[] {
  const names = carried?.split(' ') ?? [];
  const fit = names.length === usual.length && new Set(names).size === names.length;
  return fit && names.every((name) => /^[a-z0-9]{1,2}$/.test(name)) ? names : usual;
}
