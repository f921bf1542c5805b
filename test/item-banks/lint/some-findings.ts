import type { Item, ItemText } from '../../../server/item-banks/item.js';
import type { Finding } from '../../../server/item-banks/lint/finding.js';
import { lintItem } from '../../../server/item-banks/lint/lint-item.js';
import { NORDIC_PROFILE, type LintProfile } from '../../../server/item-banks/lint/lint-profile.js';
import type { Locale } from '../../../server/platform/locale.js';
import { aSingleChoice } from '../some-items.js';

/** A single choice with key b that says this in one language, and nothing doubtful elsewhere. */
export function itemSaying(locale: Locale, text: Partial<ItemText>): Item {
  const nb = aSingleChoice().texts.nb ?? { stem: '', rationale: '' };
  return aSingleChoice({ texts: { nb, [locale]: { ...nb, ...text } } });
}

export function findingsOf(
  code: string,
  item: Item,
  profile: LintProfile = NORDIC_PROFILE,
): readonly Finding[] {
  return lintItem(item, profile).filter((finding) => finding.code === code);
}

/** What a rule finds in a rationale: the words, and what it would write instead. */
export function foundIn(code: string, locale: Locale, text: string): (readonly string[])[] {
  return findingsOf(code, itemSaying(locale, { rationale: text })).map(({ params, replacement }) =>
    replacement === undefined ? [String(params['found'])] : [String(params['found']), replacement],
  );
}
