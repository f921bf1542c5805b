import { formatDate } from '../../platform/http/i18n.js';
import { inLocale } from '../../platform/locale.js';
import type { PlainDate } from '../../platform/plain-date.js';
import { bankAddress, itemAddress, type ItemWords } from '../bank-words.view.js';
import { plainText } from '../item.view.js';
import { stemOf } from '../item-filters.js';
import { currentVersion, stateOf } from '../life-cycle.rules.js';
import type { BankItems } from '../read-items.js';
import type { SourceOutcome } from './change-sources.js';
import type { SupersededSource } from './source.js';
import { sourcesOf, supersededOn, toReview } from './sources.rules.js';

/** What was typed, to be shown again when it was refused. */
export interface SourceForm {
  readonly id: string;
  readonly title: string;
  readonly replaces: string;
  readonly from: string;
  readonly to: string;
}

const EMPTY: SourceForm = { id: '', title: '', replaces: '', from: '', to: '' };

/** A bank's sources, what has taken the place of which, and the items that must be looked at again. */
export function sourcesPage(
  { bank, items }: BankItems,
  page: {
    readonly isWriter: boolean;
    readonly today: PlainDate;
    readonly form?: SourceForm;
    readonly problem?: SourceOutcome | 'not-filled-in';
  },
  words: ItemWords,
) {
  const { t, locale } = words;
  const sources = sourcesOf(bank);
  const superseded = supersededOn(sources, page.today);
  const inUse = items.filter(({ record }) => stateOf(currentVersion(record)) !== 'retired');
  const itemsOn = (id: string) =>
    inUse.filter(({ record }) =>
      toReview(currentVersion(record).content, record.confirmations ?? [], superseded).some(
        (one) => one.id === id,
      ),
    );
  const date = (day: string | undefined): string =>
    day === undefined ? '' : formatDate(day, locale);
  return {
    title: t('sources.title'),
    bankTitle: inLocale(bank.titles, locale).value,
    bankHref: bankAddress(bank.id),
    action: `${bankAddress(bank.id)}/sources`,
    sources: Object.entries(sources).map(([id, { title, replaces, from, to }]) => {
      const old = superseded.find((one) => one.id === id);
      return {
        id,
        title,
        from: date(from),
        to: date(to),
        replaces: replaces ?? '',
        state: old
          ? { text: t('sources.superseded'), colour: 'danger' }
          : { text: t('sources.holds'), colour: 'success' },
        successors: old ? old.successors.map((one) => one.id).join(', ') : '',
        items: itemsOn(id).map(({ record: { itemId, ...record } }) => {
          const stem = stemOf(currentVersion({ itemId, ...record }).content, locale);
          return {
            itemId,
            href: itemAddress(bank.id, itemId),
            stem: plainText(stem.text),
            lang: stem.lang,
          };
        }),
      };
    }),
    isWriter: page.isWriter,
    form: page.form ?? EMPTY,
    choices: Object.entries(sources).map(([id, { title }]) => ({
      value: id,
      text: `${id}: ${title}`,
      chosen: page.form?.replaces === id,
    })),
    problem: page.problem === undefined ? '' : t(`sources.problem.${page.problem}`),
  };
}

/** What the item's page says of sources that no longer hold. */
export function outdatedView(
  outdated: readonly SupersededSource[],
  action: string,
  t: ItemWords['t'],
) {
  return outdated.map(({ id, title, successors }) => ({
    id,
    action,
    text:
      successors.length === 0
        ? t('sources.itemEnded', { title })
        : t('sources.itemSuperseded', { title, successor: successors.at(-1)?.names[1] ?? '' }),
  }));
}
