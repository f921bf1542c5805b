import type { Translate } from '../platform/http/i18n.js';
import { LOCALES } from '../platform/locale.js';
import { reasonText, type Reason } from './reasons.js';

/** A reason in the reader's language. What is quoted from a file, or from a library that could not read it, is as it is. */
export function reasonWords(why: Reason, t: Translate): string {
  return reasonText(why, ({ code, params = {} }) =>
    t(
      `reason.${code}`,
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          name.startsWith('language') ? languagesIn(String(value), t) : value,
        ]),
      ),
    ),
  );
}

/** `nb, sv` by their names; a language that is none of ours by its tag. */
function languagesIn(tags: string, t: Translate): string {
  return tags
    .split(', ')
    .map((tag) => (LOCALES.some((locale) => locale === tag) ? t(`lint.language.${tag}`) : tag))
    .join(', ');
}
