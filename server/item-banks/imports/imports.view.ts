import { formatDateTime } from '../../platform/http/i18n.js';
import { inLocale, LOCALES, type Locale } from '../../platform/locale.js';
import type { BankRecord } from '../bank.store.js';
import { bankAddress, type ItemWords } from '../bank-words.view.js';
import type { PlanEntry } from '../formats/plan-import.js';
import { stemOf } from '../item-filters.js';
import { findingsOf, weighed } from '../item-findings.rules.js';
import { asWritten, keyInWords } from '../item-page.view.js';
import { plainText } from '../item.view.js';
import { reasonWords } from '../reasons.view.js';
import { variantTable } from '../variant-table.rules.js';
import type { Pictures } from '../lint/picture-contrast.js';
import { UNITS } from '../units.rules.js';
import type { FoundImport } from './import-items.js';

/** What the file does not say itself, as the address has it. */
export interface ImportChoices {
  readonly language: Locale;
  readonly topic?: string | undefined;
  readonly unit?: string | undefined;
}

/** Where an author chooses a file. */
export function uploadPage(
  bank: BankRecord,
  choices: ImportChoices,
  problem: string | undefined,
  words: ItemWords,
) {
  const { t, locale } = words;
  const query = new URLSearchParams({
    language: choices.language,
    ...(choices.topic === undefined ? {} : { topic: choices.topic }),
    ...(choices.unit === undefined ? {} : { unit: choices.unit }),
  });
  const base = `${bankAddress(bank.id)}/import`;
  return {
    title: t('imports.title'),
    ...headOf(bank, words),
    choicesAction: base,
    action: `${base}?${query.toString()}`,
    problem: problem === undefined ? '' : t(`imports.problem.${problem}`),
    languages: LOCALES.map((one) => ({
      value: one,
      text: t(`items.language.${one}`),
      chosen: one === choices.language,
    })),
    topics: Object.entries(bank.topics).map(([topic, titles]) => ({
      value: topic,
      text: inLocale(titles, locale).value,
      chosen: topic === choices.topic,
    })),
    units: UNITS.map((unit) => ({ value: unit, text: unit, chosen: unit === choices.unit })),
  };
}

const COLOURS: Readonly<Record<PlanEntry['outcome'], string>> = {
  new: 'success',
  unchanged: 'info',
  conflict: 'warning',
  refused: 'danger',
};

/** What each question of the file becomes, before anything is kept. */
export function importPage(
  { bank, found, pictures }: FoundImport,
  left: ReadonlyMap<string, string>,
  words: ItemWords,
) {
  const { t, locale, timeZone } = words;
  const counts = { new: 0, unchanged: 0, conflict: 0, refused: 0 };
  for (const { outcome } of found.entries) counts[outcome] += 1;
  return {
    title: t('imports.report'),
    ...headOf(bank, words),
    fileName: found.fileName,
    until: t('imports.until', { time: formatDateTime(found.expiresAt, locale, timeZone) }),
    counts: Object.entries(counts).flatMap(([outcome, count]) =>
      count === 0
        ? []
        : [
            {
              text: `${t(`imports.outcome.${outcome}`)}: ${count}`,
              colour: COLOURS[outcome as PlanEntry['outcome']],
            },
          ],
    ),
    rows: found.entries.map((entry) => rowOf(entry, bank, pictures, words)),
    left: [...left].map(([id, reason]) => ({ id, reason: t(`imports.left.${reason}`) })),
    action: `${bankAddress(bank.id)}/imports/${found.id}`,
    confirm: counts.new === 0 ? '' : t('imports.confirm', { count: counts.new }),
    againHref: `${bankAddress(bank.id)}/import`,
  };
}

function rowOf(entry: PlanEntry, bank: BankRecord, pictures: Pictures, words: ItemWords) {
  const { t, locale } = words;
  const { question, outcome, reason, warnings, item } = entry;
  const { line, part, index, title, id, type } = question;
  const place = [
    part ?? '',
    index === null ? '' : t('imports.number', { number: index + 1 }),
    line === undefined ? '' : t('imports.line', { line }),
  ].filter((one) => one !== '');
  const stem = item && stemOf(item, locale);
  return {
    place: place.join(', '),
    name: title ?? id ?? '',
    foreignType: type === 'unknown' ? '' : type,
    outcome: { text: t(`imports.outcome.${outcome}`), colour: COLOURS[outcome] },
    reasons: [...(reason === undefined ? [] : [reason]), ...warnings].map((why) =>
      sentence(reasonWords(why, t)),
    ),
    item: item && {
      id: item.id,
      type: t(`items.type.${item.type}`),
      stem: plainText(stem?.text ?? ''),
      lang: stem?.lang ?? locale,
      key: keyInWords(
        item,
        asWritten(
          item,
          1,
          item.type === 'numeric' ? variantTable(item).rows[0]?.variant : undefined,
        ),
        locale,
      ).map(plainText),
      remarks: remarksOn(item, bank, pictures, words),
    },
  };
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function remarksOn(
  item: NonNullable<PlanEntry['item']>,
  bank: BankRecord,
  pictures: Pictures,
  { t }: ItemWords,
): string {
  const found = weighed(findingsOf(item, bank, pictures));
  const errors = found.filter(({ severity }) => severity === 'error').length;
  return found.length === 0 ? '' : t('imports.remarks', { count: found.length, errors });
}

function headOf(bank: BankRecord, { locale }: ItemWords) {
  return { bankTitle: inLocale(bank.titles, locale).value, bankHref: bankAddress(bank.id) };
}
