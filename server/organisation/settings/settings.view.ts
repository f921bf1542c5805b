import type { Words } from '../people.view.js';
import { languagesOf, type Municipality } from '../municipality.js';
import { LANGUAGE_NAMES, LOCALES } from '../../platform/locale.js';
import type { ArmsRefusal } from './arms.js';
import { TIME_ZONES, type AskedSettings, type SettingsProblem } from './settings.rules.js';

interface Shown {
  readonly municipality: Municipality;
  /** As somebody filled the form in; absent: as it is. */
  readonly asked?: AskedSettings | undefined;
  readonly problems?: readonly SettingsProblem[] | undefined;
  readonly refusal?: ArmsRefusal | undefined;
  readonly overtaken?: boolean | undefined;
}

export function settingsPage(
  { municipality, asked, problems = [], refusal, overtaken }: Shown,
  words: Words,
) {
  const { t } = words;
  const now = asked ?? { ...municipality, languages: languagesOf(municipality) };
  const { name, timeZone, locale, languages, colour } = now;
  const zones = [...new Set<string>([...TIME_ZONES, municipality.timeZone])];
  return {
    overtaken: overtaken === true,
    name,
    colour,
    errors: Object.fromEntries(
      FIELDS.map((field) => [
        field,
        messageOf(
          problems.find((one) => one.field === field),
          words,
        ),
      ]),
    ) as Readonly<Record<(typeof FIELDS)[number], string | null>>,
    zones: zones.map((value) => ({ value, chosen: value === timeZone })),
    defaults: LOCALES.map((value) => ({
      value,
      text: LANGUAGE_NAMES[value],
      chosen: value === locale,
    })),
    languages: LOCALES.map((value) => ({
      value,
      text: LANGUAGE_NAMES[value],
      chosen: languages.includes(value),
    })),
    arms: municipality.arms === undefined ? null : `/arms/${municipality.arms}`,
    armsAlt: t('settings.armsOf', { name: municipality.name }),
    armsError:
      refusal === undefined
        ? null
        : t(`settings.arms.${refusal.reason}`, 'what' in refusal ? { what: refusal.what } : {}),
  };
}

const FIELDS = ['name', 'timeZone', 'languages', 'colour'] as const;

function messageOf(found: SettingsProblem | undefined, { t, locale }: Words): string | null {
  if (!found) return null;
  if (found.problem !== 'too-pale') return t(`settings.problem.${found.problem}`);
  // Rounded down: 4.47 is not 4.5.
  const ratio = Math.floor(found.ratio * 10) / 10;
  return t('settings.problem.too-pale', { ratio: new Intl.NumberFormat(locale).format(ratio) });
}
