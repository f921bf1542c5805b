import type { Translate } from '../platform/http/i18n.js';
import { findingsView } from './lint/findings.view.js';
import { weighed, type ItemFindings } from './item-findings.rules.js';
import { fullName, type Person } from '../organisation/person.js';
import { formatDate, formatDateTime } from '../platform/http/i18n.js';
import { LOCALES, type Locale } from '../platform/locale.js';
import { alarmTag, bankAddress, itemAddress, stateTag, type ItemWords } from './bank-words.view.js';
import type { StateOutcome } from './change-state.js';
import { changesBetween } from './item-changes.rules.js';
import { titleOf } from './item-list.view.js';
import { imagesInWords, withImagesAt } from './images/image.rules.js';
import { itemView, rationaleHtml } from './item.view.js';
import type { DrawnItem, Item, Variant } from './item.js';
import type { ItemAlarm } from './item-alarms.rules.js';
import { BY_FILES, TRANSITIONS, type ItemRecord, type ItemVersion } from './life-cycle.js';
import {
  needsComment,
  obstaclesTo,
  poolOf,
  stateOf,
  type TransitionRequest,
} from './life-cycle.rules.js';
import type { BankRecord } from './bank.store.js';
import type { ItemReport } from './item-report.store.js';
import type { PeopleById } from './read-items.js';
import type { SupersededSource } from './sources/source.js';
import { outdatedView } from './sources/sources.view.js';
import { formatQuantity } from './units.rules.js';
import { variantTable } from './variant-table.rules.js';
import { variantTableView } from './variant-table.view.js';

/** Where an item can be met by candidates. */
export interface ItemUses {
  readonly programmes: readonly { readonly title: string; readonly section: string }[];
  /** Open attempts whose form holds it. */
  readonly attemptsInProgress: number;
}

export interface ItemPage {
  readonly bank: BankRecord;
  readonly record: ItemRecord;
  readonly version: ItemVersion;
  readonly alarms: readonly ItemAlarm[];
  /** Sources that no longer hold, and of which nobody has said that the item still does. */
  readonly outdated: readonly SupersededSource[];
  readonly people: PeopleById;
  readonly isWriter: boolean;
  /** Those who may answer for it; empty when the reader can't change that. */
  readonly owners: readonly Person[];
  readonly findings: ItemFindings;
  readonly uses: ItemUses;
  readonly reports: readonly ItemReport[];
  readonly reader: Pick<TransitionRequest, 'actor' | 'today' | 'variantsHash'>;
  readonly canAnswer: boolean;
  /** The language of the preview. */
  readonly shownIn: Locale;
  /** What was just tried and did not happen. */
  readonly refused?: { readonly outcome: StateOutcome; readonly comment: string };
}

export function itemPage(page: ItemPage, words: ItemWords) {
  const { bank, record, version } = page;
  const { t } = words;
  const { content } = version;
  const href = itemAddress(bank.id, record.itemId);
  return {
    title: record.itemId,
    bankTitle: titleOf(bank.titles, bank.id, words),
    bankHref: bankAddress(bank.id),
    statisticsHref: `${itemAddress(bank.id, record.itemId)}/statistics`,
    exportHref: `${bankAddress(bank.id)}/export?item=${encodeURIComponent(record.itemId)}`,
    state: stateTag(stateOf(version), t),
    versionText: t('items.versionOf', { version: version.version, count: record.versions.length }),
    critical: content.critical,
    alarms: page.alarms.map((alarm) => alarmTag(alarm, t)),
    facts: factsOf(page, words),
    outdated: outdatedView(page.outdated, page.isWriter ? `${href}/sources` : '', t),
    confirmations: (record.confirmations ?? []).map(({ source, by, at, reason }) => ({
      about: `${source} · ${nameOf(page.people.get(by), words)} · ${formatDateTime(at, words.locale, words.timeZone)}`,
      reason,
    })),
    refusals:
      page.refused && !page.refused.outcome.done
        ? page.refused.outcome.obstacles.map((one) => t(`items.obstacle.${one}`))
        : [],
    actions: actionsOf(page, words),
    editHref: page.isWriter ? `${href}/edit` : '',
    stateAction: `${href}/state`,
    ownerAction: `${href}/owner`,
    comment: page.refused?.comment ?? '',
    version: version.version,
    revision: record.revision,
    owners: page.owners.map((person) => ({
      value: person.id,
      text: fullName(person),
      chosen: person.id === record.ownerId,
    })),
    preview: previewOf(page, href, words),
    findings: findingRows(page.findings, t),
    changes: changesOf(record, version),
    versions: [...record.versions].reverse().map((one) => ({
      text: t('items.version', { version: one.version }),
      href: `${href}?version=${one.version}`,
      current: one.version === version.version,
      state: stateTag(stateOf(one), t),
      events: one.events.map((event) => ({
        what: t(`items.event.${event.to}`),
        who: event.by === BY_FILES ? t('items.byFiles') : nameOf(page.people.get(event.by), words),
        when: formatDateTime(event.at, words.locale, words.timeZone),
        comment: event.comment ?? '',
        replacedBy:
          event.replacedBy === undefined
            ? ''
            : t('items.replacedBy', { version: event.replacedBy }),
      })),
    })),
    reports: page.reports.map((report) => ({
      id: report.id,
      action: `${href}/reports`,
      about: t('items.reportOf', {
        when: formatDateTime(report.at, words.locale, words.timeZone),
        version: report.version,
      }),
      text: report.text,
      answer: report.answer?.text ?? '',
      canAnswer: page.canAnswer && !report.answer,
    })),
    uses: page.uses.programmes,
    usedNow: t('items.attemptsInProgress', { count: page.uses.attemptsInProgress }),
  };
}

