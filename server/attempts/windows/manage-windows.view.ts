import type { Programme } from '../../exams/programme.js';
import { asOptions } from '../../organisation/people.view.js';
import type { Unit } from '../../organisation/municipality.js';
import { formatTime } from '../../platform/http/i18n.js';
import { inLocale } from '../../platform/locale.js';
import { localTimeIn } from '../../platform/local-time.js';
import type { ExamWindow } from './exam-window.js';
import { MOST_SEATS } from './exam-window.rules.js';
import { seatsText, whenText, type WindowWords } from './exam-window.view.js';

type Words = WindowWords & { readonly now: Date };

/** What the form holds; what was typed comes back with what is wrong about it. */
export interface Typed {
  readonly programmeId: string;
  readonly unitId: string;
  readonly room: string;
  readonly from: string;
  readonly to: string;
  readonly seats: string;
}

interface FormInput {
  readonly programmes: readonly Pick<Programme, 'id' | 'titles'>[];
  readonly units: readonly Unit[];
  /** It may be for the whole municipality. */
  readonly whole: boolean;
  readonly form: Typed;
  readonly problem?: { readonly problem: string; readonly field?: string } | undefined;
}

const TWO_HOURS_MS = 2 * 3_600_000;

/** From now on, for two hours: whoever makes one on the spot need only press the button. */
export function newTyped(now: Date, timeZone: string): Typed {
  const at = (instant: Date): string => localTimeIn(timeZone, instant);
  const times = { from: at(now), to: at(new Date(now.getTime() + TWO_HOURS_MS)) };
  return { programmeId: '', unitId: '', room: '', seats: '', ...times };
}

export function typedOf(window: ExamWindow, timeZone: string): Typed {
  return {
    programmeId: window.programmeId,
    unitId: window.unitId ?? '',
    room: window.room ?? '',
    from: localTimeIn(timeZone, window.opensAt),
    to: localTimeIn(timeZone, window.closesAt),
    seats: window.seats === undefined ? '' : String(window.seats),
  };
}

/** Exam windows that are open, to come, or over since a few days; and the form for another. */
export function windowsPage(
  input: FormInput & { readonly windows: readonly ExamWindow[] },
  words: Words,
) {
  const { windows, units, programmes } = input;
  const titles = titlesOf(programmes, words);
  const names = new Map(units.map(({ id, name }) => [id, name]));
  return {
    rows: windows.map((window) => ({
      href: `/exams/windows/${window.id}`,
      when: whenText(window, words),
      programme: titles.get(window.programmeId) ?? window.programmeId,
      forWhom: forWhom(window, names, words),
      places: placesText(window, words),
      ...stateOf(window, words),
    })),
    canMake: programmes.length > 0,
    form: formOf(input, words),
  };
}

/** One window: who has a place, and what can be done with it. */
export function windowPage(
  input: FormInput & {
    readonly window: ExamWindow;
    readonly names: ReadonlyMap<string, string>;
  },
  words: Words,
) {
  const { window, names, units, programmes } = input;
  const { t, locale, timeZone, now } = words;
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  const isOver = window.closesAt <= now || window.cancelled !== undefined;
  const hasBegun = window.places.some(({ startedAt }) => startedAt !== undefined);
  return {
    title: whenText(window, words),
    action: `/exams/windows/${window.id}`,
    ...stateOf(window, words),
    facts: [
      {
        term: t('exams.programme'),
        text: titlesOf(programmes, words).get(window.programmeId) ?? window.programmeId,
      },
      { term: t('windows.forWhom'), text: forWhom(window, unitNames, words) },
      { term: t('windows.places'), text: placesText(window, words) },
    ],
    people: window.places.map(({ personId, startedAt }) => ({
      name: names.get(personId) ?? t('windows.gone'),
      state: startedAt
        ? t('windows.startedAt', { time: formatTime(startedAt, locale, timeZone) })
        : t('windows.booked'),
      colour: startedAt ? 'accent' : 'neutral',
    })),
    form: isOver || hasBegun ? false : formOf(input, words),
    problem: problemText(input, words),
    frozen: !isOver && hasBegun,
    canCancel: !isOver,
  };
}

function formOf({ programmes, units, whole, form, problem }: FormInput, words: Words) {
  const { t, locale } = words;
  const invalid = (field: keyof Typed): boolean => problem?.field === field;
  return {
    ...form,
    most: MOST_SEATS,
    whole,
    programmes: programmes.map(({ id, titles }) => ({
      value: id,
      text: inLocale(titles, locale).value,
      chosen: id === form.programmeId,
    })),
    units: asOptions(units, form.unitId, locale),
    problem: problemText({ problem }, { t }),
    invalid: {
      programmeId: invalid('programmeId'),
      unitId: invalid('unitId'),
      from: invalid('from'),
      to: invalid('to'),
      seats: invalid('seats'),
    },
  };
}

function problemText({ problem }: Pick<FormInput, 'problem'>, { t }: Pick<Words, 't'>): string {
  return problem ? t(`windows.problem.${problem.problem}`, { most: MOST_SEATS }) : '';
}

function titlesOf(programmes: FormInput['programmes'], { locale }: Words): Map<string, string> {
  return new Map(programmes.map(({ id, titles }) => [id, inLocale(titles, locale).value]));
}

function forWhom({ unitId }: ExamWindow, names: ReadonlyMap<string, string>, { t }: Words): string {
  return unitId === undefined ? t('windows.whole') : (names.get(unitId) ?? unitId);
}

function placesText(window: ExamWindow, { t }: Words): string {
  const taken = t('windows.taken', { count: window.places.length });
  return window.seats === undefined ? taken : `${taken}, ${seatsText(window, t)}`;
}

function stateOf(window: ExamWindow, { t, now }: Words): { state: string; colour: string } {
  if (window.cancelled) return { state: t('windows.state.cancelled'), colour: 'danger' };
  if (window.closesAt <= now) return { state: t('windows.state.over'), colour: 'neutral' };
  return window.opensAt <= now
    ? { state: t('windows.state.open'), colour: 'success' }
    : { state: t('windows.state.planned'), colour: 'info' };
}
