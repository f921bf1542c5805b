import assert from 'node:assert/strict';
import type { Standing } from '../../server/attempts/gate.js';
import type { GateDecision, GateReason } from '../../server/attempts/gate.rules.js';
import { examStartView, gateReasonText } from '../../server/attempts/gate.view.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { theBank } from '../item-banks/the-bank.js';
import { hasForm, headingOf, readable } from '../support/a-page.js';
import { rendered, texts } from '../support/rendered.js';
import {
  aMunicipality,
  aPerson,
  aProgramme,
  type ProgrammeInWords,
} from '../support/some-staff.js';

const open: GateDecision = { allowed: true, reasons: [], attemptsLeft: 3 };
const lockedBy = (...reasons: GateReason[]): GateDecision => ({ ...open, allowed: false, reasons });

const now = new Date('2026-11-02T08:00:00.000Z');
const until = new Date('2026-11-03T08:05:00.000Z');
const REASONS: readonly GateReason[] = [
  { code: 'not-required' },
  { code: 'course-not-completed', lessonsLeft: 1 },
  { code: 'course-not-completed', lessonsLeft: 11 },
  { code: 'course-too-old' },
  {
    code: 'valid-until',
    validTo: plainDate('2028-11-01'),
    opensOn: plainDate('2028-08-03'),
  },
  { code: 'cool-off', until },
  { code: 'no-attempts-left', used: 1 },
  { code: 'no-attempts-left', used: 3 },
  { code: 'safe-browser', href: 'sebs://medsert.example/exam.seb' },
  { code: 'outside-network', address: '192.0.2.7' },
  { code: 'no-window' },
  { code: 'window-full' },
  {
    code: 'no-window',
    next: { opensAt: now, closesAt: until, room: 'Rom 2', hasPlace: true },
  },
];

const textOf = (reason: GateReason, locale: Locale = 'nb', timeZone = 'Europe/Oslo'): string =>
  gateReasonText(reason, texts(locale), locale, timeZone);

describe('why an exam is locked, in words,', () => {
  it('has a text of its own for each reason in each language', () => {
    for (const locale of LOCALES) {
      const all = REASONS.map((reason) => textOf(reason, locale));
      assert.equal(new Set(all).size, REASONS.length);
      for (const text of all) assert.doesNotMatch(text, /\{\{|undefined|NaN/);
    }
  });

  it('counts lessons and attempts, one and several', () => {
    const numbers = REASONS.map((reason) => textOf(reason));
    assert.match(numbers[1] ?? '', /1 leksjon er igjen/);
    assert.match(numbers[2] ?? '', /11 leksjoner er igjen/);
    assert.match(numbers[6] ?? '', /det 1 forsøket/);
    assert.match(numbers[7] ?? '', /alle de 3 forsøkene/);
  });

  it('names days as dates, and an hour in the time of the municipality', () => {
    assert.match(
      textOf(REASONS[4] ?? { code: 'not-required' }),
      /1\. november 2028.*3\. august 2028/,
    );
    const coolOff = { code: 'cool-off', until } as const;
    assert.match(textOf(coolOff), /3\. november 2026 09\.05/);
    assert.match(textOf(coolOff, 'en', 'Europe/Helsinki'), /3 November 2026 10:05/);
  });
});

describe('the page before an exam', () => {
  let standing: (decision: GateDecision, words?: ProgrammeInWords) => Standing;

  before(async () => {
    const { template } = await theBank();
    standing = (decision, words) => ({
      municipality: aMunicipality(),
      person: aPerson(),
      programme: aProgramme(template, words),
      required: undefined,
      evidence: {
        required: true,
        course: { state: 'completed' },
        cycle: { number: 1, kind: 'first', open: true },
        attempts: [],
      },
      decision,
    });
  });

  const print = (decision: GateDecision, words?: ProgrammeInWords, locale: Locale = 'nb'): string =>
    rendered(
      'attempts/start',
      locale,
      examStartView(standing(decision, words), { t: texts(locale), locale, now }),
    );

  it('says what comes and what is needed, by the rules of the municipality', () => {
    const rules = { minutes: 45, cutScorePercent: 80, coolOffHours: 48 };
    const text = readable(print({ ...open, attemptsLeft: 2 }, { rules, items: { law: 10 } }));
    assert.match(text, /10 oppgaver, 45 minutter/);
    assert.match(text, /Minst 8 av 10 riktige \(80 %\)/);
    assert.match(text, /2 forsøk igjen\. Mellom to forsøk går det minst 48 timer/);
    assert.match(text, /Kritiske oppgaver/);
  });

  it('promises no number where a panel’s ratings set it form by form, and says how it is set', () => {
    const { programme, ...rest } = standing(open, { items: { law: 10 } });
    const standard = { roundId: 'one', closedAt: until, means: [] };
    for (const locale of LOCALES) {
      const view = examStartView(
        { ...rest, programme: { ...programme, standard } },
        { t: texts(locale), locale, now },
      );
      const pass = view.facts.find(({ term }) => term === texts(locale)('exam.pass'));
      assert.equal(pass?.text, texts(locale)('formCut.exam'));
      assert.doesNotMatch(pass.text, /\d/);
    }
  });

  it('says nothing of critical items where they do not decide', () => {
    const text = readable(print(open, { rules: { noCriticalWrong: false } }));
    assert.doesNotMatch(text, /Kritiske oppgaver/);
  });

  it('counts the items of a section, and says which must be all right', () => {
    const text = readable(print(open, { items: { law: 1, calculation: 2 } }));
    assert.match(text, /: 1 oppgave(?!r)/);
    assert.match(text, /: 2 oppgaver \(alle må være riktige\)/);
  });

  it('has a button to start when the gate is open, and only then', () => {
    assert.equal(hasForm(print(open), '/exam'), true);
    assert.equal(hasForm(print(lockedBy({ code: 'not-required' })), '/exam'), false);
  });

  it('leads to the course when that is what is missing', () => {
    for (const [reason, leads] of [
      [{ code: 'course-too-old' }, true],
      [{ code: 'course-not-completed', lessonsLeft: 2 }, true],
      [{ code: 'cool-off', until }, false],
    ] as const)
      assert.equal(print(lockedBy(reason)).includes('href="/courses/'), leads, reason.code);
  });

  it('leads back to an attempt under way, and speaks of nothing else', () => {
    const html = print({ ...lockedBy({ code: 'cool-off', until }), openAttemptId: 'a1' });
    assert.match(html, /href="\/attempts\/a1\/pages\/1"/);
    assert.doesNotMatch(readable(html), /ikke åpen|prøve igjen/);
    assert.equal(hasForm(html, '/exam'), false);
  });

  for (const locale of LOCALES)
    it(`is printed in ${locale}, open, locked and under way`, () => {
      const { t, title } = { t: texts(locale), title: headingOf(print(open, {}, locale)) };
      assert.ok(title.length > 10);
      assert.ok(readable(print(open, {}, locale)).includes(t('exam.start')));
      const locked = readable(print(lockedBy(...REASONS), {}, locale));
      assert.ok(locked.includes(t('exam.locked')));
      for (const reason of REASONS) assert.ok(locked.includes(textOf(reason, locale)));
    });
});
