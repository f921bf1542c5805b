import type { ItemWords } from '../item-banks/bank-words.view.js';
import { percent } from '../item-banks/numbers.view.js';
import { fullName, type Person } from '../organisation/person.js';
import { formatDateTime } from '../platform/http/i18n.js';
import { inLocale } from '../platform/locale.js';
import { bankTitle, judgementView, type JudgementPage } from './judgement.view.js';
import { formLength, type Programme, type ProgrammeRules, type Standard } from './programme.js';
import { NEW_PROGRAMME } from './new-programme.view.js';
import { sharesOf } from './supplement.rules.js';
import { RULE_FIELDS, RULE_GROUPS, ruleValue, type RuleField } from './rule-fields.js';

export function programmeAddress(id: string): string {
  return `/administration/programmes/${encodeURIComponent(id)}`;
}

export interface ProgrammePage extends Omit<JudgementPage, 'of'> {
  readonly programme: Programme;
  /** Every version, the newest first. */
  readonly versions: readonly Pick<Programme, 'version' | 'published'>[];
  readonly people: ReadonlyMap<string, Person>;
  readonly mayManage: boolean;
  /** May say who must be certified in it. */
  readonly mayRequire: boolean;
  /** It was published by the request before this one. */
  readonly isNew: boolean;
}

/** Exactly what `pages/exams/programmes` prints. */
export function programmesPage(
  {
    programmes,
    mayManage,
  }: { readonly programmes: readonly Programme[]; readonly mayManage: boolean },
  { t, locale }: ItemWords,
) {
  return {
    newHref: mayManage && NEW_PROGRAMME,
    title: t('programmes.title'),
    programmes: programmes.map(({ id, version, titles, rules, specification, standard }) => ({
      title: inLocale(titles, locale).value,
      href: programmeAddress(id),
      version: t('programmes.version', { version }),
      summary: t(standard ? 'formCut.summary' : 'programmes.summary', {
        items: formLength(specification),
        minutes: rules.minutes,
        percent: percent(rules.cutScorePercent / 100, locale),
        months: rules.validityMonths,
      }),
    })),
  };
}

/** Exactly what `pages/exams/programme` prints. */
export function programmePage(page: ProgrammePage, words: ItemWords) {
  const { programme, versions, mayManage, banks } = page;
  const { t, locale } = words;
  const href = programmeAddress(programme.id);
  const shares = sharesOf(programme.specification);
  const isInForce = programme.version === versions[0]?.version;
  return {
    title: inLocale(programme.titles, locale).value,
    published: page.isNew && t('programmes.published', { version: programme.version }),
    isFirst: page.isNew && programme.version === 1,
    requireHref:
      page.isNew && programme.version === 1 && page.mayRequire && '/administration/requirements',
    state: isInForce
      ? { colour: 'success', text: t('programmes.inForce', { version: programme.version }) }
      : { colour: 'neutral', text: t('programmes.notInForce', { version: programme.version }) },
    inForceHref: isInForce ? false : href,
    bank: bankTitle(programme.bankId, banks, locale),
    editHref: mayManage && isInForce && `${href}/edit`,
    standardHref: `${href}/standard`,
    formsHref: mayManage && `${href}/forms?version=${programme.version}`,
    groups: RULE_GROUPS.map((group) => ({
      heading: t(`programmes.group.${group}`),
      facts: RULE_FIELDS[group].map((field) => ({
        term: t(`programmes.rule.${field.name}`),
        text:
          field.name === 'cutScorePercent' && programme.standard
            ? panelText(programme.standard, words)
            : ruleText(programme.rules, field, words),
      })),
    })),
    shares: shares ? t('programmes.shares', { ...shares }) : false,
    judgement: judgementView({ ...page, of: programme }, words),
    versions: versions.map((one) => ({
      text: t('programmes.version', { version: one.version }),
      href: `${href}/versions/${one.version}`,
      current: one.version === programme.version,
      when: one.published
        ? t('programmes.publishedBy', {
            time: formatDateTime(one.published.at, locale, words.timeZone),
            name: nameOf(one.published.by, page, t),
          })
        : t('programmes.cameWith'),
      reason: one.published?.reason ?? false,
    })),
  };
}

function nameOf(id: string, { people }: ProgrammePage, t: ItemWords['t']): string {
  const person = people.get(id);
  return person ? fullName(person) : t('programmes.somebody');
}

function panelText({ closedAt }: Standard, { t, locale, timeZone }: ItemWords): string {
  return t('formCut.rule', { time: formatDateTime(closedAt, locale, timeZone) });
}

function ruleText(rules: ProgrammeRules, field: RuleField, { t }: ItemWords): string {
  const value = ruleValue(rules, field);
  switch (field.kind) {
    case 'number':
      return t(`programmes.unit.${field.unit}`, { count: Number(value) });
    case 'yesNo':
      return t(value === true ? 'programmes.yes' : 'programmes.no');
    case 'networks':
      return Array.isArray(value) && value.length > 0
        ? value.join(', ')
        : t('programmes.networksAny');
    case 'choice':
      return t(`programmes.choice.${field.name}.${String(value)}`);
    case 'days':
      return t('programmes.daysBefore', { days: Array.isArray(value) ? value.join(', ') : '' });
  }
}
