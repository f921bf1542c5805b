import type { Locale } from '../platform/locale.js';
import type { Translate } from '../platform/http/i18n.js';

export interface CalculatorView {
  /** Between whole number and decimals, in the language of the page. */
  readonly comma: ',' | '.';
  readonly keys: readonly {
    readonly key: string;
    readonly text: string;
    /** For signs, which screen readers say differently or not at all; empty for digits. */
    readonly label: string;
    readonly sign: boolean;
  }[];
}

const NAMES = {
  C: 'clear',
  '⌫': 'back',
  '÷': 'divided',
  '×': 'times',
  '−': 'minus',
  '+': 'plus',
  '=': 'equals',
  ',': 'comma',
} as const;
const ROWS = ['C⌫÷×', '789−', '456+', '123=', '0,'];

/** The keys of the calculator on the page, row by row. */
export function calculatorView({
  locale,
  t,
}: {
  readonly locale: Locale;
  readonly t: Translate;
}): CalculatorView {
  const comma = locale === 'en' ? '.' : ',';
  return {
    comma,
    keys: ROWS.flatMap((row) => Array.from(row)).map((key) => ({
      key,
      text: key === ',' ? comma : key,
      label: key in NAMES ? t(`calculator.key.${NAMES[key as keyof typeof NAMES]}`) : '',
      sign: key in NAMES && key !== ',',
    })),
  };
}
