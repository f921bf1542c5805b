import type { Locale } from '../platform/locale.js';

/** [one, several] in each language. */
type Names = Readonly<Record<Locale, readonly [one: string, several: string]>>;

const same = (text: string): Names => ({
  nb: [text, text],
  nn: [text, text],
  sv: [text, text],
  en: [text, text],
});

const NAMES: Readonly<Record<string, Names>> = {
  g: same('g'),
  mg: same('mg'),
  microgram: {
    nb: ['mikrogram', 'mikrogram'],
    nn: ['mikrogram', 'mikrogram'],
    sv: ['mikrogram', 'mikrogram'],
    en: ['microgram', 'micrograms'],
  },
  ng: {
    nb: ['nanogram', 'nanogram'],
    nn: ['nanogram', 'nanogram'],
    sv: ['nanogram', 'nanogram'],
    en: ['nanogram', 'nanograms'],
  },
  kg: same('kg'),
  l: {
    nb: ['liter', 'liter'],
    nn: ['liter', 'liter'],
    sv: ['liter', 'liter'],
    en: ['litre', 'litres'],
  },
  dl: same('dl'),
  ml: same('ml'),
  mmol: same('mmol'),
  percent: same('%'),
  unit: {
    nb: ['enhet', 'enheter'],
    nn: ['eining', 'einingar'],
    sv: ['enhet', 'enheter'],
    en: ['unit', 'units'],
  },
  IU: {
    nb: ['internasjonal enhet', 'internasjonale enheter'],
    nn: ['internasjonal eining', 'internasjonale einingar'],
    sv: ['internationell enhet', 'internationella enheter'],
    en: ['international unit', 'international units'],
  },
  tablet: {
    nb: ['tablett', 'tabletter'],
    nn: ['tablett', 'tablettar'],
    sv: ['tablett', 'tabletter'],
    en: ['tablet', 'tablets'],
  },
  capsule: {
    nb: ['kapsel', 'kapsler'],
    nn: ['kapsel', 'kapslar'],
    sv: ['kapsel', 'kapslar'],
    en: ['capsule', 'capsules'],
  },
  drop: {
    nb: ['dråpe', 'dråper'],
    nn: ['drope', 'dropar'],
    sv: ['droppe', 'droppar'],
    en: ['drop', 'drops'],
  },
  dose: {
    nb: ['dose', 'doser'],
    nn: ['dose', 'dosar'],
    sv: ['dos', 'doser'],
    en: ['dose', 'doses'],
  },
  ampoule: {
    nb: ['ampulle', 'ampuller'],
    nn: ['ampulle', 'ampullar'],
    sv: ['ampull', 'ampuller'],
    en: ['ampoule', 'ampoules'],
  },
  vial: {
    nb: ['hetteglass', 'hetteglass'],
    nn: ['hetteglas', 'hetteglas'],
    sv: ['injektionsflaska', 'injektionsflaskor'],
    en: ['vial', 'vials'],
  },
  suppository: {
    nb: ['stikkpille', 'stikkpiller'],
    nn: ['stikkpille', 'stikkpiller'],
    sv: ['stolpiller', 'stolpiller'],
    en: ['suppository', 'suppositories'],
  },
  hour: {
    nb: ['time', 'timer'],
    nn: ['time', 'timar'],
    sv: ['timme', 'timmar'],
    en: ['hour', 'hours'],
  },
  minute: {
    nb: ['minutt', 'minutter'],
    nn: ['minutt', 'minutt'],
    sv: ['minut', 'minuter'],
    en: ['minute', 'minutes'],
  },
  day: { nb: ['døgn', 'døgn'], nn: ['døgn', 'døgn'], sv: ['dygn', 'dygn'], en: ['day', 'days'] },
  week: {
    nb: ['uke', 'uker'],
    nn: ['veke', 'veker'],
    sv: ['vecka', 'veckor'],
    en: ['week', 'weeks'],
  },
  time: {
    nb: ['gang', 'ganger'],
    nn: ['gong', 'gonger'],
    sv: ['gång', 'gånger'],
    en: ['time', 'times'],
  },
  meal: {
    nb: ['måltid', 'måltider'],
    nn: ['måltid', 'måltid'],
    sv: ['måltid', 'måltider'],
    en: ['meal', 'meals'],
  },
  inhalation: {
    nb: ['inhalasjon', 'inhalasjoner'],
    nn: ['inhalasjon', 'inhalasjonar'],
    sv: ['inhalation', 'inhalationer'],
    en: ['inhalation', 'inhalations'],
  },
  patch: {
    nb: ['plaster', 'plaster'],
    nn: ['plaster', 'plaster'],
    sv: ['plåster', 'plåster'],
    en: ['patch', 'patches'],
  },
};

export const UNITS: readonly string[] = Object.keys(NAMES);

/** Is this a unit we know, or several joined by a slash (`mg/kg`)? */
export function isUnit(unit: string): boolean {
  return unit.split('/').every((part) => Object.hasOwn(NAMES, part));
}

/** Our name of a unit written in words of any language, such as "tabletter" or "mg/time"; undefined when it is none of ours. */
export function unitCalled(words: string): string | undefined {
  const parts = words.trim().toLowerCase().split('/').map(nameCalled);
  return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
}

/** A word that could mean two units ("time" is an hour in bokmål) means none. */
function nameCalled(word: string): string | undefined {
  const wanted = word.trim();
  const called = UNITS.filter(
    (unit) =>
      unit.toLowerCase() === wanted ||
      Object.values(NAMES[unit] ?? {}).some((names) =>
        names.some((name) => name.toLowerCase() === wanted),
      ),
  );
  return called.length === 1 ? called[0] : undefined;
}

/** The unit in words: `unitName('ml/hour', 'nb', true)` is "ml/time". */
export function unitName(unit: string, locale: Locale, several: boolean): string {
  return unit
    .split('/')
    .map((part, index) => {
      const names = NAMES[part];
      if (!names) throw new Error(`Unknown unit ${part}`);
      return names[locale][index === 0 && several ? 1 : 0];
    })
    .join('/');
}

const NO_BREAK_SPACE = '\u00a0';

/** Plain decimal text as it is written in that language; groups of three from five digits on, parted by a space that does not break. */
export function formatNumber(value: string, locale: Locale): string {
  const [whole = '0', fraction] = value.split('.');
  const grouped = whole.length >= 5 ? whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE) : whole;
  if (fraction === undefined) return grouped;
  return `${grouped}${locale === 'en' ? '.' : ','}${fraction}`;
}

/** "2,5 mg", "1 tablett", "0,5 tablett", "3 tabletter". */
export function formatQuantity(value: string, unit: string, locale: Locale): string {
  const several = locale === 'en' ? Number(value) !== 1 : Number(value) > 1 || Number(value) === 0;
  return `${formatNumber(value, locale)}${NO_BREAK_SPACE}${unitName(unit, locale, several)}`;
}
