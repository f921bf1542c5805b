import { LOCALES } from '../../platform/locale.js';
import type { Region } from '../../organisation/region.js';
import { bankAddress, type ItemWords } from '../bank-words.view.js';
import { titleOf } from '../item-list.view.js';
import type { BankRecord } from '../bank.store.js';
import type { SharingObstacle } from './adopt-release.js';
import { publishAddress, releaseView } from './publish.view.js';
import type { Release } from './release.js';
import type { SharedBanks, TakenBank } from './subscriptions.js';

export function changesAddress(bankId: string): string {
  return `/sharing/banks/${encodeURIComponent(bankId)}/changes`;
}

interface SharingRead extends SharedBanks {
  readonly municipalityId: string;
  /** Every bank that the municipality reads. */
  readonly banks: readonly BankRecord[];
  /** Those whose host it is. */
  readonly hosted: readonly Region[];
  readonly names: ReadonlyMap<string, string>;
  readonly invited: boolean;
  readonly mayShare: boolean;
  readonly mayWrite: boolean;
}

/** What regions offer, what the municipality has of it, what it writes itself and what it publishes. */
export function sharingPage(read: SharingRead, words: ItemWords, refused?: SharingObstacle) {
  const { t } = words;
  const own = read.banks.filter((bank) => bank.ownerMunicipalityId === read.municipalityId);
  return {
    refusal: refused === undefined ? '' : t(`sharing.obstacle.${refused}`),
    mayShare: read.mayShare,
    mayWrite: read.mayWrite,
    invited: read.invited,
    offers: read.offers.map((offer, index) => offerView(offer, index, read, words)),
    forks: read.forks.map(({ bank, newest }) => ({
      title: titleOf(bank.titles, bank.id, words),
      href: bankAddress(bank.id),
      from: t('sharing.forkedFrom', { bank: bank.upstream.bankId, number: bank.upstream.release }),
      changesHref: changesAddress(bank.id),
      compare: t('sharing.compareWith', { number: newest }),
    })),
    titles: titleFields(words),
    topicBanks: read.banks.map((bank) => ({
      value: bank.id,
      text: titleOf(bank.titles, bank.id, words),
    })),
    publishable: read.mayShare
      ? read.hosted.flatMap((region) =>
          own.map((bank) => ({
            title: titleOf(bank.titles, bank.id, words),
            region: region.name,
            href: publishAddress(region.id, bank.id),
          })),
        )
      : [],
  };
}

/** In every language of the service, that of the reader first: in which of them one is written is for the municipality to say. */
function titleFields({ t, locale }: ItemWords) {
  return [locale, ...LOCALES.filter((one) => one !== locale)].map((one) => ({
    locale: one,
    label: t('sharing.bankTitleIn', { language: t(`lint.language.${one}`) }),
  }));
}

function offerView(
  { release, followed }: SharedBanks['offers'][number],
  key: number,
  { names, municipalityId }: SharingRead,
  words: ItemWords,
) {
  const { t } = words;
  const isFollowed = followed !== undefined && !followed.upstream.ended;
  return {
    key,
    title: titleOf(release.bank.titles, release.bankId, words),
    publisher: t('sharing.publishedBy', { name: names.get(release.publisherId) ?? '' }),
    newest: releaseView(release, words),
    state: stateOfOffer(release, followed, words),
    bankId: release.bankId,
    number: release.number,
    isFollowed,
    canAdopt: isFollowed && followed.upstream.release < release.number,
    isUsed: followed !== undefined && followed.upstream.release > 0,
    bankHref: followed ? bankAddress(followed.id) : '',
    changesHref: followed ? changesAddress(followed.id) : '',
    endAction: followed ? `/sharing/banks/${encodeURIComponent(followed.id)}/end` : '',
    changesText: t('sharing.seeChanges', { number: release.number }),
    forkText: t('sharing.fork', { number: release.number }),
    forkId: `${release.bankId}-${municipalityId}-egen`,
  };
}

function stateOfOffer(release: Release, followed: TakenBank | undefined, { t }: ItemWords) {
  const upstream = followed?.upstream;
  if (!upstream || upstream.ended)
    return upstream?.release
      ? { colour: 'neutral', text: t('sharing.state.ended', { number: upstream.release }) }
      : { colour: 'neutral', text: t('sharing.state.open') };
  const has = { number: upstream.release, newest: release.number };
  if (upstream.adopting !== undefined)
    return { colour: 'danger', text: t('sharing.state.adopting', { number: upstream.adopting }) };
  if (upstream.release === release.number)
    return { colour: 'success', text: t('sharing.state.current', has) };
  if (upstream.held?.release === release.number)
    return { colour: 'neutral', text: t('sharing.state.held', has) };
  return upstream.release === 0
    ? { colour: 'info', text: t('sharing.state.subscribed', has) }
    : { colour: 'warning', text: t('sharing.state.newer', has) };
}
