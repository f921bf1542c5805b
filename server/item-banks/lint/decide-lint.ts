import type { AuditTrail } from '../../audit/audit-event.js';
import type { Person } from '../../organisation/person.js';
import type { Clock } from '../../platform/clock.js';
import type { BankRecord } from '../bank.store.js';
import type { LintCode } from './lint-code.js';
import { stricter } from './lint-standing.rules.js';
import type { LintStandingStore } from './lint-standing.store.js';

export interface DecideLintDeps {
  readonly lintStandings: LintStandingStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export interface LintDecision {
  readonly person: Pick<Person, 'id' | 'municipalityId'>;
  readonly code: LintCode;
  /** `bank`: the municipality takes its word back, and what each bank says holds. */
  readonly severity: 'error' | 'warning' | 'bank';
  readonly reason: string;
  /** That the person has looked at. */
  readonly revision: number;
}

/** Makes a rule of the linter an error or a warning in the whole municipality. False when something was decided meanwhile. */
export function decideLint({ lintStandings, audit, clock }: DecideLintDeps) {
  return async ({ code, severity, reason, revision, person }: LintDecision): Promise<boolean> => {
    const { municipalityId, id } = person;
    const at = clock();
    const { standings } = await lintStandings.of(municipalityId);
    const others = standings.filter((one) => one.code !== code);
    const after = severity === 'bank' ? others : [...others, { code, severity, reason, at }];
    if (!(await lintStandings.put(municipalityId, revision, after))) return false;
    await audit.record({
      municipalityId,
      actor: id,
      action: 'item.lint-decided',
      subject: `municipality:${municipalityId}`,
      at,
      details: { rule: code, standing: severity },
      aside: { personId: id, content: { reason } },
    });
    return true;
  };
}

/** The bank as the municipality's authors are held to it. */
export async function asHeldIn(
  { lintStandings }: Pick<DecideLintDeps, 'lintStandings'>,
  municipalityId: string,
  bank: BankRecord,
): Promise<BankRecord> {
  const { standings } = await lintStandings.of(municipalityId);
  const lint = stricter(bank.lint, standings);
  return lint ? { ...bank, lint } : bank;
}
