import type { Translate } from '../../platform/http/i18n.js';
import { inLocale, type Locale } from '../../platform/locale.js';
import { bankAddress, itemAddress } from '../bank-words.view.js';
import { EXPORT_LANGUAGES, WRITERS, type Export } from '../formats/writers.js';
import { reasonWords } from '../reasons.view.js';
import type { ExportCommand, PlannedExport } from './export-items.js';

/** The choice of format and language; once chosen, item by item what is left out or lost, and the way to the file. */
export function exportPage(
  { bank, items, secret, file }: PlannedExport,
  { itemId, writer, language }: Omit<ExportCommand, 'person' | 'bankId'>,
  problem: string | undefined,
  { t, locale }: { readonly t: Translate; readonly locale: Locale },
) {
  return {
    title: itemId === undefined ? t('exports.bank') : t('exports.item', { item: itemId }),
    bankTitle: inLocale(bank.titles, locale).value,
    bankHref: bankAddress(bank.id),
    itemId: itemId ?? '',
    itemHref: itemId === undefined ? '' : itemAddress(bank.id, itemId),
    action: `${bankAddress(bank.id)}/export`,
    about: itemId === undefined ? t('exports.aboutBank', { count: items }) : t('exports.aboutItem'),
    secret: secret === 0 ? '' : t('exports.secret', { count: secret }),
    problem: problem === undefined ? '' : t(`exports.problem.${problem}`),
    formats: WRITERS.map(({ id }, index) => ({
      value: id,
      text: t(`exports.format.${id}`),
      chosen: writer ? writer.id === id : index === 0,
    })),
    languages: EXPORT_LANGUAGES.map((value) => ({
      value,
      text: value === 'all' ? t('exports.allLanguages') : t(`lint.language.${value}`),
      chosen: value === language,
    })),
    chosen:
      file && writer
        ? { format: writer.id, language: language ?? '', ...report(file, bank.id, writer.id, t) }
        : null,
  };
}

function report(
  { rows, refused, questions }: Export,
  bankId: string,
  format: string,
  t: Translate,
) {
  const named = (id: string) => ({ id, href: itemAddress(bankId, id) });
  const written = rows.length - refused.length;
  return {
    heading: t(`exports.format.${format}`),
    counts: [
      ...(written > 0
        ? [{ text: t('exports.written', { count: written }), colour: 'success' }]
        : []),
      ...(refused.length > 0
        ? [{ text: t('exports.refused', { count: refused.length }), colour: 'danger' }]
        : []),
    ],
    questions: questions === written ? '' : t('exports.questions', { count: questions }),
    leftOut: refused.join(' '),
    left: rows.flatMap(({ id, refused: why }) =>
      why === undefined ? [] : [{ ...named(id), why: reasonWords(why, t) }],
    ),
    losses: lossesIn(rows, t).map(({ loss, ids }) => ({ loss, items: ids.map(named) })),
    download: written === 0 ? '' : t('exports.download'),
  };
}

/** Each loss once, with the items it befalls. */
function lossesIn(rows: Export['rows'], t: Translate) {
  const found = new Map<string, string[]>();
  for (const { id, losses } of rows)
    for (const loss of losses.map((one) => reasonWords(one, t)))
      found.set(loss, [...(found.get(loss) ?? []), id]);
  return [...found].map(([loss, ids]) => ({ loss, ids }));
}
