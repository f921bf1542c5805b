import type { Translate } from '../../platform/http/i18n.js';
import { inLocale, type Locale } from '../../platform/locale.js';
import { bankAddress, itemAddress } from '../bank-words.view.js';
import { EXPORT_LANGUAGES, WRITERS, type Export } from '../formats/writers.js';
import type { Reason } from '../reasons.js';
import { reasonWords } from '../reasons.view.js';
import type { ExportCommand, PlannedExport } from './export-items.js';

/** So many items are named at once; more when they are asked for. */
const FEW = 6;

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
    losses: lossesIn(rows, t).map(({ ids, ...loss }) => ({
      ...loss,
      items: ids.map(named),
      isLong: ids.length > FEW,
    })),
    download: written === 0 ? '' : t('exports.download'),
  };
}

interface Loss {
  readonly loss: Reason;
  readonly ids: string[];
  readonly numbers: number[];
}

/** Each loss once, with the items it befalls; of one that has another number in each item, from the least to the most. */
function lossesIn(rows: Export['rows'], t: Translate) {
  const found = new Map<string, Loss>();
  for (const { id, losses } of rows)
    for (const loss of losses) {
      const { number, ...others } = loss.params ?? {};
      const key = JSON.stringify([loss.code, others]);
      const one = found.get(key) ?? { loss, ids: [], numbers: [] };
      one.ids.push(id);
      if (typeof number === 'number') one.numbers.push(number);
      found.set(key, one);
    }
  return [...found.values()].map(({ loss, ids, numbers }) => ({
    loss: reasonWords({ ...loss, params: { ...loss.params, ...rangeOf(numbers) } }, t),
    count: t('exports.items', { count: ids.length }),
    ids,
  }));
}

function rangeOf(numbers: readonly number[]): Reason['params'] {
  if (numbers.length === 0) return {};
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return { number: least === most ? least : `${least}–${most}` };
}
