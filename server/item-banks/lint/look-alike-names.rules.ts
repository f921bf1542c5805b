import { textsIn } from './item-texts.js';
import { hitsOf, type ItemRule } from './lint-rule.js';
import { pattern } from './unit-pattern.js';

/**
 * N14: two names of one group in one text must differ to the eye. Only for the groups in the bank's profile: the lists of Norway and Sweden differ.
 * Source: ISMP, List of Look-Alike Drug Names with Recommended Tall Man Letters.
 */
export const lookAlikeNames: ItemRule = {
  code: 'N14',
  summary: 'Look-alike names in one item with tall-man letters (for groups in the profile)',
  source: 'ISMP, Look-Alike Drug Names with Recommended Tall Man Letters',
  inItem: (item, { lookAlikes }) =>
    lookAlikes.flatMap((group) => {
      const texts = textsIn(item);
      return [...new Set(texts.map(({ locale }) => locale))].flatMap((locale) => {
        const own = texts.filter((text) => text.locale === locale);
        const named = group.filter((name) => own.some(({ text }) => nameIn(name).test(text)));
        if (named.length < 2) return [];
        return own.flatMap((text) =>
          named.flatMap((name) =>
            hitsOf(text, nameIn(name), ([found = '']) =>
              found === name ? undefined : { replacement: name },
            ),
          ),
        );
      });
    }),
};

function nameIn(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return pattern(`(?<![\\p{L}])${escaped}(?![\\p{L}])`, 'i');
}
