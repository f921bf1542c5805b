import type { Slot } from '../draw-form.rules.js';
import type { ProgrammeRules, Standard, TestSpecification } from '../programme.js';
import { itemStandards, roundedUp } from './angoff.rules.js';
import { itemKey, versionOf, type StandardRound } from './standard-round.js';

/** What a closed round says of the item versions that enough judges have rated; undefined where it is open, or says nothing. */
export function standardOf({ id, closed, ratings }: StandardRound): Standard | undefined {
  const means = itemStandards(ratings).flatMap(({ item, mean, isSet }) =>
    isSet ? [{ ...versionOf(item), mean }] : [],
  );
  if (!closed || means.length === 0) return undefined;
  return { roundId: id, closedAt: closed.at, means };
}

/** By `itemKey`. */
export function meansOf({ means }: Standard): ReadonlyMap<string, number> {
  return new Map(
    means.map(({ bankId, itemId, version, mean }) => [itemKey(bankId, itemId, version), mean]),
  );
}

type CutSlot = Pick<Slot, 'sectionId' | 'critical' | 'mean'>;

/**
 * How many of these items of a form must be right by the panel that rated them: the sum of their means, rounded up to whole items (Angoff
 * 1971), but never fewer than those that must be right whatever the sum. Undefined where the form was drawn without a panel.
 */
export function neededByPanel(
  slots: readonly CutSlot[],
  { sections }: TestSpecification,
  { noCriticalWrong }: Pick<ProgrammeRules, 'noCriticalWrong'>,
): number | undefined {
  const means = slots.flatMap(({ mean }) => mean ?? []);
  if (slots.length === 0 || means.length < slots.length) return undefined;
  const allRight = new Set(sections.flatMap((one) => (one.allRight ? [one.id] : [])));
  const mustBeRight = slots.filter(
    ({ sectionId, critical }) => allRight.has(sectionId) || (noCriticalWrong && critical),
  ).length;
  return Math.max(roundedUp(means.reduce((sum, mean) => sum + mean, 0) / 100), mustBeRight);
}
