import type { Words as PeopleWords } from '../../organisation/people.view.js';
import { fullName, type Person } from '../../organisation/person.js';
import { formatDate, formatDateTime, type Translate } from '../../platform/http/i18n.js';
import { LOCALES, type Locale } from '../../platform/locale.js';
import { addMonths, type PlainDate } from '../../platform/plain-date.js';
import {
  accommodationOn,
  CATEGORIES,
  TEXT_SIZES,
  type Accommodation,
  type AccommodationGrant,
  type Accommodations,
} from './accommodation.rules.js';

interface Words extends PeopleWords {
  readonly timeZone: string;
  readonly today: PlainDate;
}

/** What it means for the exam, in words; also for the candidate's own page. */
export function accommodationTexts(given: Accommodation, t: Translate): readonly string[] {
  const { timePercent, extraMinutes, textSize, calm, locale } = given;
  return [
    ...(timePercent > 0 ? [t('accommodation.percentText', { percent: timePercent })] : []),
    ...(extraMinutes > 0 ? [t('accommodation.minutesText', { count: extraMinutes })] : []),
    ...(textSize === 'usual' ? [] : [t(`accommodation.textSize.${textSize}`)]),
    ...(calm ? [t('accommodation.calmText')] : []),
    ...(locale ? [t(`accommodation.locale.${locale}`)] : []),
  ];
}

/** Those who have an accommodation, or whom somebody has looked for. */
export function accommodationsPage(
  input: {
    readonly people: readonly Person[];
    readonly records: readonly Accommodations[];
    readonly q: string;
  },
  { t, locale, today }: Words,
) {
  const recordOf = new Map(input.records.map((record) => [record.personId, record]));
  return {
    q: input.q,
    rows: input.people.map((person) => {
      const record = recordOf.get(person.id);
      const now = record && accommodationOn(record, today);
      return {
        href: addressOf(person.id),
        name: fullName(person),
        what: now ? accommodationTexts(now, t).join(', ') : t('accommodation.none'),
        to: now ? formatDate(now.to, locale) : '',
      };
    }),
  };
}

export const addressOf = (personId: string): string =>
  `/exams/accommodations/${encodeURIComponent(personId)}`;

/** One person's: what holds, what held, and the form for the next. */
export function personAccommodationsPage(
  person: Person,
  record: Accommodations,
  names: ReadonlyMap<string, string>,
  problem: string | undefined,
  words: Words,
) {
  const { t, locale, timeZone, today } = words;
  const now = accommodationOn(record, today);
  const asRow = (grant: AccommodationGrant) => ({
    what: accommodationTexts(grant, t).join(', '),
    category: t(`accommodation.category.${grant.category}`),
    period: t('accommodation.period', {
      from: formatDate(grant.from, locale),
      to: formatDate(grant.ended?.day ?? grant.to, locale),
    }),
    by: t('accommodation.grantedBy', {
      name: names.get(grant.grantedBy) ?? grant.grantedBy,
      at: formatDateTime(grant.grantedAt, locale, timeZone),
    }),
  });
  const choices = <T extends string>(all: readonly T[], key: string, chosen: T) =>
    all.map((value) => ({ value, text: t(`${key}.${value}`), chosen: value === chosen }));
  return {
    name: fullName(person),
    action: addressOf(person.id),
    problem: problem === undefined ? '' : t(`accommodation.problem.${problem}`),
    current: now ? { ...asRow(now), id: now.id } : null,
    past: record.grants.filter((grant) => grant !== now).map(asRow),
    form: {
      timePercent: now?.timePercent ?? 0,
      extraMinutes: now?.extraMinutes ?? 0,
      calm: now?.calm ?? false,
      textSizes: choices(TEXT_SIZES, 'accommodation.textSize', now?.textSize ?? 'usual'),
      categories: choices(CATEGORIES, 'accommodation.category', now?.category ?? 'reading'),
      locales: [
        { value: '', text: t('accommodation.locale.any'), chosen: !now?.locale },
        ...choices<Locale>(LOCALES, 'accommodation.locale', now?.locale ?? 'nb').map((one) => ({
          ...one,
          chosen: one.value === now?.locale,
        })),
      ],
      from: today,
      to: now?.to ?? addMonths(today, 12),
    },
  };
}
