import type { Translate } from '../../platform/http/i18n.js';
import type { Locale } from '../../platform/locale.js';
import { isUnit, unitName } from '../units.rules.js';
import type { FieldProblem } from './field-problem.js';

const BY_FIELD: readonly (readonly [pattern: RegExp, key: string])[] = [
  [/^products\.\d+\.id$/, 'productId'],
  [/\.name$/, 'name'],
  [/\.unit$/, 'unit'],
  [/^products\.sources$/, 'sources'],
  [/\.(from|to|step|values|graduation|least|most|amount|decimals)$/, 'number'],
];

/** What is wrong with a field of the calculation, for its author; `detail` is in English, where there is no text for it. */
export function problemWords(
  { field, message, said }: FieldProblem,
  locale: Locale,
  t: Translate,
): { readonly text: string; readonly detail: string } {
  if (said) {
    const units = Object.fromEntries(
      Object.entries(said.units).map(([name, unit]) => [name, inWords(unit, locale, t)]),
    );
    return { text: t(`calc.problem.${said.key}`, { ...said.values, ...units }), detail: '' };
  }
  const [, key = 'other'] = BY_FIELD.find(([pattern]) => pattern.test(field)) ?? [];
  return { text: t(`calc.problem.${key}`), detail: message };
}

/** `mg·ml/hour` as the language has it. */
function inWords(unit: string, locale: Locale, t: Translate): string {
  if (unit === '1') return t('calc.noUnit');
  return unit.replace(/[A-Za-z]+/g, (name) =>
    isUnit(name) ? unitName(name, locale, false) : name,
  );
}
