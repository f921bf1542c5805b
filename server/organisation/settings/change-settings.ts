import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import type { Municipality } from '../municipality.js';
import type { MunicipalitySettings, MunicipalityStore } from '../municipality.store.js';
import type { Arms, ArmsRefusal } from './arms.js';
import type { ArmsStore } from './arms.store.js';
import { readArms } from './read-arms.js';
import { problemsWith, type AskedSettings, type SettingsProblem } from './settings.rules.js';

export interface ChangeSettingsDeps {
  readonly municipalities: Pick<MunicipalityStore, 'changeSettings'>;
  readonly arms: Pick<ArmsStore, 'keep'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export type SettingsOutcome =
  | { readonly changed: true }
  | { readonly changed: false; readonly problems: readonly SettingsProblem[] }
  | { readonly changed: false; readonly refusal: ArmsRefusal }
  | { readonly changed: false; readonly overtaken: true };

export type ChangeSettings = ReturnType<typeof changeSettings>;

/** What administrators decide about their municipality as a whole. `municipality` is as they saw it: who was faster is not overwritten. */
export function changeSettings({ municipalities, arms, audit, clock }: ChangeSettingsDeps) {
  async function put(
    municipality: Municipality,
    after: MunicipalitySettings,
    actor: string,
  ): Promise<SettingsOutcome> {
    if (!(await municipalities.changeSettings(municipality, after)))
      return { changed: false, overtaken: true };
    const { id: municipalityId } = municipality;
    const changed = FIELDS.filter((field) => asText(after[field]) !== asText(municipality[field]));
    if (changed.length > 0)
      await audit.record({
        municipalityId,
        actor,
        action: 'municipality.settings-changed',
        subject: `municipality:${municipalityId}`,
        at: clock(),
        details: Object.fromEntries(
          changed.flatMap((field) => [
            [field, asText(after[field])],
            [`${field}Before`, asText(municipality[field])],
          ]),
        ),
      });
    return { changed: true };
  }

  return {
    change(
      municipality: Municipality,
      asked: AskedSettings,
      actor: string,
    ): Promise<SettingsOutcome> {
      const problems = problemsWith(asked, municipality.timeZone);
      if (problems.length > 0) return Promise.resolve({ changed: false, problems });
      return put(municipality, { ...settingsOf(municipality), ...asked }, actor);
    },

    async bringArms(
      municipality: Municipality,
      file: Buffer,
      actor: string,
    ): Promise<SettingsOutcome> {
      const read = readArms(file);
      if ('reason' in read) return { changed: false, refusal: read };
      const id = await arms.keep(read satisfies Arms);
      return put(municipality, { ...settingsOf(municipality), arms: id }, actor);
    },

    removeArms(municipality: Municipality, actor: string): Promise<SettingsOutcome> {
      const { arms: _arms, ...rest } = settingsOf(municipality);
      return put(municipality, rest, actor);
    },
  };
}

const FIELDS = ['name', 'timeZone', 'locale', 'languages', 'colour', 'arms'] as const;

function settingsOf({
  name,
  timeZone,
  locale,
  languages,
  colour,
  arms,
}: Municipality): MunicipalitySettings {
  return {
    ...{ name, timeZone, locale, colour },
    ...(languages && { languages }),
    ...(arms !== undefined && { arms }),
  };
}

function asText(value: string | readonly string[] | undefined): string {
  return value === undefined ? '' : [value].flat().join(' ');
}
