import type { BankRecord } from '../item-banks/bank.store.js';
import type { ItemWords } from '../item-banks/bank-words.view.js';
import { formatDateTime } from '../platform/http/i18n.js';
import { inLocale } from '../platform/locale.js';
import { statisticsAddress } from './bank-statistics.view.js';
import type { BankStanding } from './item-standing.js';
import type { Neutralisation } from './neutralisation.js';
import { neutralisationAddress } from './neutralisation.view.js';

interface ListedBank {
  readonly bank: BankRecord;
  readonly standing?: BankStanding | undefined;
}

/** Exactly what `pages/analysis/banks` prints. */
export function statisticsListPage(
  banks: readonly ListedBank[],
  neutralised: readonly Neutralisation[],
  { t, locale, timeZone }: ItemWords,
) {
  return {
    title: t('statistics.title'),
    neutralised: neutralised.map(({ id, itemId, version, at, completedAt }) => ({
      href: neutralisationAddress(id),
      text: t('neutralise.title', { item: itemId, version }),
      at: formatDateTime(at, locale, timeZone),
      notDone: completedAt ? false : t('neutralise.notDone'),
    })),
    banks: banks.map(({ bank, standing }) => ({
      title: inLocale(bank.titles, locale).value,
      href: statisticsAddress(bank.id),
      computed: standing
        ? t('statistics.computed', {
            time: formatDateTime(standing.computedAt, locale, timeZone),
            count: standing.sittings,
          })
        : t('statistics.notComputed'),
    })),
  };
}
