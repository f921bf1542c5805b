import type { Localised } from '../../platform/locale.js';
import { formatDateTime } from '../../platform/http/i18n.js';
import { bankAddress, itemAddress, type ItemWords } from '../bank-words.view.js';
import { changesBetween } from '../item-changes.rules.js';
import { stemOf } from '../item-filters.js';
import { titleOf } from '../item-list.view.js';
import { plainText } from '../item.view.js';
import type { Item } from '../item.js';
import { currentVersion } from '../life-cycle.rules.js';
import type { SharingObstacle } from './adopt-release.js';
import { releaseView } from './publish.view.js';
import type { ReleaseComparison } from './subscriptions.js';
import { baseVersion, type ItemComparison, type UpstreamChange } from './upstream.rules.js';

/** In the order in which one wants to know of them. */
const SHOWN: readonly UpstreamChange[] = [
  'conflict',
  'changed',
  'returns',
  'new',
  'retired',
  'burned',
  'burned-here',
  'ours',
];
const COLOURS: Readonly<Record<UpstreamChange, string>> = {
  conflict: 'danger',
  changed: 'info',
  returns: 'warning',
  new: 'success',
  retired: 'neutral',
  burned: 'warning',
  'burned-here': 'neutral',
  ours: 'neutral',
  same: 'neutral',
};

/** What a programme would lack: programmes come later in the house than banks. */
export interface ShortAfter {
  readonly programme: Localised;
  readonly section: Localised;
  readonly wanted: number;
  readonly available: number;
  readonly of: 'items' | 'critical-items';
}

interface ChangesRead extends ReleaseComparison {
  /** What an item says is for those who may see items: others are candidates too. */
  readonly maySee: boolean;
  readonly mayAdopt: boolean;
  /** Sections of programmes that could not be filled with the release. */
  readonly short: readonly ShortAfter[];
  readonly mayWrite: boolean;
}

/** What a release changes in a bank, item by item and field by field, with what can be done about it. */
export function changesPage(read: ChangesRead, words: ItemWords, refused?: SharingObstacle) {
  const { t, locale, timeZone } = words;
  const { bank, release, items } = read;
  const { upstream } = bank;
  const isFork = upstream.kind === 'fork';
  const address = `/sharing/banks/${encodeURIComponent(bank.id)}`;
  const { held } = upstream;
  const same = items.filter(({ change }) => change === 'same').length;
  const canDecide =
    !isFork && read.mayAdopt && !upstream.ended && upstream.release < release.number;
  return {
    title: titleOf(bank.titles, bank.id, words),
    bankHref: bankAddress(bank.id),
    refusal: refused === undefined ? '' : t(`sharing.obstacle.${refused}`),
    release: releaseView(release, words),
    number: release.number,
    has:
      upstream.release === 0
        ? t('sharing.hasNone')
        : t('sharing.has', { number: upstream.release }),
    isFork,
    maySee: read.maySee,
    canDecide,
    short: canDecide ? read.short.map((one) => shortWords(one, words)) : [],
    adoptAction: `${address}/adopt`,
    holdAction: `${address}/hold`,
    adopt: t('sharing.adopt', { number: release.number }),
    held:
      held?.release === release.number
        ? {
            when: t('sharing.heldSince', { when: formatDateTime(held.at, locale, timeZone) }),
            reason: held.reason,
          }
        : null,
    counts: SHOWN.flatMap((change) => {
      const count = items.filter((one) => one.change === change).length;
      return count === 0
        ? []
        : [{ colour: COLOURS[change], text: t(`sharing.change.${change}`), count }];
    }),
    unchanged: same === 0 ? '' : t('sharing.unchanged', { count: same }),
    groups: SHOWN.flatMap((change) => {
      const own = items.filter((one) => one.change === change);
      return own.length === 0
        ? []
        : [
            {
              change,
              title: t(`sharing.change.${change}`),
              meaning: t(
                `sharing.meaning.${isFork && change !== 'burned-here' ? 'fork.' : ''}${change}`,
              ),
              items: own.map((one) => itemView(one, read, address, words)),
            },
          ];
    }),
  };
}

function shortWords({ programme, section, wanted, available, of }: ShortAfter, words: ItemWords) {
  return words.t(`sharing.short.${of}`, {
    programme: titleOf(programme, '', words),
    section: titleOf(section, '', words),
    wanted,
    available,
  });
}

function itemView(
  { itemId, change, record, offered }: ItemComparison,
  { bank, maySee, mayWrite }: ChangesRead,
  address: string,
  { t, locale }: ItemWords,
) {
  const ours = record && currentVersion(record).content;
  const content = offered?.content ?? ours;
  const stem = content && stemOf(content, locale);
  const isFork = bank.upstream.kind === 'fork';
  return {
    id: itemId,
    href: maySee && record ? itemAddress(bank.id, itemId) : '',
    critical: content?.critical ?? false,
    stem: maySee && stem ? plainText(stem.text) : '',
    lang: stem?.lang ?? '',
    rows: maySee ? rowsOf(change, record, ours, offered?.content) : [],
    isConflict: change === 'conflict',
    canSettle: isFork && mayWrite && !['ours', 'burned-here'].includes(change),
    canKeep: record !== undefined,
    action: `${address}/items/${encodeURIComponent(itemId)}`,
    revision: record?.revision ?? 0,
    take: t(`sharing.take.${offered ? 'text' : 'retire'}`),
  };
}

/** Field by field: what both began with (only where both have changed it), what is here, and what the release says. */
function rowsOf(
  change: UpstreamChange,
  record: ItemComparison['record'],
  ours: Item | undefined,
  theirs: Item | undefined,
) {
  if (!record || !ours || !theirs) return [];
  const base = baseVersion(record)?.content;
  const toTheirs = changesBetween(ours, theirs);
  if (change !== 'conflict' || !base)
    return change === 'changed' || change === 'returns' || change === 'conflict'
      ? toTheirs.map(({ path, before, after }) => ({ path, base: '', ours: before, theirs: after }))
      : [];
  const sinceBase = new Map(changesBetween(base, ours).map((one) => [one.path, one.before]));
  return toTheirs.map(({ path, before, after }) => ({
    path,
    base: sinceBase.get(path) ?? before,
    ours: before,
    theirs: after,
  }));
}
