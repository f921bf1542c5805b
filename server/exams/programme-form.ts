import { LOCALES, type Localised } from '../platform/locale.js';
import type { Programme, Section } from './programme.js';
import { RULE_FIELDS, RULE_GROUPS, ruleValue, type RuleField } from './rule-fields.js';

/** A new version as its author types it. Whatever is typed is kept as it is, also what makes no programme. */
export interface ProgrammeForm {
  /** Ids of the sections in the order of their rows. */
  readonly sections: readonly string[];
  /** What is in each field, by its name, such as `rules.minutes` or `sections.law.quota`; a ticked box has a value. */
  readonly typed: Readonly<Record<string, string>>;
  /** Topics that are ticked in each section. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
}

/** The programme's identifier, which its first version gives it, its bank and its course. */
export const MAIN_FIELDS = { id: 'main.id', bank: 'main.bank', course: 'main.course' } as const;

/** Names the round of standard setting that sets the cut of each form; empty: a percentage does. */
export const ROUND_FIELD = 'standard.round';

export const ALL_RULE_FIELDS: readonly RuleField[] = RULE_GROUPS.flatMap(
  (group) => RULE_FIELDS[group],
);

export function formOfProgramme({
  id,
  bankId,
  courseId,
  titles,
  statement,
  specification,
  rules,
  standard,
}: Programme): ProgrammeForm {
  const { sections } = specification;
  return {
    sections: sections.map((section) => section.id),
    topics: Object.fromEntries(sections.map((section) => [section.id, section.topics])),
    typed: {
      [MAIN_FIELDS.id]: id,
      [MAIN_FIELDS.bank]: bankId,
      [MAIN_FIELDS.course]: courseId,
      ...texts('titles', titles),
      ...texts('statement', statement),
      [ROUND_FIELD]: standard?.roundId ?? '',
      ...Object.fromEntries(
        ALL_RULE_FIELDS.map((field) => [`rules.${field.name}`, typedRule(rules, field)]),
      ),
      ...Object.fromEntries(sections.flatMap((section) => Object.entries(sectionFields(section)))),
    },
  };
}

function typedRule(rules: Programme['rules'], field: RuleField): string {
  switch (field.kind) {
    case 'number':
      return String(rules[field.name]);
    case 'yesNo':
      return ruleValue(rules, field) === true ? 'on' : '';
    case 'choice':
      return String(ruleValue(rules, field));
    case 'networks':
      return [ruleValue(rules, field)].flat().join(', ');
    case 'days':
      return rules[field.name].join(', ');
  }
}

function sectionFields({ id, titles, bankId, quota, criticalAtLeast, allRight }: Section) {
  const at = `sections.${id}`;
  return {
    ...texts(`${at}.titles`, titles),
    [`${at}.bankId`]: bankId ?? '',
    [`${at}.quota`]: String(quota),
    [`${at}.criticalAtLeast`]: String(criticalAtLeast),
    [`${at}.allRight`]: allRight ? 'on' : '',
  };
}

function texts(name: string, localised: Localised): Record<string, string> {
  return Object.fromEntries(
    LOCALES.map((locale) => [`${name}.${locale}`, localised[locale] ?? '']),
  );
}

/** The form with the cut score set by that round, if one is named. */
export function withRound(form: ProgrammeForm, round: string | undefined): ProgrammeForm {
  if (round === undefined) return form;
  return { ...form, typed: { ...form.typed, [ROUND_FIELD]: round } };
}

/** The bank that sections draw from which name none. */
export function mainBankOf({ typed }: ProgrammeForm): string {
  return typed[MAIN_FIELDS.bank] ?? '';
}

const ID = /^[a-z0-9-]{1,60}$/;
const MOST_SECTIONS = 40;

/** What a browser has sent; fields that are none of ours are left out by not being asked for. */
export function programmeFormFrom(body: unknown): ProgrammeForm {
  const sent = new Map(Object.entries((body ?? {}) as Record<string, unknown>));
  const one = (name: string): string => {
    const value = sent.get(name);
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
  };
  const all = (name: string): string[] => {
    const value = sent.get(name);
    return [value].flat().filter((each): each is string => typeof each === 'string');
  };
  const ids = one('sections')
    .split(' ')
    .filter((id) => ID.test(id));
  const sections = [...new Set(ids)].slice(0, MOST_SECTIONS);
  const names = [...sent.keys()].filter((name) =>
    /^(main|titles|statement|rules|sections|standard)\.[\w.-]{1,120}$/.test(name),
  );
  return {
    sections,
    topics: Object.fromEntries(sections.map((id) => [id, all(`sections.${id}.topics`)])),
    typed: Object.fromEntries(
      names.filter((name) => !name.endsWith('.topics')).map((name) => [name, one(name)]),
    ),
  };
}

/** The form as a browser sends it. */
export function entriesOf({ sections, typed, topics }: ProgrammeForm): [string, string][] {
  return [
    ['sections', sections.join(' ')],
    ...Object.entries(typed).filter(([name, value]) => value !== '' || !isBox(name)),
    ...Object.entries(topics).flatMap(([id, ticked]) =>
      ticked.map((topic): [string, string] => [`sections.${id}.topics`, topic]),
    ),
  ];
}

function isBox(name: string): boolean {
  return (
    name.endsWith('.allRight') ||
    ALL_RULE_FIELDS.some((field) => field.kind === 'yesNo' && name === `rules.${field.name}`)
  );
}

const ROW_CHANGE = /^(add|remove|up|down)\.sections(?:\.([a-z0-9-]{1,60}))?$/;

/** The form with a section more or less or in another place; undefined for what is no such button. */
export function changeSections(form: ProgrammeForm, button: string): ProgrammeForm | undefined {
  const [, verb, id = ''] = ROW_CHANGE.exec(button) ?? [];
  const at = form.sections.indexOf(id);
  switch (verb) {
    case 'add':
      return withSection(form, newSectionId(form, 'section'));
    case 'remove':
      return { ...form, sections: form.sections.filter((one) => one !== id) };
    case 'up':
      return { ...form, sections: swapped(form.sections, at, at - 1) };
    case 'down':
      return { ...form, sections: swapped(form.sections, at, at + 1) };
    case undefined:
    default:
      return undefined;
  }
}

function swapped(ids: readonly string[], from: number, to: number): readonly string[] {
  const [one, other] = [ids[from], ids[to]];
  if (one === undefined || other === undefined) return ids;
  return ids.map((id, index) => (index === from ? other : index === to ? one : id));
}

export function newSectionId({ sections }: ProgrammeForm, name: string): string {
  let number = 1;
  while (sections.includes(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

export function withSection(
  form: ProgrammeForm,
  id: string,
  fields: Readonly<Record<string, string>> = {},
): ProgrammeForm {
  const begun = { quota: '1', criticalAtLeast: '0', ...fields };
  const named = Object.entries(begun).map(([name, value]) => [`sections.${id}.${name}`, value]);
  return {
    sections: [...form.sections, id],
    topics: { ...form.topics, [id]: [] },
    typed: { ...form.typed, ...(Object.fromEntries(named) as Record<string, string>) },
  };
}
