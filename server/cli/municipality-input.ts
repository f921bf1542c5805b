import { attributePresets } from '../identity/attribute-presets.js';
import type { IdentityProviderSettings } from '../identity/identity-provider.js';
import {
  identityProviderSettings,
  type ImportedIdentityProvider,
} from '../identity/idp-metadata.js';
import type { AttributeMapping } from '../identity/attribute-mapping.js';
import type { Municipality } from '../organisation/municipality.js';
import { LOCALES, type Locale } from '../platform/locale.js';
import type { CommandInput } from './command.js';
import { namedMetadata, type NamedMetadata } from './metadata-from.js';

export const MUNICIPALITY_CREATE_USAGE =
  'municipality create --slug S --name N --country NO|SE --idp-metadata FILE|URL --preset P [--pin FILE] [--entity-id E] [--locale L] [--time-zone Z] [--signed-response yes|no] [--level URI,…|none]';

export interface MunicipalityInput {
  readonly slug: string;
  readonly name: string;
  readonly country: Municipality['country'];
  readonly locale: Locale;
  readonly timeZone: string;
  readonly metadata: NamedMetadata;
  readonly entityId?: string | undefined;
  readonly preset: Preset;
}

export interface Preset {
  readonly attributes: AttributeMapping;
  /** Entra ID and AD FS sign the assertion only, unless they are told otherwise. */
  readonly signsResponse: boolean;
  /** Levels of assurance that are demanded. */
  readonly wantedLevels?: readonly string[];
}

/** Whoever signs for medicines there does it with a card: level 3 (Sambi, tillitsramverk). */
const sambi: Preset = {
  attributes: attributePresets.inera,
  signsResponse: true,
  wantedLevels: ['http://id.sambi.se/loa/loa3'],
};

const presets: Readonly<Record<string, Preset>> = {
  'ks-laering': { attributes: attributePresets.ksLaering, signsResponse: true },
  'entra-id': { attributes: attributePresets.entraId, signsResponse: false },
  'ad-fs': { attributes: attributePresets.adfs, signsResponse: false },
  feide: { attributes: attributePresets.feide, signsResponse: true },
  swamid: { attributes: attributePresets.swamid, signsResponse: true },
  skolfederation: { attributes: attributePresets.swamid, signsResponse: true },
  inera: sambi,
  sambi,
  'persistent-name-id': { attributes: attributePresets.persistentNameId, signsResponse: true },
};
/** As people also write them. */
const alsoCalled: Readonly<Record<string, string>> = { entra: 'entra-id', azuread: 'entra-id' };

const byCountry = {
  NO: { locale: 'nb', timeZone: 'Europe/Oslo' },
  SE: { locale: 'sv', timeZone: 'Europe/Stockholm' },
} as const satisfies Record<Municipality['country'], { locale: Locale; timeZone: string }>;

const NEEDED = ['slug', 'name', 'country', 'idp-metadata', 'preset'];
const OPTIONS = [
  ...NEEDED,
  'entity-id',
  'pin',
  'locale',
  'time-zone',
  'signed-response',
  'level',
  'json',
];
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LONGEST_NAME = 200;

/** All that can be judged without a database, or the first mistake in it. */
export function municipalityInput({
  options,
  arguments: words,
}: CommandInput): MunicipalityInput | { readonly mistake: string } {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) return { mistake: `There is no option --${unknown}.` };
  if (words.length > 0) return { mistake: `"${words.join(' ')}" belongs to no option.` };
  const missing = NEEDED.find((name) => (options[name] ?? '').trim() === '');
  if (missing !== undefined) return { mistake: `--${missing} is missing.` };
  const slug = options['slug'] ?? '';
  if (!SLUG.test(slug))
    return { mistake: '--slug takes a to z, 0 to 9 and hyphens, at most 63, such as fjordby.' };
  const name = (options['name'] ?? '').trim();
  if (name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
    return { mistake: `--name has more than ${LONGEST_NAME} characters, or one without a shape.` };
  const country = COUNTRIES.find((one) => one === options['country']?.toUpperCase());
  if (!country) return { mistake: `--country is one of ${COUNTRIES.join(', ')}.` };
  const locale = LOCALES.find((one) => one === (options['locale'] ?? byCountry[country].locale));
  if (!locale) return { mistake: `--locale is one of ${LOCALES.join(', ')}.` };
  const timeZone = options['time-zone'] ?? byCountry[country].timeZone;
  if (!isTimeZone(timeZone)) return { mistake: '--time-zone is not one, such as Europe/Oslo.' };
  const preset = presetFrom(options);
  if ('mistake' in preset) return preset;
  return {
    slug,
    name,
    country,
    locale,
    timeZone,
    metadata: namedMetadata({ options }),
    entityId: options['entity-id'],
    preset,
  };
}

/** The preset that is named, with what the options say otherwise. */
export function presetFrom(
  options: CommandInput['options'],
): Preset | { readonly mistake: string } {
  const preset = presetNamed(options['preset'] ?? '');
  if (!preset) return { mistake: `--preset is one of ${Object.keys(presets).join(', ')}.` };
  const signed = options['signed-response'];
  if (signed !== undefined && !['yes', 'no'].includes(signed))
    return { mistake: '--signed-response is yes or no.' };
  return {
    ...preset,
    ...(signed !== undefined && { signsResponse: signed === 'yes' }),
    ...(options['level'] !== undefined && { wantedLevels: levelsIn(options['level']) }),
  };
}

/** What is kept of the login service that was read. */
export function settingsBy(
  { signsResponse: wantResponseSigned, attributes, wantedLevels }: Preset,
  imported: ImportedIdentityProvider,
): IdentityProviderSettings {
  return identityProviderSettings(imported, {
    attributes,
    wantResponseSigned,
    // Encryption alone proves nothing about who sent a message.
    acceptsEncrypted: wantResponseSigned,
    ...(wantedLevels && { wantedLevels }),
  });
}

function levelsIn(text: string): string[] {
  return text === 'none' ? [] : text.split(',').map((level) => level.trim());
}

const COUNTRIES = ['NO', 'SE'] as const;

function presetNamed(given: string): Preset | undefined {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/æ/g, 'ae')
      .replace(/[^a-z0-9]/g, '');
  const wanted = Object.hasOwn(alsoCalled, plain(given)) ? alsoCalled[plain(given)] : given;
  return Object.entries(presets).find(([name]) => plain(name) === plain(wanted ?? ''))?.[1];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.includes('/');
  } catch {
    return false;
  }
}
