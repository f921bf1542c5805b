import { asOptions } from '../../organisation/people.view.js';
import { fullName } from '../../organisation/person.js';
import type { Programme } from '../../exams/programme.js';
import { isAnswered } from '../../item-banks/response.rules.js';
import { formatDateTime, formatTime, type Translate } from '../../platform/http/i18n.js';
import { inLocale, type Locale } from '../../platform/locale.js';
import type { Attempt, AttemptEvent } from '../attempt.js';
import type { waitingGroups } from '../windows/manage-windows.view.js';
import { isOverdue, minutesLeft } from '../deadline.rules.js';
import { MOST_MINUTES } from './extend-attempts.js';
import type { SupervisedFound, SupervisedRow } from './supervised.js';

export interface Words {
  readonly t: Translate;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: Date;
}

/** What an act must name before it is done. */
export type ActProblem = 'minutes' | 'reason';

interface BoardInput extends SupervisedFound {
  readonly programmes: readonly Pick<Programme, 'id' | 'titles'>[];
  readonly filters: { readonly unit?: string | undefined; readonly programme?: string | undefined };
  readonly act: ActForm;
  /** Who waits to be let in. */
  readonly waiting: ReturnType<typeof waitingGroups>;
  /** How many were extended a moment ago. */
  readonly extended?: number | undefined;
}

/** What the form of an act holds; what was typed comes back with what is wrong about it. */
interface ActForm {
  /** By which sending it twice is one act. */
  readonly id: string;
  readonly problem?: ActProblem | undefined;
  readonly minutes?: string | undefined;
  readonly reason?: string | undefined;
}

/** Who is in an exam now, and how far; never what they respond. */
export function boardPage(input: BoardInput, words: Words) {
  const { rows, units, programmes, filters } = input;
  const { t, locale } = words;
  const open = rows.filter(({ attempt }) => isUnderWay(attempt, words.now));
  return {
    units: asOptions(units, filters.unit, locale),
    programmes: programmes.map(({ id, titles }) => ({
      value: id,
      text: inLocale(titles, locale).value,
      chosen: id === filters.programme,
    })),
    rows: rows.map((row) => rowOf(row, words)),
    waiting: input.waiting,
    summary: t('exams.summary', { count: open.length }),
    extend:
      open.length === 0
        ? null
        : {
            ...actForm(input.act, t),
            title: t('exams.extendAll', { count: open.length }),
            unit: filters.unit ?? '',
            programme: filters.programme ?? '',
          },
    done: input.extended === undefined ? '' : t('exams.extended', { count: input.extended }),
  };
}

function rowOf({ attempt, person, units }: SupervisedRow, words: Words) {
  const { t, locale, now } = words;
  return {
    href: `/exams/attempts/${attempt.id}`,
    name: fullName(person),
    place: units.join(', '),
    programme: inLocale(attempt.frozen.programmeTitles, locale).value,
    progress: progressOf(attempt, t),
    connection: connectionOf(attempt, words),
    ...standingOf(attempt, words),
    time: isUnderWay(attempt, now)
      ? t('attempt.minutes', { count: minutesLeft(attempt, now) })
      : '–',
  };
}

