import type { Translate } from '../platform/http/i18n.js';
import { SAFE_BOUNDS } from './session.rules.js';

const NUMBERS = ['idleMinutes', 'sharedIdleMinutes', 'hours'] as const;

/** What stands in the fields: the limits in force, or what was typed. */
type Typed = Readonly<Record<(typeof NUMBERS)[number], unknown>> & {
  readonly everyDeviceIsShared: boolean;
  readonly shared?: unknown;
};

/** `wrong`: fields that were refused, by name. */
export function sessionLimitsPage(typed: Typed, wrong: readonly string[], t: Translate) {
  const every = typed.shared === undefined ? typed.everyDeviceIsShared : typed.shared === 'every';
  return {
    heading: t('sessionLimits.title'),
    wrong: wrong.length > 0,
    fields: NUMBERS.map((name) => {
      const { least, most } = SAFE_BOUNDS[name];
      return {
        name,
        label: t(`sessionLimits.${name}`),
        hint: t(`sessionLimits.${name}.hint`),
        value: String(typed[name]),
        least,
        most,
        error: wrong.includes(name) ? t('sessionLimits.outside', { least, most }) : '',
      };
    }),
    choices: (['marked', 'every'] as const).map((value) => ({
      value,
      text: t(`sessionLimits.shared.${value}`),
      checked: every === (value === 'every'),
    })),
  };
}
