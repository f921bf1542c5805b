import { formatDateTime } from '../../platform/http/i18n.js';
import { itemAddress, type ItemWords } from '../bank-words.view.js';
import { stemOf } from '../item-filters.js';
import { titleOf } from '../item-list.view.js';
import { plainText } from '../item.view.js';
import {
  digestOfUncleared,
  uncleared,
  type PublishObstacle,
  type ReleaseWords,
} from './publish.rules.js';
import type { BankToPublish, ClearOutcome } from './publish-release.js';
import { LICENCES, RIGHTS_BASES, type Release } from './release.js';

export function publishAddress(regionId: string, bankId: string): string {
  return `/sharing/regions/${encodeURIComponent(regionId)}/banks/${encodeURIComponent(bankId)}`;
}

type ClearObstacle = Extract<ClearOutcome, { done: false }>['obstacle'];

/** What was just tried, and why it did not happen. */
export interface PublishTried {
  readonly words?: ReleaseWords;
  readonly obstacles: readonly (PublishObstacle | ClearObstacle)[];
}

export function publishPage(
  found: BankToPublish & { readonly municipalityName: string },
  words: ItemWords,
  tried?: PublishTried,
) {
  const { t } = words;
  const { region, bank, items, releases } = found;
  const action = publishAddress(region.id, bank.id);
  const open = uncleared(items);
  const [latest] = releases;
  const given = tried?.words ?? {
    licence: latest?.licence,
    rightsHolder: latest?.rightsHolder ?? found.municipalityName,
    notes: '',
  };
  return {
    title: titleOf(bank.titles, bank.id, words),
    regionName: region.name,
    count: t('sharing.itemsLive', { count: items.length }),
    refusals: (tried?.obstacles ?? []).map((one) => t(`sharing.obstacle.${one}`)),
    rightsAction: `${action}/rights`,
    releaseAction: `${action}/releases`,
    digest: digestOfUncleared(items),
    clearAll: t('sharing.clearAll', { count: open.length }),
    bases: RIGHTS_BASES.map((value, index) => ({
      value,
      text: t(`sharing.basis.${value}`),
      hint: t(`sharing.basis.${value}.hint`),
      chosen: index === 0,
    })),
    uncleared: open.map(({ record, version, obstacles }) => ({
      id: record.itemId,
      href: itemAddress(bank.id, record.itemId),
      stem: plainText(stemOf(version.content, words.locale).text),
      imported: version.content.provenance
        ? t('sharing.imported', { format: version.content.provenance.format })
        : '',
      outdated: obstacles.includes('rights-outdated') ? t('sharing.outdated') : '',
    })),
    withoutSource: items
      .filter(({ obstacles }) => obstacles.includes('source-missing'))
      .map(({ record }) => ({ id: record.itemId, href: itemAddress(bank.id, record.itemId) })),
    licences: LICENCES.map((value) => ({
      value,
      text: t(`sharing.licence.${value}`),
      chosen: value === given.licence,
    })),
    rightsHolder: given.rightsHolder,
    notes: given.notes,
    publish: t('sharing.publishAs', { number: (latest?.number ?? 0) + 1 }),
    releases: releases.map((one) => releaseView(one, words)),
  };
}

export function releaseView(release: Release, { t, locale, timeZone }: ItemWords) {
  return {
    title: t('sharing.release', { number: release.number }),
    when: formatDateTime(release.publishedAt, locale, timeZone),
    licence: t(`sharing.licence.${release.licence}`),
    rightsHolder: release.rightsHolder,
    count: t('sharing.items', { count: release.items.length }),
    notes: release.notes,
  };
}
