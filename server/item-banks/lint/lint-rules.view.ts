import { formatDateTime } from '../../platform/http/i18n.js';
import { inLocale } from '../../platform/locale.js';
import type { BankRecord } from '../bank.store.js';
import type { ItemWords } from '../bank-words.view.js';
import { lintProfile } from './lint-profile.js';
import { DECIDABLE_CODES, type LintStanding } from './lint-standing.rules.js';

/** What was typed, to be shown again when it was refused. */
export interface DecisionForm {
  readonly code: string;
  readonly severity: string;
  readonly reason: string;
}

const CHOICES = ['error', 'warning', 'bank'] as const;

/** Every rule with what it doubts, what the municipality has decided of it, and where a bank says otherwise. */
export function lintRulesPage(
  banks: readonly BankRecord[],
  { revision, standings }: { revision: number; standings: readonly LintStanding[] },
  page: {
    readonly mayDecide: boolean;
    readonly form?: DecisionForm;
    readonly problem?: 'not-filled-in' | 'changed-meanwhile';
  },
  { t, locale, timeZone }: ItemWords,
) {
  return {
    title: t('lintRules.title'),
    revision,
    rules: DECIDABLE_CODES.map((code) => {
      const own = standings.find((one) => one.code === code);
      const severity = own?.severity ?? 'warning';
      return {
        code,
        doubts: t(`lintRules.${code}`),
        standing: {
          text: t(`lint.severity.${severity}`),
          colour: severity === 'error' ? 'danger' : 'warning',
        },
        decided: own
          ? t('lintRules.decided', { time: formatDateTime(own.at, locale, timeZone) })
          : '',
        reason: own?.reason ?? '',
        banks: banks.flatMap(({ titles, lint }) => {
          const said = lintProfile(lint).severities[code];
          const holds = said === 'error' ? severity !== 'error' : said === 'off' && !own;
          if (!holds) return [];
          return [t(`lintRules.inBank.${said}`, { bank: inLocale(titles, locale).value })];
        }),
      };
    }),
    mayDecide: page.mayDecide,
    problem: page.problem === undefined ? '' : t(`lintRules.problem.${page.problem}`),
    reason: page.form?.reason ?? '',
    codes: DECIDABLE_CODES.map((code) => ({
      value: code,
      text: `${code}: ${t(`lintRules.${code}`)}`,
      chosen: page.form?.code === code,
    })),
    severities: CHOICES.map((value) => ({
      value,
      text: value === 'bank' ? t('lintRules.asBank') : t(`lint.severity.${value}`),
      chosen: page.form?.severity === value,
    })),
  };
}
