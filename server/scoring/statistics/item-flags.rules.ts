import type { OptionRow } from './option-table.rules.js';
import type { ItemStatistics } from './random-forms.rules.js';

/** Something an author should look at; the bounds are those of the field, none of them takes an item out by itself. */
export type ItemFlag =
  | { readonly code: 'too-easy' | 'too-hard'; readonly share: number }
  | { readonly code: 'weak-discrimination' | 'key-in-doubt'; readonly discrimination: number }
  | { readonly code: 'distractor-draws-the-able'; readonly option: string }
  | { readonly code: 'distractor-unused'; readonly option: string; readonly share: number };

/** Right for more than 95 % or fewer than 25 %, r below 0.15 or below 0, a distractor with r above 0 or chosen by fewer than 5 %. */
export function itemFlags(
  statistics: ItemStatistics,
  options: readonly OptionRow[] = [],
): ItemFlag[] {
  if (!statistics.shown) return [];
  const { facility, discrimination } = statistics;
  const flags: ItemFlag[] = [];
  if (facility.share > 0.95) flags.push({ code: 'too-easy', share: facility.share });
  if (facility.share < 0.25) flags.push({ code: 'too-hard', share: facility.share });
  if (discrimination !== null && discrimination < 0.15)
    flags.push({
      code: discrimination < 0 ? 'key-in-doubt' : 'weak-discrimination',
      discrimination,
    });
  for (const { option, isKey, share, pointBiserial } of options) {
    if (isKey) continue;
    if (share < 0.05) flags.push({ code: 'distractor-unused', option, share });
    else if (pointBiserial !== null && pointBiserial > 0)
      flags.push({ code: 'distractor-draws-the-able', option });
  }
  return flags;
}
