import type { Fact, PaperTable } from '../../certification/tagged-paper.js';
import { accommodationTexts } from '../../attempts/accommodations/accommodation.view.js';
import { standingResult, type Attempt, type SavedResponse } from '../../attempts/attempt.js';
import { failureText } from '../../attempts/result.view.js';
import { keyLines } from '../../item-banks/key.view.js';
import type { Item } from '../../item-banks/item.js';
import { plainText } from '../../item-banks/item.view.js';
import { number } from '../../item-banks/numbers.view.js';
import { isAnswered } from '../../item-banks/response.rules.js';
import { fullName } from '../../organisation/person.js';
import { formatDate, formatTime, type Translate } from '../../platform/http/i18n.js';
import { inLocale, type Locale, type Localised } from '../../platform/locale.js';
import { dateIn } from '../../platform/plain-date.js';
import { actionText } from '../audit-trail.view.js';
import type { AttemptRecord } from './read-record.js';
import { itemWords, recordedParts, typedWords, type RecordedPart } from './response-words.view.js';

export interface RecordedItem {
  readonly heading: string;
  readonly meta: string;
  readonly lang: Locale;
  readonly stem: string;
  readonly parts: readonly RecordedPart[];
  readonly facts: readonly Fact[];
  readonly right: boolean;
  readonly outcome: string;
  readonly reports: readonly string[];
}

/** The record of one attempt in words. The page and the PDF print the same. */
export interface RecordView {
  readonly title: string;
  readonly locale: Locale;
  /** Said first, where it holds: a demo, responses that are erased, keys that are left out. */
  readonly remarks: readonly string[];
  readonly who: readonly Fact[];
  readonly decision: {
    readonly passed: boolean;
    readonly heading: string;
    readonly lines: readonly string[];
  };
  readonly sections: PaperTable;
  readonly reproduction: { readonly same: boolean; readonly lines: readonly string[] };
  readonly rules: readonly Fact[];
  readonly events: PaperTable;
  readonly items: readonly RecordedItem[];
}

export interface RecordWords {
  readonly t: Translate;
  readonly locale: Locale;
  /** Keys and rationale are for those who judge; what a candidate is handed has none. */
  readonly withKeys: boolean;
  readonly demo: boolean;
}

export function recordView(record: AttemptRecord, words: RecordWords): RecordView {
  const { attempt, items, reproduction } = record;
  const { t, locale, withKeys, demo } = words;
  return {
    title: t('record.title', { programme: inLocale(attempt.frozen.programmeTitles, locale).value }),
    locale,
    remarks: [
      ...(demo ? [t('frame.demo')] : []),
      ...(attempt.responsesErased ? [t('record.responsesErased')] : []),
      ...(withKeys ? [] : [t('record.withoutKeys')]),
    ],
    who: whoFacts(record, words),
    decision: decisionOf(record, words),
    sections: sectionTable(attempt, words),
    reproduction: {
      same: reproduction.kind === 'identical' && record.scoredAgain !== 'other',
      lines: reproductionLines(record, words),
    },
    rules: ruleFacts(attempt, words),
    events: eventTable(record, words),
    items: items.map((item, slot) => recordedItem(record, item, slot, words)),
  };
}

/** Date and time with seconds, in the municipality's time zone. */
function instant({ frozen }: Pick<Attempt, 'frozen'>, { locale }: RecordWords) {
  return (at: Date): string =>
    `${formatDate(dateIn(frozen.timeZone, at), locale)} ${formatTime(at, locale, frozen.timeZone, 'seconds')}`;
}

function whoFacts({ attempt, person, certificate }: AttemptRecord, words: RecordWords): Fact[] {
  const { t, locale } = words;
  const at = instant(attempt, words);
  const fact = (key: string, text: string): Fact => ({ term: t(`record.who.${key}`), text });
  const { closedAt, settledAt, frozen } = attempt;
  const { accommodation } = frozen;
  return [
    fact('candidate', person ? fullName(person) : t('record.erasedPerson')),
    fact('municipality', attempt.frozen.municipalityName),
    fact('attempt', attempt.id),
    fact('programme', `${attempt.programmeId}/${attempt.programmeVersion}`),
    fact('cycle', String(attempt.cycle)),
    fact('language', t(`course.language.${attempt.locale}`)),
    fact('started', at(attempt.startedAt)),
    fact('deadline', at(attempt.closesAt)),
    ...(closedAt ? [fact(attempt.state === 'expired' ? 'ranOut' : 'handedIn', at(closedAt))] : []),
    ...(settledAt ? [fact('decided', at(settledAt))] : []),
    fact('timeZone', attempt.frozen.timeZone),
    ...(accommodation
      ? [fact('accommodation', accommodationTexts(accommodation, t).join(', '))]
      : []),
    fact(
      'certificate',
      certificate
        ? t('record.certificateUntil', {
            code: certificate.code,
            date: formatDate(certificate.validTo, locale),
          })
        : t('record.noCertificate'),
    ),
  ];
}

