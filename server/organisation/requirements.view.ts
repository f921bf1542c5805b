import { formatDate } from '../platform/http/i18n.js';
import { inLocale, LOCALES, type Locale, type Localised } from '../platform/locale.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Concerned, KnownProgramme, WantedRequirement } from './change-requirements.js';
import {
  JOB_ROLES,
  TASKS,
  type Municipality,
  type Requirement,
  type Unit,
} from './municipality.js';
import { asOptions, type Words } from './people.view.js';
import { isActiveOn } from './person.js';

interface Around {
  readonly municipality: Pick<Municipality, 'requirements' | 'locale'>;
  readonly units: readonly Unit[];
  readonly programmes: readonly KnownProgramme[];
  readonly today: PlainDate;
  /** Why the last act was refused. */
  readonly refused?: string | undefined;
}

export function requirementsPage(
  found: Around & { readonly concerned: ReadonlyMap<string, number> },
  words: Words,
) {
  const { municipality, today, concerned, refused } = found;
  const { t, locale } = words;
  const order = { now: 0, later: 1, over: 2 };
  const rows = municipality.requirements.map((one) => {
    const state = stateOf(one, today);
    return { one, state };
  });
  return {
    refused: refusalIn(refused, words),
    today,
    rows: rows
      .toSorted((a, b) => order[a.state] - order[b.state])
      .map(({ one, state }) => ({
        ...sentence(one, found, words),
        href: `/administration/requirements/${encodeURIComponent(one.id)}/end`,
        reason: inLocale(one.reason, locale),
        state: t(`requirements.state.${state}`),
        colour: { now: 'success', later: 'info', over: 'neutral' }[state],
        people:
          state === 'now' ? t('requirements.people', { count: concerned.get(one.id) ?? 0 }) : null,
        mayEnd: state !== 'over',
      })),
  };
}

interface NewFound extends Around {
  /** A whole rule, to look at before it holds. */
  readonly asked: WantedRequirement | undefined;
  /** What stands in the form. */
  readonly filled: {
    readonly [K in Exclude<keyof WantedRequirement, 'reason'>]?: WantedRequirement[K] | undefined;
  } & { readonly reason: Readonly<Partial<Record<Locale, string | undefined>>> };
  readonly concerned: Concerned | undefined;
}

export function newRequirementPage(found: NewFound, words: Words) {
  const { municipality, units, programmes, today, asked, filled, concerned, refused } = found;
  const { t, locale } = words;
  const open = units.filter(({ to }) => to === undefined || to >= today);
  const languages = [
    municipality.locale,
    ...LOCALES.filter((language) => language !== municipality.locale),
  ];
  return {
    refused: refusalIn(refused, words),
    programmes: programmes.map(({ id, titles }) => ({
      value: id,
      text: inLocale(titles, locale).value,
      chosen: id === filled.programmeId,
    })),
    units: asOptions(open, filled.unitId, locale),
    jobRoles: JOB_ROLES.map((value) => ({
      value,
      text: t(`jobRole.${value}`),
      chosen: filled.jobRoles?.includes(value) ?? false,
    })),
    tasks: TASKS.map((value) => ({
      value,
      text: t(`task.${value}`),
      chosen: filled.tasks?.includes(value) ?? false,
    })),
    today,
    from: filled.from ?? today,
    to: filled.to ?? '',
    reasons: languages.map((language, index) => ({
      language,
      label: t(`requirements.reason.${language}`),
      text: filled.reason[language] ?? '',
      needed: index === 0,
    })),
    preview:
      asked && concerned
        ? {
            ...sentence(asked, found, words),
            people: t('requirements.makesPeople', {
              count: concerned.people,
              date: formatDate(asked.from, locale),
            }),
            newly: t('requirements.makesNewly', { count: concerned.newly }),
            fields: fieldsOf(asked),
          }
        : null,
  };
}

function refusalIn(refused: string | undefined, { t }: Words): string | null {
  if (refused === undefined) return null;
  return t(
    refused === 'incomplete' ? 'requirements.incomplete' : `requirements.refused.${refused}`,
  );
}

/** The rule in words: who, doing what, where, must have what, when. */
function sentence(
  { programmeId, unitId, jobRoles, tasks, from, to }: Omit<Requirement, 'id' | 'reason'>,
  { units, programmes }: Around,
  { t, locale }: Words,
) {
  const titles = programmes.find(({ id }) => id === programmeId)?.titles;
  const unit = units.find(({ id }) => id === unitId)?.name ?? unitId;
  const list = new Intl.ListFormat(locale, { type: 'disjunction' });
  return {
    programme: titles ? inLocale(titles, locale).value : programmeId,
    who: list.format(jobRoles.map((role) => t(`jobRole.${role}`))),
    doing:
      tasks === undefined
        ? t('requirements.anyTask')
        : t('requirements.doing', { tasks: list.format(tasks.map((task) => t(`task.${task}`))) }),
    where: unit === undefined ? t('people.wholeMunicipality') : t('requirements.inUnit', { unit }),
    period: periodOf(from, to, { t, locale }),
  };
}

function periodOf(from: PlainDate | undefined, to: PlainDate | undefined, { t, locale }: Words) {
  const first = from === undefined ? undefined : formatDate(from, locale);
  const last = to === undefined ? undefined : formatDate(to, locale);
  if (from !== undefined && to !== undefined && to < from) return t('requirements.never');
  if (first !== undefined && last !== undefined)
    return t('people.period', { from: first, to: last });
  if (first !== undefined) return t('people.since', { from: first });
  return last === undefined ? t('requirements.always') : t('requirements.until', { to: last });
}

function stateOf(one: Requirement, today: PlainDate): 'now' | 'later' | 'over' {
  if (isActiveOn(one, today)) return 'now';
  const over = one.to !== undefined && (one.to < today || (one.from ?? one.to) > one.to);
  return over ? 'over' : 'later';
}

/** What the button that makes it hold sends: exactly what was looked at. */
function fieldsOf({
  programmeId,
  unitId,
  jobRoles,
  tasks = [],
  from,
  to,
  reason,
}: WantedRequirement) {
  const field = (name: string, value: string) => ({ name, value });
  return [
    field('programmeId', programmeId),
    field('unitId', unitId ?? ''),
    ...jobRoles.map((role) => field('jobRoles', role)),
    ...tasks.map((task) => field('tasks', task)),
    field('from', from),
    field('to', to ?? ''),
    ...reasonFields(reason).map(([language, text]) => field(`reason.${language}`, text)),
  ];
}

function reasonFields(reason: Localised): readonly (readonly [Locale, string])[] {
  return LOCALES.flatMap((language) => {
    const text = reason[language];
    return text === undefined ? [] : [[language, text] as const];
  });
}
