import assert from 'node:assert/strict';

/** Two numbers that are the same but for so much. */
export function closeTo(found: number | null | undefined, expected: number, within = 1e-9): void {
  assert.ok(typeof found === 'number', `expected ${expected}, found ${String(found)}`);
  assert.ok(Math.abs(found - expected) <= within, `expected ${expected}, found ${found}`);
}

export function allCloseTo(
  found: readonly (number | null)[],
  expected: readonly number[],
  within = 1e-9,
): void {
  assert.equal(found.length, expected.length);
  expected.forEach((value, n) => {
    closeTo(found[n], value, within);
  });
}
