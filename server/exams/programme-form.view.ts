import type { ItemWords } from '../item-banks/bank-words.view.js';
import { formatDateTime } from '../platform/http/i18n.js';
import { LOCALES, type Localised } from '../platform/locale.js';
import { bankTitle, titleIn } from './judgement.view.js';
import { MAIN_FIELDS, mainBankOf, ROUND_FIELD, type ProgrammeForm } from './programme-form.js';
import type { OpenProgramme } from './open-programme.js';
import type { FormProblem } from './programme-of-form.js';
import { RULE_FIELDS, RULE_GROUPS, type RuleField } from './rule-fields.js';

export interface FormViewInput extends Pick<
  OpenProgramme,
  'banks' | 'courses' | 'live' | 'standards' | 'begun'
> {
  readonly form: ProgrammeForm;
  readonly problems: readonly FormProblem[];
}

/** Everything that `partials/programme-form` prints. */
export function programmeFormView(input: FormViewInput, words: ItemWords) {
  const { form, banks, begun } = input;
  const mainBank = mainBankOf(form);
  const { t } = words;
  const fields = fieldsOf(input, words);
  const named = (all: readonly { readonly id: string; readonly titles: Localised }[]) =>
    all.map(({ id, titles }) => ({ value: id, text: titleIn(titles, id, words.locale) }));
  const others = banks.filter(({ id }) => id !== mainBank);
  return {
    sections: form.sections.join(' '),
    id: begun !== undefined && fields.plain(MAIN_FIELDS.id, t('newProgramme.id')),
    bank: fields.select(MAIN_FIELDS.bank, t('newProgramme.mainBank'), named(banks)),
    course: fields.select(MAIN_FIELDS.course, t('newProgramme.course'), named(input.courses)),
    titles: fields.languages('titles', t('programmes.field.titles'), 1),
    statementOpen:
      input.problems.some(({ field }) => field.startsWith('statement.')) || begun !== undefined,
    statement: fields.languages('statement', t('programmes.field.statement'), 3),
    sectionMessages: fields.messages('sections'),
    supplement: others.length > 0 && {
      percent: '20',
      banks: others.map(({ id, titles }) => ({
        value: id,
        text: titleIn(titles, id, words.locale),
        chosen: false,
      })),
    },
    rows: form.sections.map((id, index) => sectionRow(id, index, input, words, fields)),
    groups: RULE_GROUPS.map((group) => ({
      heading: t(`programmes.group.${group}`),
      fields: RULE_FIELDS[group].map((rule) => ruleField(rule, words, fields)),
      cut: group === 'decision' && cutField(input, words, fields),
    })),
  };
}

/** What sets the cut score: a percentage, or what a panel has said. */
function cutField({ form, standards }: FormViewInput, words: ItemWords, fields: Fields) {
  const { t, locale, timeZone } = words;
  const chosen = form.typed[ROUND_FIELD] ?? '';
  const rounds = standards.map(({ roundId, closedAt, means }) => ({
    value: roundId,
    text: t('formCut.byPanel', {
      time: formatDateTime(closedAt, locale, timeZone),
      count: means.length,
    }),
  }));
  if (rounds.length === 0 && chosen === '') return false;
  const options = [{ value: '', text: t('formCut.byPercent') }, ...rounds];
  return fields.select(ROUND_FIELD, t('formCut.field'), options);
}

