import type { Programme } from '../../exams/programme.js';
import { asOptions } from '../../organisation/people.view.js';
import type { Unit } from '../../organisation/municipality.js';
import { formatTime } from '../../platform/http/i18n.js';
import { inLocale } from '../../platform/locale.js';
import { localTimeIn } from '../../platform/local-time.js';
import { hasBegun, isWaiting, placeOf, type ExamWindow, type Place } from './exam-window.js';
import { digitsOf, livingCode } from './start-code.rules.js';
import { MOST_MINUTES } from '../supervision/extend-attempts.js';
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
  readonly programmes: readonly Pick<Programme, 'id' | 'titles' | 'rules'>[];
  readonly units: readonly Unit[];
  /** It may be for the whole municipality. */
  readonly whole: boolean;
  readonly form: Typed;
  readonly problem?: { readonly problem: string; readonly field?: string | undefined } | undefined;
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

interface ExtendInput {
  /** By which sending the form twice is one act. */
  readonly act: string;
  readonly minutes?: string | undefined;
  readonly reason?: string | undefined;
  /** How many were extended a moment ago. */
  readonly extended?: number | undefined;
}

/** One window: who has a place, and what can be done with it. */
export function windowPage(
  input: FormInput & {
    readonly window: ExamWindow;
    readonly names: ReadonlyMap<string, string>;
    readonly readerId: string;
    readonly extend: ExtendInput;
  },
  words: Words,
) {
  const { window, names, units, programmes, readerId } = input;
  const { t, now } = words;
  const unitNames = new Map(units.map(({ id, name }) => [id, name]));
  const isOver = window.closesAt <= now || window.cancelled !== undefined;
  const mode = programmes.find(({ id }) => id === window.programmeId)?.rules.supervision?.start;
  const asksForCode = mode === 'code' || mode === 'lobby';
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
    people: window.places.map((place) => ({
      name: names.get(place.personId) ?? t('windows.gone'),
      ...placeState(place, words),
    })),
    waiting: waitingGroups([window], names, readerId, words),
    codeHref: !isOver && asksForCode ? `/exams/windows/${window.id}/code` : '',
    form: isOver || hasBegun(window) ? false : formOf(input, words),
    extend: !window.cancelled && extendView(input, words),
    extended:
      input.extend.extended === undefined
        ? ''
        : t('windows.extended', { count: input.extend.extended }),
    extensions: extensionTexts(window, names, words),
    problem: problemText(input, words),
    frozen: !isOver && hasBegun(window),
    canCancel: !isOver,
  };
}

const isOfTime = (problem: FormInput['problem']): boolean =>
  problem?.problem === 'minutes' || problem?.problem === 'reason';

function extendView(
  { extend, problem }: { readonly extend: ExtendInput } & Pick<FormInput, 'problem'>,
  { t }: Words,
) {
  const { act, minutes = '', reason = '' } = extend;
  const wrong = isOfTime(problem) ? (problem?.problem ?? '') : '';
  return {
    ...{ act, minutes, reason, most: MOST_MINUTES },
    problem: wrong === '' ? '' : t(`exams.problem.${wrong}`, { most: MOST_MINUTES }),
  };
}

function extensionTexts(
  { extensions = [] }: ExamWindow,
  names: ReadonlyMap<string, string>,
  { t, locale, timeZone }: Words,
): readonly string[] {
  return extensions.map(({ minutes, by, at, reason }) =>
    t('windows.extension', {
      ...{ minutes, reason, name: names.get(by) ?? t('windows.gone') },
      time: formatTime(at, locale, timeZone),
    }),
  );
}

function placeState({ enteredAt, admitted, startedAt }: Place, { t, locale, timeZone }: Words) {
  const time = (at: Date): string => formatTime(at, locale, timeZone);
  if (startedAt)
    return { state: t('windows.startedAt', { time: time(startedAt) }), colour: 'accent' };
  if (admitted)
    return { state: t('windows.admittedAt', { time: time(admitted.at) }), colour: 'success' };
  if (enteredAt)
    return { state: t('windows.enteredAt', { time: time(enteredAt) }), colour: 'warning' };
  return { state: t('windows.booked'), colour: 'neutral' };
}

/** Who waits to be let in, by window; never the reader, who is let in by others. */
export function waitingGroups(
  windows: readonly ExamWindow[],
  names: ReadonlyMap<string, string>,
  readerId: string,
  words: Words,
) {
  const { t, locale, timeZone } = words;
  return windows.flatMap((window) => {
    const waiting = window.places.filter((place) => isWaiting(place));
    const others = waiting.filter(({ personId }) => personId !== readerId);
    if (others.length === 0 || window.cancelled || window.closesAt <= words.now) return [];
    return [
      {
        action: `/exams/windows/${window.id}/admit`,
        title: t('lobby.waiting', { count: others.length }),
        when: whenText(window, words),
        people: others.map(({ personId, enteredAt }) => {
          const name = names.get(personId) ?? t('windows.gone');
          const time = enteredAt ? formatTime(enteredAt, locale, timeZone) : '';
          const letIn = t('lobby.admitNamed', { name });
          return { personId, name, letIn, since: t('windows.enteredAt', { time }) };
        }),
      },
    ];
  });
}

/** The start code as it is shown in a room: large, while it lives. Not to whoever sits in the window. */
export function startCodePage(window: ExamWindow, readerId: string, secret: string, words: Words) {
  const { t, locale, timeZone, now } = words;
  const code = livingCode(window, now);
  const isOwn = placeOf(window, readerId) !== undefined;
  const isOver = window.closesAt <= now || window.cancelled !== undefined;
  const digits = code && !isOwn ? digitsOf(window, code, secret) : '';
  const waiting = window.places.filter((place) => isWaiting(place)).length;
  const started = window.places.filter(({ startedAt }) => startedAt !== undefined).length;
  return {
    title: t('startCode.title'),
    back: `/exams/windows/${window.id}`,
    when: whenText(window, words),
    digits: digits === '' ? '' : `${digits.slice(0, 3)} ${digits.slice(3)}`,
    until: code ? t('startCode.until', { time: formatTime(code.until, locale, timeZone) }) : '',
    none: isOwn ? t('startCode.own') : isOver ? t('windows.state.over') : t('startCode.none'),
    counts: t('startCode.counts', { waiting, started }),
    action: isOwn || isOver ? '' : `/exams/windows/${window.id}/code`,
    give: t(digits === '' ? 'startCode.give' : 'startCode.renew'),
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
  return problem && !isOfTime(problem)
    ? t(`windows.problem.${problem.problem}`, { most: MOST_SEATS })
    : '';
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