function sayIn(locale: Locale) {
  return (texts: Localised): string => inLocale(texts, locale).value;
}

function sectionTitle({ frozen }: Attempt, locale: Locale) {
  const titles = new Map(frozen.specification.sections.map(({ id, titles: its }) => [id, its]));
  return (id: string): string => sayIn(locale)(titles.get(id) ?? { nb: id });
}

function decisionOf({ attempt }: AttemptRecord, words: RecordWords): RecordView['decision'] {
  const { t, locale } = words;
  const at = instant(attempt, words);
  const standing = standingResult(attempt);
  if (!standing) return { passed: false, heading: t(`record.state.${attempt.state}`), lines: [] };
  const { passed, right, total, needed } = standing;
  const score = { right, total, needed };
  const reasons = standing.reasons.map((reason) =>
    failureText(reason, t, sectionTitle(attempt, locale)),
  );
  const regrades = (attempt.regrades ?? []).flatMap((regrade) => [
    t('record.regraded', {
      time: at(regrade.at),
      item: regrade.itemId,
      version: regrade.version,
      treatment: t(`record.treatment.${regrade.treatment}`),
      reason: regrade.reason,
      right: regrade.result.right,
      total: regrade.result.total,
      stands: t(regrade.stands ? 'record.stands' : 'record.standsNot'),
    }),
    ...(regrade.decision
      ? [
          t('record.regradeDecided', {
            time: at(regrade.decision.at),
            reason: regrade.decision.reason,
          }),
        ]
      : []),
  ]);
  const original =
    attempt.result && attempt.result !== standing
      ? [t('record.original', { right: attempt.result.right, total: attempt.result.total })]
      : [];
  return {
    passed,
    heading: t(passed ? 'result.passed' : 'result.failed', score),
    lines: [t('record.needed', score), ...reasons, ...original, ...regrades],
  };
}

function sectionTable(attempt: Attempt, { t, locale }: RecordWords): PaperTable {
  const result = standingResult(attempt);
  return {
    head: ['section', 'items', 'right', 'demand'].map((key) => t(`record.sections.${key}`)),
    rows: attempt.frozen.specification.sections.map((section) => {
      const score = result?.sections.find(({ sectionId }) => sectionId === section.id);
      const demands = [
        ...(section.allRight ? [t('record.sections.allRight')] : []),
        ...(section.criticalAtLeast > 0
          ? [t('record.sections.critical', { count: section.criticalAtLeast })]
          : []),
      ];
      return [
        sayIn(locale)(section.titles),
        String(section.quota),
        score ? String(score.right) : '–',
        demands.join('. '),
      ];
    }),
  };
}

function ruleFacts(attempt: Attempt, words: RecordWords): Fact[] {
  const { frozen, form } = attempt;
  const { rules, standard } = frozen;
  const { t } = words;
  const at = instant(attempt, words);
  const fact = (key: string, text: string): Fact => ({ term: t(`record.rules.${key}`), text });
  return [
    fact('minutes', t('attempt.minutes', { count: rules.minutes })),
    fact(
      'cutScore',
      standard
        ? t('formCut.record', { time: at(standard.closedAt), round: standard.roundId })
        : `${rules.cutScorePercent} %`,
    ),
    fact('critical', t(rules.noCriticalWrong ? 'record.yes' : 'record.no')),
    fact('attempts', `${rules.attemptsPerCycle}`),
    fact('grace', t('record.seconds', { count: rules.graceSeconds })),
    fact('calculator', t(`exam.calculatorText.${rules.calculator ?? 'own'}`)),
    fact('bank', frozen.bankId),
    fact('algorithm', form.algorithm),
    fact('seed', form.seed),
  ];
}

function reproductionLines(record: AttemptRecord, { t }: RecordWords): string[] {
  const { reproduction, scoredAgain } = record;
  const assumed =
    'assumed' in reproduction && reproduction.assumed > 0
      ? [t('record.assumed', { count: reproduction.assumed })]
      : [];
  return [...drawnAgain(reproduction, t), ...assumed, t(`record.scoredAgain.${scoredAgain}`)];
}

function drawnAgain(reproduction: AttemptRecord['reproduction'], t: Translate): string[] {
  switch (reproduction.kind) {
    case 'identical':
      return [t('record.identical')];
    case 'impossible':
      return [t(`record.impossible.${reproduction.because}`)];
    case 'differs':
      return [
        t('record.differs', { count: reproduction.differences.length }),
        ...reproduction.differences.map((one) =>
          t(`record.difference.${one.in}`, { number: one.slot + 1 }),
        ),
      ];
  }
}