function sectionRow(
  id: string,
  index: number,
  { form, banks, live }: FormViewInput,
  { t, locale }: ItemWords,
  fields: Fields,
) {
  const at = `sections.${id}`;
  const otherBank = form.typed[`${at}.bankId`] ?? '';
  const mainBank = mainBankOf(form);
  const chosenBank = otherBank === '' ? mainBank : otherBank;
  const bank = banks.find((one) => one.id === chosenBank);
  const known = new Map(banks.map((one) => [one.id, one]));
  const heading =
    [locale, ...LOCALES]
      .map((one) => form.typed[`${at}.titles.${one}`] ?? '')
      .find((title) => title !== '') ?? '';
  return {
    id,
    live: `topics-${id}`,
    heading: heading === '' ? t('programmes.newSection', { number: index + 1 }) : heading,
    titles: fields.languages(`${at}.titles`, t('programmes.field.sectionTitle'), 1),
    titlesOpen: heading === '',
    bank: banks.length > 1 && {
      ...fields.plain(`${at}.bankId`, t('programmes.field.bank')),
      options: banks.map((one) => ({
        value: one.id === mainBank ? '' : one.id,
        text: bankTitle(one.id, known, locale),
        chosen: one.id === chosenBank,
      })),
    },
    topics: Object.entries(bank?.topics ?? {}).map(([topic, titles]) => ({
      id: idOf(`${at}.topics.${topic}`),
      name: `${at}.topics`,
      value: topic,
      text: t('programmes.topicWithItems', {
        topic: titleIn(titles, topic, locale),
        count: live.get(`${chosenBank}/${topic}`) ?? 0,
      }),
      checked: (form.topics[id] ?? []).includes(topic),
    })),
    topicMessages: fields.messages(`${at}.topics`),
    quota: fields.plain(`${at}.quota`, t('programmes.drawn')),
    criticalAtLeast: fields.plain(`${at}.criticalAtLeast`, t('programmes.field.criticalAtLeast')),
    allRight: fields.box(`${at}.allRight`, t('programmes.field.allRight')),
    up: index > 0,
    down: index < form.sections.length - 1,
  };
}

function ruleField(rule: RuleField, { t }: ItemWords, fields: Fields) {
  const name = `rules.${rule.name}`;
  const label = t(`programmes.rule.${rule.name}`);
  const none = { box: false, number: false, choice: false, text: false };
  if (rule.kind === 'yesNo') return { ...none, box: fields.box(name, label) };
  if (rule.kind === 'networks')
    return { ...none, text: { ...fields.plain(name, label), hint: t('programmes.networksHint') } };
  if (rule.kind === 'choice')
    return { ...none, choice: fields.select(name, label, optionsOf(rule, t)) };
  const unit = rule.kind === 'days' ? 'programmes.daysField' : `programmes.unitField.${rule.unit}`;
  return { ...none, number: { ...fields.plain(name, label), unit: t(unit) } };
}

function optionsOf({ name, options }: RuleField & { readonly kind: 'choice' }, t: ItemWords['t']) {
  return options.map((value) => ({ value, text: t(`programmes.choice.${name}.${value}`) }));
}

type Fields = ReturnType<typeof fieldsOf>;

function fieldsOf({ form, problems }: FormViewInput, { t }: ItemWords) {
  const messages = (name: string) =>
    problems
      .filter(({ field }) => field === name)
      .map(({ code, values }) => ({
        colour: 'danger',
        text: t(`programmes.problem.${code}`, values),
        detail: '',
        suggestion: '',
      }));
  const plain = (name: string, label: string) => ({
    name,
    id: idOf(name),
    label,
    value: form.typed[name] ?? '',
    invalid: messages(name).length > 0,
    messages: messages(name),
  });
  return {
    messages,
    plain,
    select: (
      name: string,
      label: string,
      options: readonly { readonly value: string; readonly text: string }[],
    ) => ({
      ...plain(name, label),
      options: options.map((option) => ({
        ...option,
        chosen: option.value === (form.typed[name] ?? ''),
      })),
    }),
    box: (name: string, label: string) => ({
      name,
      id: idOf(name),
      label,
      checked: (form.typed[name] ?? '') !== '',
    }),
    languages: (name: string, label: string, rows: number) => {
      const isBegun = LOCALES.some((locale) => (form.typed[`${name}.${locale}`] ?? '') !== '');
      return LOCALES.map((locale) => {
        const field = plain(`${name}.${locale}`, '');
        const language = t(`items.language.${locale}`);
        return {
          ...field,
          label: `${label}, ${language}`,
          lang: locale,
          language,
          rows,
          focus: false,
          missing: isBegun && field.value === '',
        };
      });
    },
  };
}

function idOf(name: string): string {
  return name.replaceAll('.', '-');
}
