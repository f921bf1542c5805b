import { createHash, timingSafeEqual } from 'node:crypto';

type Setting = string | boolean | number;
/** Settings of Safe Exam Browser by their keys; only those that differ from its own, safe values. */
export type SebSettings = Readonly<Record<string, Setting>>;

/** The browser opens at the exam, tells its Config Key with every request, and can be left. Logins elsewhere stay possible, so no addresses are filtered. */
export function sebSettings(startUrl: string): SebSettings {
  return {
    originatorVersion: 'Medsert',
    sebConfigPurpose: 0,
    startURL: startUrl,
    sendBrowserExamKey: true,
    allowQuit: true,
    allowSpellCheck: false,
    browserWindowAllowReload: true,
    showReloadButton: true,
    showTime: true,
  };
}

/**
 * The Config Key: SHA-256, in lower-case hexadecimal, of the settings as JSON without white space, escapes and `originatorVersion`, ordered by key without
 * regard to case (safeexambrowser.org/developer/seb-config-key.html).
 */
export function configKey(settings: SebSettings): string {
  const counted = Object.entries(settings).filter(([key]) => key !== 'originatorVersion');
  const members = counted
    .toSorted(([one], [other]) => compare(one.toLowerCase(), other.toLowerCase()))
    .map(([key, value]) => `"${key}":${typeof value === 'string' ? `"${value}"` : String(value)}`);
  return sha256(`{${members.join(',')}}`);
}

/** What the browser sends as `X-SafeExamBrowser-ConfigKeyHash` with a request of that absolute address, which counts without its fragment. */
export function configKeyHash(address: string, key: string): string {
  return sha256(`${address.split('#')[0] ?? ''}${key}`);
}

export function isConfigKeyHash(sent: string | undefined, address: string, key: string): boolean {
  const expected = Buffer.from(configKeyHash(address, key));
  const given = Buffer.from((sent ?? '').toLowerCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The settings as the unencrypted property list that Safe Exam Browser reads. */
export function sebFile(settings: SebSettings): string {
  const members = Object.entries(settings).map(
    ([key, value]) => `<key>${escaped(key)}</key>${valueElement(value)}`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
${members.join('\n')}
</dict></plist>
`;
}

/** An address that opens Safe Exam Browser with the file that is there. */
export function sebLink(address: string): string {
  return address.replace(/^http/, 'seb');
}

function valueElement(value: Setting): string {
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  return typeof value === 'number'
    ? `<integer>${value}</integer>`
    : `<string>${escaped(value)}</string>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
