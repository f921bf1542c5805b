import { bankAddress, itemAddress, type ItemWords } from '../item-banks/bank-words.view.js';
import { formatDate, formatDateTime } from '../platform/http/i18n.js';
import type { Result } from '../scoring/result.rules.js';
import type { NeutralisationRequest } from './neutralisation.js';
import { CHANGES, digestOf, type Change, type RegradeCase } from './neutralisation.rules.js';
import type { ChangedAttempt, ReadNeutralisation } from './read-neutralisation.js';

const COLOURS: Readonly<Record<Change, string>> = {
  failToPass: 'success',
  passToFail: 'danger',
  same: 'neutral',
};

export function neutraliseAddress(bankId: string, itemId: string): string {
  return `${itemAddress(bankId, itemId)}/neutralise`;
}

export interface NeutralisePage {
  readonly request: NeutralisationRequest;
  readonly isLive: boolean;
  readonly cases: readonly RegradeCase[];
  readonly nameOf: (id: string) => string;
  /** What the reader had written when it was refused, and why. */
  readonly refused?: { readonly reason: string; readonly code: 'changed-meanwhile' | 'no-reason' };
}

/** Exactly what `pages/analysis/neutralise` prints. */
export function neutralisePage(found: NeutralisePage, words: ItemWords) {
  const { request, cases, nameOf, refused, isLive } = found;
  const { t } = words;
  const { bankId, itemId, version, treatment, from, to } = request;
  const counts = CHANGES.map((change) => ({
    text: t(`neutralise.change.${change}`),
    colour: COLOURS[change],
    count: cases.filter((one) => one.change === change).length,
  }));
  return {
    title: t('neutralise.title', { item: itemId, version }),
    bankId,
    bankHref: bankAddress(bankId),
    action: neutraliseAddress(bankId, itemId),
    version,
    from,
    to,
    treatment,
    treatments: (['allRight', 'leftOut'] as const).map((value) => ({
      value,
      text: t(`neutralise.treatment.${value}`),
      hint: t(`neutralise.treatment.${value}.hint`),
      chosen: value === treatment,
    })),
    isLive,
    digest: digestOf(cases),
    counts,
    total: t('neutralise.met', { count: cases.length }),
    rows: cases
      .filter(({ change }) => change !== 'same')
      .map((one) => ({
        name: nameOf(one.personId),
        change: { text: t(`neutralise.change.${one.change}`), colour: COLOURS[one.change] },
        ...inNumbers(one, words),
      })),
    reason: refused?.reason ?? '',
    refusal: refused ? t(`neutralise.refused.${refused.code}`) : '',
    canConfirm: cases.length > 0,
  };
}

/** Exactly what `pages/analysis/neutralisation` prints. */
export function neutralisationPage(
  { neutralisation, byName, changed }: ReadNeutralisation,
  missingReason: boolean,
  words: ItemWords,
) {
  const { t, locale, timeZone } = words;
  const { id, itemId, version, bankId, at, from, to, treatment, completedAt } = neutralisation;
  const address = neutralisationAddress(id);
  const isChanged = (one: ChangedAttempt): boolean =>
    one.before.passed !== one.regrade.result.passed;
  const rows = changed.filter(isChanged).map((one) => rowOf(one, words));
  return {
    title: t('neutralise.title', { item: itemId, version }),
    itemHref: itemAddress(bankId, itemId),
    done: t(completedAt ? 'neutralise.done' : 'neutralise.notDone'),
    runAction: completedAt ? false : `${address}/run`,
    decideAction: `${address}/decisions`,
    missingReason,
    facts: [
      { name: t('neutralise.by'), value: `${byName}, ${formatDateTime(at, locale, timeZone)}` },
      {
        name: t('neutralise.period'),
        value: `${formatDate(from, locale)} – ${formatDate(to, locale)}`,
      },
      { name: t('neutralise.how'), value: t(`neutralise.treatment.${treatment}`) },
      { name: t('neutralise.reason'), value: neutralisation.reason },
      { name: t('neutralise.regraded'), value: String(changed.length) },
    ],
    waiting: rows.filter(({ isWaiting }) => isWaiting),
    others: rows.filter(({ isWaiting }) => !isWaiting),
  };
}

export function neutralisationAddress(id: string): string {
  return `/neutralisations/${id}`;
}

function rowOf({ attemptId, name, closedAt, before, regrade }: ChangedAttempt, words: ItemWords) {
  const change: Change = before.passed ? 'passToFail' : 'failToPass';
  const { decision, stands, result } = regrade;
  const isWaiting = change === 'passToFail' && !decision;
  const outcome =
    change === 'failToPass' ? 'certified' : isWaiting ? 'waiting' : stands ? 'failed' : 'kept';
  return {
    attemptId,
    name,
    isWaiting,
    outcome: words.t(`neutralise.outcome.${outcome}`),
    colour: COLOURS[change],
    reason: decision?.reason ?? '',
    ...inNumbers({ closedAt, before, after: result }, words),
  };
}

function inNumbers(
  { closedAt, before, after }: Pick<RegradeCase, 'closedAt' | 'before' | 'after'>,
  { t, locale, timeZone }: ItemWords,
) {
  const score = ({ right, total, needed }: Result): string =>
    t('neutralise.score', { right, total, needed });
  return {
    closedAt: formatDateTime(closedAt, locale, timeZone),
    before: score(before),
    after: score(after),
  };
}
