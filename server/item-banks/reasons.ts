/**
 * Why something of another system, or an image, is not taken as it is. The English text is what `medsert bank import --json` prints; pages have
 * the same in the reader's language, under `reason.<code>` in `views/locales/…/reasons.json`.
 */
const REASONS = {
  imageTooLarge: 'is larger than 1 MiB',
  imageOfNoKind: 'is no PNG, JPEG, GIF or WebP',
  imageTooManyPixels: 'is larger than {{most}} × {{most}} pixels',
  imageNotForEditor: 'is no PNG or JPEG',
} as const;

export type ReasonCode = keyof typeof REASONS;

export interface Reason {
  readonly code: ReasonCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

export function reason(code: ReasonCode, params?: Reason['params']): Reason {
  return params ? { code, params } : { code };
}

export function inEnglish({ code, params = {} }: Reason): string {
  return REASONS[code].replace(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
    String(params[name] ?? ''),
  );
}
