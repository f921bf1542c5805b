import { contrastRatio, LEAST_READABLE_CONTRAST } from '../../platform/colour.js';
import type { Locale } from '../../platform/locale.js';

/** In which municipalities lie, or may soon; the one a municipality has already is kept whatever it is. */
export const TIME_ZONES = [
  'Europe/Oslo',
  'Europe/Stockholm',
  'Europe/Copenhagen',
  'Europe/Helsinki',
  'Europe/Mariehamn',
  'Atlantic/Faroe',
  'Atlantic/Reykjavik',
  'Arctic/Longyearbyen',
] as const;

const LONGEST_NAME = 200;

/** As the form has it; arms are a form of their own. */
export interface AskedSettings {
  readonly name: string;
  readonly timeZone: string;
  readonly locale: Locale;
  readonly languages: readonly Locale[];
  readonly colour: string;
}

export type SettingsProblem =
  | { readonly field: 'name'; readonly problem: 'name-missing' | 'name-long' }
  | { readonly field: 'timeZone'; readonly problem: 'time-zone-unknown' }
  | { readonly field: 'languages'; readonly problem: 'default-not-offered' }
  | { readonly field: 'colour'; readonly problem: 'no-colour' }
  | { readonly field: 'colour'; readonly problem: 'too-pale'; readonly ratio: number };

/** Everything that is wrong with what was asked for. Contrast is that of text in the colour on white, and of white text on it. */
export function problemsWith(
  asked: AskedSettings,
  presentTimeZone: string,
): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const { name, timeZone, locale, languages, colour } = asked;
  if (name === '') problems.push({ field: 'name', problem: 'name-missing' });
  else if (name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
    problems.push({ field: 'name', problem: 'name-long' });
  if (![...TIME_ZONES, presentTimeZone].includes(timeZone))
    problems.push({ field: 'timeZone', problem: 'time-zone-unknown' });
  if (!languages.includes(locale))
    problems.push({ field: 'languages', problem: 'default-not-offered' });
  if (!/^#[0-9a-f]{6}$/.test(colour)) problems.push({ field: 'colour', problem: 'no-colour' });
  else if (contrastRatio(colour, '#ffffff') < LEAST_READABLE_CONTRAST)
    problems.push({
      field: 'colour',
      problem: 'too-pale',
      ratio: contrastRatio(colour, '#ffffff'),
    });
  return problems;
}
