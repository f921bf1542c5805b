import { inLocale } from '../platform/locale.js';
import { nextInWords, type Words } from './certification-words.view.js';
import { csvOf } from './csv.view.js';
import type { Overview } from './overview.js';

const COLUMNS = [
  'familyName',
  'givenName',
  'role',
  'unit',
  'programme',
  'status',
  'validTo',
  'revokedOn',
  'next',
] as const;

/** Every row of the overview, whatever page was shown; dates as `YYYY-MM-DD`. */
export function overviewCsv({ rows }: Overview, words: Words): string {
  const header = COLUMNS.map((column) => words.t(`oversight.column.${column}`));
  return csvOf([
    header,
    ...rows.map((row) => [
      row.person.familyName,
      row.person.givenName,
      words.t(`jobRole.${row.jobRole}`),
      row.unitName,
      inLocale(row.programme.titles, words.locale).value,
      words.t(`status.${row.status}`),
      row.validTo ?? '',
      row.reason.code === 'revoked' ? row.reason.on : '',
      // No-break spaces keep lines together on the page; in a spreadsheet they only spoil a search.
      nextInWords(row, words).replaceAll('\u00A0', ' '),
    ]),
  ]);
}

export function csvFileName({ municipality, today }: Overview, { t }: Words): string {
  return `${t('oversight.csvFile')}-${municipality.slug}-${today}.csv`;
}