function nameOf(person: Person | undefined, { t }: ItemWords): string {
  return person ? fullName(person) : t('items.someone');
}

function factsOf({ bank, record, version, people }: ItemPage, words: ItemWords) {
  const { t, locale } = words;
  const { content } = version;
  const owner = people.get(record.ownerId ?? '');
  return [
    {
      name: t('items.filter.topic'),
      value: titleOf(bank.topics[content.topic], content.topic, words),
    },
    { name: t('items.filter.type'), value: t(`items.type.${content.type}`) },
    { name: t('items.filter.pool'), value: t(`items.pool.${poolOf(version)}`) },
    { name: t('items.difficulty'), value: t(`items.difficulty.${content.difficulty}`) },
    { name: t('items.filter.owner'), value: owner ? fullName(owner) : '–' },
    {
      name: t('items.reviewBy'),
      value: content.reviewBy === undefined ? '–' : formatDate(content.reviewBy, locale),
    },
    { name: t('items.sources'), value: content.sources.join(' · ') },
  ];
}

function findingRows({ mistakes, doubts }: ItemFindings, t: Translate) {
  return [
    ...mistakes.map(({ message }) => ({ colour: 'danger', text: t('items.error'), message })),
    ...findingsView(doubts, t).findings.map(({ colour, severity, place, message, suggestion }) => ({
      colour,
      text: severity,
      message: `${place}: ${message} ${suggestion}`,
    })),
  ];
}

/** Every way out of the version's state, with the reasons against those that are closed to the reader. */
function actionsOf(page: ItemPage, { t }: ItemWords) {
  const { record, version, bank, findings, reader } = page;
  return TRANSITIONS.flatMap((transition) => {
    const obstacles = obstaclesTo({
      record,
      version,
      transition,
      bankOwnerId: bank.ownerMunicipalityId,
      bankHolderId: bank.heldBy,
      findings: weighed(findings),
      ...reader,
    });
    if (obstacles.includes('wrong-state')) return [];
    return [
      {
        transition,
        text: t(`items.do.${transition}`),
        hint: needsComment(transition) ? t('items.commentNeeded') : '',
        allowed: obstacles.length === 0,
        main: ['send', 'approve', 'publish'].includes(transition),
        reasons: obstacles.map((one) => t(`items.obstacle.${one}`)),
      },
    ];
  });
}

function previewOf({ bank, version, shownIn }: ItemPage, href: string, words: ItemWords) {
  const { t } = words;
  const content = withImagesAt(version.content, bankAddress(bank.id));
  const table = content.type === 'numeric' ? variantTable(content) : undefined;
  const drawn = asWritten(content, version.version, table?.rows[0]?.variant);
  return {
    languages: LOCALES.map((one) => ({
      locale: one,
      text: t(`items.language.${one}`),
      href: `${href}?version=${version.version}&lang=${one}`,
      current: one === shownIn,
      missing: content.texts[one] === undefined,
    })),
    missing: content.texts[shownIn] === undefined,
    item: itemView(content, drawn, undefined, 'preview', shownIn, t),
    key: keyInWords(version.content, drawn, shownIn),
    rationaleHtml: rationaleHtml(content, drawn, shownIn),
    variants:
      content.type === 'numeric' &&
      table !== undefined &&
      variantTableView(content, table, shownIn, t),
  };
}

/** In the order in which its author wrote it, with the first of its numbers. */
export function asWritten(item: Item, version: number, variant: Variant | undefined): DrawnItem {
  const { options = {}, prompts = {} } = item.texts.nb ?? {};
  return {
    itemId: item.id,
    version,
    type: item.type,
    options: Object.keys(options).sort(),
    prompts: Object.keys(prompts).sort(),
    ...(variant ? { variant } : {}),
  };
}

/** The key as people read it. */
export function keyInWords(item: Item, { variant }: DrawnItem, shownIn: Locale): readonly string[] {
  const text = item.texts[shownIn] ?? item.texts.nb;
  const option = (letter: string): string => imagesInWords(text?.options?.[letter] ?? letter);
  switch (item.type) {
    case 'singleChoice':
      return [option(item.key)];
    case 'multipleResponse':
    case 'ordering':
      return item.key.map(option);
    case 'matching':
      return Object.entries(item.key).map(
        ([prompt, letter]) =>
          `${imagesInWords(text?.prompts?.[prompt] ?? prompt)} → ${option(letter)}`,
      );
    case 'numeric':
      return variant ? [formatQuantity(variant.answer, item.answer.unit, shownIn)] : [];
  }
}

/** Against the version before it. */
function changesOf({ versions }: ItemRecord, version: ItemVersion) {
  const before = versions[version.version - 2];
  return before ? changesBetween(before.content, version.content) : [];
}