/** The page of one attempt: where it stands, what has been done to it, and what can be. */
export function supervisedAttemptPage(
  { attempt, person, units }: SupervisedRow,
  names: ReadonlyMap<string, string>,
  act: ActForm & { readonly done: boolean; readonly mayAnnul: boolean },
  words: Words,
) {
  const { t, locale, timeZone, now } = words;
  return {
    name: fullName(person),
    ...standingOf(attempt, words),
    facts: [
      { term: t('exams.unit'), text: units.join(', ') },
      { term: t('exams.programme'), text: inLocale(attempt.frozen.programmeTitles, locale).value },
      { term: t('exams.progress'), text: progressOf(attempt, t) },
      { term: t('exams.began'), text: formatDateTime(attempt.startedAt, locale, timeZone) },
      ...(isUnderWay(attempt, now)
        ? [
            {
              term: t('attempt.timeLeft'),
              text: t('attempt.minutes', { count: minutesLeft(attempt, now) }),
            },
          ]
        : []),
      {
        term: t('exams.closes'),
        text: formatDateTime(attempt.closedAt ?? attempt.closesAt, locale, timeZone),
      },
    ],
    events: (attempt.events ?? []).map((event) => ({
      at: formatTime(event.at, locale, timeZone),
      what: t(`exams.event.${event.type}`, {
        minutes: event.minutes ?? Math.round((event.stoodMs ?? 0) / 60_000),
        swapped: event.swapped?.length ?? 0,
      }),
      by: names.get(event.by) ?? event.by,
      reason: reasonOf(event, t),
    })),
    acts: actsOn(attempt, act.mayAnnul, now).map((name) => ({
      ...{ name, act: `${act.id}-${name}`, action: `/exams/attempts/${attempt.id}/${name}` },
      ...{ title: t(`exams.act.${name}`), text: t(`exams.about.${name}`) },
      colour: name === 'annul' ? 'danger' : 'accent',
    })),
    extend: isUnderWay(attempt, now)
      ? { ...actForm(act, t), action: `/exams/attempts/${attempt.id}/extend` }
      : null,
    done: act.done ? t('exams.extended', { count: 1 }) : '',
  };
}

function reasonOf({ type, reason }: AttemptEvent, t: Translate): string {
  if (reason === undefined) return '';
  return type === 'interrupted' ? t(`interrupt.${reason}`) : reason;
}

function actForm({ id, problem, minutes = '', reason = '' }: ActForm, t: Translate) {
  return {
    act: id,
    minutes,
    reason,
    most: MOST_MINUTES,
    problem: problem ? t(`exams.problem.${problem}`, { most: MOST_MINUTES }) : '',
  };
}

/** What can be done with the attempt besides giving time. */
function actsOn(attempt: Attempt, mayAnnul: boolean, now: Date): ('pause' | 'release' | 'annul')[] {
  return [
    ...(attempt.paused ? (['release'] as const) : []),
    ...(isUnderWay(attempt, now) && !attempt.paused ? (['pause'] as const) : []),
    ...(mayAnnul && attempt.state !== 'annulled' ? (['annul'] as const) : []),
  ];
}

const HEARD_WITHIN_MS = 60_000;

/** When something last came from the candidate's browser. */
function connectionOf(attempt: Attempt, { t, locale, timeZone, now }: Words): string {
  if (!isUnderWay(attempt, now)) return '–';
  const saves = [...attempt.responses.values()].map(({ savedAt }) => savedAt.getTime());
  const heard = Math.max(attempt.startedAt.getTime(), attempt.heardAt?.getTime() ?? 0, ...saves);
  return now.getTime() - heard <= HEARD_WITHIN_MS
    ? t('exams.connected')
    : t('exams.lastHeard', { time: formatTime(new Date(heard), locale, timeZone) });
}

function isUnderWay(attempt: Attempt, now: Date): boolean {
  return attempt.state === 'inProgress' && !isOverdue(attempt, now);
}

function standingOf(attempt: Attempt, { t, locale, timeZone, now }: Words) {
  if (attempt.paused)
    return {
      state: t('exams.state.paused', { time: formatTime(attempt.paused.since, locale, timeZone) }),
      colour: 'warning',
    };
  if (isUnderWay(attempt, now)) return { state: t('exams.state.inProgress'), colour: 'accent' };
  const time = formatTime(attempt.closedAt ?? attempt.closesAt, locale, timeZone);
  const state = attempt.state === 'inProgress' ? 'expired' : attempt.state;
  return { state: t(`exams.state.${state}`, { time }), colour: 'neutral' };
}

function progressOf({ form, responses, flagged }: Attempt, t: Translate): string {
  const answered = [...responses.values()].filter(({ response }) => isAnswered(response)).length;
  return t('attempt.summary', { answered, total: form.slots.length, flagged: flagged.size });
}