/** Details of the trail that the record says elsewhere, in words. */
const SAID = [
  ...['programmeId', 'programmeVersion', 'cycle', 'passed', 'right', 'total', 'takenLate'],
  ...['as', 'keys', 'attemptId'],
];

/** What happened, by the trail and as the candidate's browser noticed it, the oldest first. Who acted has the name of today. */
function eventTable({ attempt, trail }: AttemptRecord, words: RecordWords): PaperTable {
  const { t } = words;
  const at = instant(attempt, words);
  const acts = trail.map(({ at: when, action, actor, details = {}, aside, names }) => {
    const written = aside === undefined || aside === 'erased' ? {} : aside;
    const told = Object.entries({ ...details, ...written }).filter(
      ([name]) => !SAID.includes(name),
    );
    const row = [
      actionText(action, t),
      actor === 'system' ? t('audit.system') : (names.get(actor) ?? actor),
      told.map(([name, value]) => `${name}: ${names.get(String(value)) ?? value}`).join(' · '),
    ];
    return { when, row };
  });
  const noticed = (attempt.noticed ?? []).map(({ kind, at: when, seconds }) => ({
    when,
    row: [
      t(`record.noticed.${kind}`),
      t('record.noticed.browser'),
      seconds === undefined ? '' : t('record.seconds', { count: seconds }),
    ],
  }));
  return {
    head: ['time', 'what', 'who', 'details'].map((key) => t(`record.events.${key}`)),
    rows: [...acts, ...noticed]
      .sort((one, other) => one.when.getTime() - other.when.getTime())
      .map(({ when, row }) => [at(when), ...row]),
  };
}

function recordedItem(
  { attempt, reports, topics }: AttemptRecord,
  item: Item,
  slot: number,
  words: RecordWords,
): RecordedItem {
  const { t, locale, withKeys } = words;
  const drawn = attempt.form.slots[slot];
  if (!drawn) throw new Error(`There is no slot ${slot}`);
  const saved = attempt.responses.get(slot);
  const score = attempt.result?.slots[slot];
  const { lang, stem, rationale } = itemWords(item, drawn, attempt.locale);
  const at = instant(attempt, words);
  const fact = (key: string, text: string): Fact[] =>
    text === '' ? [] : [{ term: t(`record.item.${key}`), text }];
  const keys = withKeys
    ? [
        ...(item.type === 'numeric'
          ? fact('key', keyLines(item, drawn, attempt.locale).join(''))
          : []),
        ...fact('rationale', rationale),
        ...(drawn.mean === undefined
          ? []
          : [
              {
                term: t('formCut.mean'),
                text: t('formCut.meanText', { mean: number(drawn.mean, 1, locale) }),
              },
            ]),
      ]
    : [];
  const outcome = attempt.responsesErased
    ? 'erased'
    : !isAnswered(saved?.response)
      ? 'unanswered'
      : score?.right
        ? 'right'
        : 'wrong';
  return {
    heading: t('attempt.itemHeading', {
      number: slot + 1,
      total: attempt.form.slots.length,
      section: sayIn(locale)(topics[drawn.topic] ?? { nb: drawn.topic }),
    }),
    meta: [
      t('record.item.version', { item: drawn.itemId, version: drawn.version }),
      ...(drawn.critical ? [t('record.item.critical')] : []),
      ...(score?.criticalMistake ? [t('record.item.criticalMistake')] : []),
    ].join(' · '),
    lang,
    stem,
    parts: recordedParts(item, drawn, saved?.response, withKeys, attempt.locale, t),
    facts: [
      ...fact('typed', typedWords(saved?.response, attempt.locale, t)),
      ...savedFacts(attempt, saved, at, t),
      ...keys,
    ],
    right: score?.right ?? false,
    outcome: attempt.result ? t(`record.outcome.${outcome}`) : '',
    reports: reports
      .filter(({ id }) => id === `${attempt.id}/${slot}`)
      .map((report) =>
        t('record.item.report', { time: at(report.at), text: plainText(report.text) }),
      ),
  };
}

function savedFacts(
  { closesAt, flagged: _flagged }: Attempt,
  saved: SavedResponse | undefined,
  at: (instant: Date) => string,
  t: Translate,
): Fact[] {
  if (!saved) return [];
  const late = saved.savedAt > closesAt;
  return [
    {
      term: t('record.item.saved'),
      text: [
        at(saved.savedAt),
        t('record.item.revision', { count: saved.revision }),
        ...(late ? [t('record.item.late')] : []),
      ].join(' · '),
    },
    ...(saved.typedAt ? [{ term: t('record.item.typedAt'), text: at(saved.typedAt) }] : []),
  ];
}
