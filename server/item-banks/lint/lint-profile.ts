import { z } from 'zod';
import { LOCALES, type Locale } from '../../platform/locale.js';
import type { SupersededSource } from '../sources/source.js';
import { UNITS } from '../units.rules.js';
import type { Severity } from './finding.js';
import type { Pictures } from './picture-contrast.js';
import { LINT_CODES, type LintCode } from './lint-code.js';

/** How doses are written in one language. */
export interface LocaleNotation {
  readonly decimalSign: ',' | '.';
  readonly microgram: string;
  readonly units: string;
  /** Short forms of "units" that are accepted here. */
  readonly acceptedUnitLetters: readonly string[];
  readonly millilitre: 'ml' | 'mL';
  /** Whether a space stands between a number and `%`. */
  readonly spaceBeforePercent: boolean;
  /** The highest readability index (LIX) of a text. */
  readonly highestLix: number;
}

/** What one bank or municipality holds right. Every rule warns until a pharmacist makes it an error. */
export interface LintProfile {
  readonly severities: Readonly<Partial<Record<LintCode, Severity | 'off'>>>;
  readonly notation: Readonly<Record<Locale, LocaleNotation>>;
  /** Groups of names that are easily mixed up, as they should be written: `[['hydrALAZIN', 'hydrOKSYzin']]`. */
  readonly lookAlikes: readonly (readonly string[])[];
  /** Units that numeric items may use. */
  readonly units: readonly string[];
  /** Sources of the bank that no longer hold; empty where the item's page tells of them. */
  readonly superseded: readonly SupersededSource[];
  /** What was seen of the pictures that are looked at. */
  readonly pictures: Pictures;
}

const nordic = {
  decimalSign: ',',
  microgram: 'mikrogram',
  acceptedUnitLetters: [],
  millilitre: 'ml',
  spaceBeforePercent: true,
  highestLix: 50,
} as const;

/**
 * What holds where nothing else was decided. In Swedish `E` passes: HSLF-FS 2017:37 11 § is quoted as wanting it for international units,
 * which we know from a secondary source only. English is British, read by people who are used to Nordic numbers.
 * LIX: 40-50 is ordinary newspaper text (Björnsson, Läsbarhet, 1968); English has shorter words and gets less.
 */
export const NORDIC_PROFILE: LintProfile = {
  severities: {},
  notation: {
    nb: { ...nordic, units: 'enheter' },
    nn: { ...nordic, units: 'einingar' },
    sv: { ...nordic, units: 'enheter', acceptedUnitLetters: ['E'] },
    en: {
      ...nordic,
      decimalSign: '.',
      microgram: 'micrograms',
      units: 'units',
      spaceBeforePercent: false,
      highestLix: 45,
    },
  },
  lookAlikes: [],
  units: UNITS,
  superseded: [],
  pictures: new Map(),
};

const code = z.enum(LINT_CODES);

/** `lint` beside an item or a lesson: few, and each with its reason. */
export const lintExceptionsSchema = z.array(
  z.strictObject({ allow: code, because: z.string().min(10) }),
);

/** `lint` in `bank.yaml`: what differs from the Nordic profile. */
export const lintChangesSchema = z.strictObject({
  errors: z.array(code).default([]),
  off: z.array(code).default([]),
  acceptedUnitLetters: z.partialRecord(z.enum(LOCALES), z.array(z.string())).default({}),
  millilitre: z.enum(['ml', 'mL']).optional(),
  highestLix: z.partialRecord(z.enum(LOCALES), z.number().positive()).default({}),
  lookAlikes: z.array(z.array(z.string()).min(2)).default([]),
  units: z.array(z.enum(UNITS)).optional(),
});
export type LintChanges = z.output<typeof lintChangesSchema>;

/** The Nordic profile with a bank's own decisions. A rule that is named both as an error and as off is an error. */
export function lintProfile(changes: LintChanges | undefined): LintProfile {
  if (!changes) return NORDIC_PROFILE;
  const severities: Partial<Record<LintCode, Severity | 'off'>> = {};
  for (const off of changes.off) severities[off] = 'off';
  for (const error of changes.errors) severities[error] = 'error';
  const notation = Object.fromEntries(
    LOCALES.map((locale) => {
      const before = NORDIC_PROFILE.notation[locale];
      return [
        locale,
        {
          ...before,
          millilitre: changes.millilitre ?? before.millilitre,
          acceptedUnitLetters: changes.acceptedUnitLetters[locale] ?? before.acceptedUnitLetters,
          highestLix: changes.highestLix[locale] ?? before.highestLix,
        },
      ];
    }),
  ) as Record<Locale, LocaleNotation>;
  const { lookAlikes, units = UNITS } = changes;
  return { ...NORDIC_PROFILE, severities, notation, lookAlikes, units };
}
