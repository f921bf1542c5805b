import type { LintCode } from './lint-code.js';
import { lintChangesSchema, type LintChanges } from './lint-profile.js';
import { LINT_RULES } from './lint-rules.js';

/** What a municipality has decided of one rule, for the banks that it writes or takes from others. */
export interface LintStanding {
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  readonly reason: string;
  readonly at: Date;
}

/** The rules that look at items while they are written and reviewed. Figures are looked at with their files, and superseded sources have a page. */
export const DECIDABLE_CODES: readonly LintCode[] = LINT_RULES.filter(
  (rule) => !('inFigure' in rule) && rule.code !== 'S01',
).map(({ code }) => code);

/** A bank's own decisions and the municipality's: of each rule the stricter one holds. */
export function stricter(
  bank: LintChanges | undefined,
  standings: readonly LintStanding[],
): LintChanges | undefined {
  if (standings.length === 0) return bank;
  const before = bank ?? lintChangesSchema.parse({});
  const errors = standings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return {
    ...before,
    errors: [...new Set([...before.errors, ...errors])],
    off: before.off.filter((off) => !standings.some(({ code }) => code === off)),
  };
}
