import type { ProgrammeRules } from '../../exams/programme.js';
import type { Municipality } from '../../organisation/municipality.js';
import type { Standing } from '../gate.js';
import { configKey, isConfigKeyHash, sebLink, sebSettings } from './safe-browser.rules.js';

/** A request as far as it shows the browser that sent it. */
export interface BrowserShown {
  /** The absolute address that was asked for. */
  readonly address: string;
  /** The header `X-SafeExamBrowser-ConfigKeyHash`. */
  readonly keyHash: string | undefined;
}

/** Where the exam begins, and where the file for Safe Exam Browser is. */
function addressesOf(publicUrl: string, { slug }: Pick<Municipality, 'slug'>, programmeId: string) {
  return {
    start: `${publicUrl}/programmes/${programmeId}/exam`,
    file: `${publicUrl}/m/${slug}/programmes/${programmeId}/exam.seb`,
  };
}

export function settingsFor(
  publicUrl: string,
  of: Pick<Municipality, 'slug'>,
  programmeId: string,
) {
  return sebSettings(addressesOf(publicUrl, of, programmeId).start);
}

/** The key by which pages of the exam know the browser; nothing where the programme lets in any. */
export function keyFor(
  { supervision }: Pick<ProgrammeRules, 'supervision'>,
  publicUrl: string,
  of: Pick<Municipality, 'slug'>,
  programmeId: string,
): string | undefined {
  return supervision?.safeBrowser === true
    ? configKey(settingsFor(publicUrl, of, programmeId))
    : undefined;
}

/** The standing as it is for somebody with this browser: another than the programme wants locks the exam, with the link that opens the right one. */
export function standingWith(standing: Standing, publicUrl: string, shown: BrowserShown): Standing {
  const { decision, programme, municipality } = standing;
  const key = keyFor(programme.rules, publicUrl, municipality, programme.id);
  if (key === undefined) return standing;
  if (isConfigKeyHash(shown.keyHash, shown.address, key)) return standing;
  const href = sebLink(addressesOf(publicUrl, municipality, programme.id).file);
  const reasons = [...decision.reasons, { code: 'safe-browser', href } as const];
  return { ...standing, decision: { ...decision, allowed: false, reasons } };
}
