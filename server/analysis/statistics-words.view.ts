import type { ItemWords } from '../item-banks/bank-words.view.js';
import { number, percent } from '../item-banks/numbers.view.js';
import type { Proportion } from '../scoring/statistics/facility.rules.js';
import type { GroupKind, StandingFlag } from './item-standing.js';

export function interval({ from, to }: Proportion, { t, locale }: ItemWords): string {
  return t('statistics.interval', { from: percent(from, locale), to: percent(to, locale) });
}

/** Why an author should look, in a sentence. */
export function flagText(flag: StandingFlag, { t, locale }: ItemWords): string {
  const key = `statistics.flag.${flag.code}`;
  switch (flag.code) {
    case 'too-easy':
    case 'too-hard':
      return t(key, { share: percent(flag.share, locale) });
    case 'weak-discrimination':
    case 'key-in-doubt':
      return t(key, { r: number(flag.discrimination, 2, locale) });
    case 'distractor-draws-the-able':
      return t(key, { option: flag.option });
    case 'distractor-unused':
      return t(key, { option: flag.option, share: percent(flag.share, locale) });
    case 'differs-by-group':
      return t(`${key}.${flag.harder ? 'harder' : 'easier'}`, {
        group: groupName(flag.kind, flag.name, t),
      });
    case 'leak-risk':
      return [
        t(`${key}.${flag.high ? 'high' : 'raised'}`),
        ...(flag.easier
          ? [
              t(`${key}.easier`, {
                before: percent(flag.easier.before, locale),
                since: percent(flag.easier.since, locale),
              }),
            ]
          : []),
        ...(flag.exposure === undefined
          ? []
          : [t(`${key}.exposure`, { share: percent(flag.exposure, locale) })]),
        t(`${key}.advice`),
      ].join(' ');
  }
}

export function flagTag({ code }: Pick<StandingFlag, 'code'>, { t }: ItemWords) {
  return {
    text: t(`statistics.flagShort.${code}`),
    colour: code === 'key-in-doubt' ? 'danger' : 'warning',
  };
}

export function groupName(kind: GroupKind, name: string, t: ItemWords['t']): string {
  return t(kind === 'locale' ? `statistics.language.${name}` : `jobRole.${name}`);
}
