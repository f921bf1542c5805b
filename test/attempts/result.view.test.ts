import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import type { GateDecision } from '../../server/attempts/gate.rules.js';
import { resultView, type ResultContext } from '../../server/attempts/result.view.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import type { FailureReason, SlotScore } from '../../server/scoring/result.rules.js';
import { headingOf, readable } from '../support/a-page.js';
import { rendered, texts } from '../support/rendered.js';
import { anAttempt, aResult } from './an-attempt.js';

const open: GateDecision = { allowed: true, reasons: [], attemptsLeft: 2 };
const failure: readonly FailureReason[] = [
  { code: 'below-cut-score', right: 2, needed: 3 },
  { code: 'section-not-all-right', sectionId: 'law' },
  { code: 'critical-wrong', count: 2 },
];

function context(changes: Partial<ResultContext> = {}): ResultContext {
  const locale = changes.locale ?? 'nb';
  return {
    locale,
    t: texts(locale),
    notice: '',
    topics: { law: { nb: 'Lovverk og ansvar', sv: 'Regler och ansvar' } },
    courseId: 'course',
    ...changes,
  };
}

function passed(changes: Partial<Attempt> = {}): Attempt {
  const closedAt = new Date('2026-11-02T08:40:00.000Z');
  return anAttempt({ state: 'submitted', closedAt, result: aResult(), ...changes });
}

function failed(reasons: readonly FailureReason[] = failure): Attempt {
  const sections = [{ sectionId: 'law', right: 2, total: 3 }];
  const result = aResult({ passed: false, right: 2, sections, reasons, topicsToReview: ['law'] });
  return passed({ result });
}

const print = (attempt: Attempt, changes: Partial<ResultContext> = {}): string =>
  rendered('attempts/result', changes.locale ?? 'nb', resultView(attempt, context(changes)));

describe('the result of an attempt', () => {
  it('says that it was passed, by how much and when, and leads to the certificate', () => {
    const certificate = { id: 'c1', code: 'AAAA-BBBB-CCCC-DDDD' };
    const view = resultView(passed(), context({ certificate, decision: open }));
    assert.equal(view.heading, 'Bestått – 3 av 3 riktige');
    assert.equal(view.handedIn, 'Levert 2. november 2026 09.40.');
    assert.equal(view.certificateHref, '/certificates/c1/pdf');
    assert.equal(view.verifyHref, '/v/AAAA-BBBB-CCCC-DDDD');
    assert.deepEqual([view.reasons, view.again, view.againReasons], [[], '', []]);
  });

  it('names every rule that was not met', () => {
    assert.deepEqual(resultView(failed(), context()).reasons, [
      'Du hadde 2 riktige. Kravet er 3.',
      'I delen «Lovverk» må alle svar være riktige.',
      '2 oppgaver som er kritiske for pasientens sikkerhet, var ikke riktig besvart. Alle slike må være riktige.',
    ]);
  });

  it('counts one critical item as one', () => {
    const view = resultView(failed([{ code: 'critical-wrong', count: 1 }]), context());
    assert.match(view.reasons[0] ?? '', /^1 oppgave som er kritisk/);
  });

  it('says that the requirement is of these items alone, where a panel has rated them', () => {
    const attempt = passed();
    const standard = { roundId: 'one', closedAt: new Date(0) };
    const rated = { ...attempt, frozen: { ...attempt.frozen, standard } };
    for (const locale of LOCALES) {
      const told = texts(locale)('formCut.result');
      assert.ok(readable(print(rated, { locale })).includes(told));
      assert.ok(!readable(print(attempt, { locale })).includes(told));
    }
  });

  it('tells the score of each section, and which had to be all right', () => {
    const attempt = failed();
    const [law] = attempt.frozen.specification.sections;
    assert.ok(law);
    const sections = [{ ...law, allRight: true }];
    const frozen = { ...attempt.frozen, specification: { sections } };
    const view = resultView({ ...attempt, frozen }, context());
    assert.deepEqual(view.sections, [
      { title: 'Lovverk', score: '2 av 3', all: false, mustBeAll: true },
    ]);
  });

  it('tells which topics to read again, by their names', () => {
    assert.deepEqual(resultView(failed(), context()).topics, ['Lovverk og ansvar']);
    assert.deepEqual(resultView(failed(), context({ locale: 'sv' })).topics, ['Regler och ansvar']);
  });

  it('names a sort of mistake by its topic, once, and never the mistake itself', () => {
    const attempt = failed([{ code: 'critical-mistake', count: 1 }]);
    assert.ok(attempt.result);
    const wrong = { right: false, answered: true };
    const slots = [
      { ...wrong, mistake: 'tenfold' },
      { ...wrong, mistake: 'thousandth' },
      { ...wrong, mistake: 'otherOfItsOwn' },
    ];
    const page = readable(print({ ...attempt, result: { ...attempt.result, slots } }));
    assert.equal(page.split('Lovverk og ansvar: et komma eller en enhet som ble feil').length, 2);
    assert.match(page, /1 utregning hadde en feil som kan ta liv/);
    assert.doesNotMatch(page, /ti ganger for stort|tusen ganger/);
  });

  it('says that one may try again now, and how often', () => {
    const view = resultView(failed(), context({ decision: { ...open, attemptsLeft: 1 } }));
    assert.equal(view.again, 'Du kan prøve igjen. Du har 1 forsøk igjen.');
  });

  it('says when one may try again, in the time of the municipality', () => {
    const until = new Date('2026-11-03T08:40:00.000Z');
    const decision: GateDecision = {
      allowed: false,
      reasons: [{ code: 'cool-off', until }],
      attemptsLeft: 2,
    };
    const view = resultView(failed(), context({ decision }));
    assert.match(view.againReasons[0] ?? '', /3\. november 2026 09\.40/);
    assert.equal(view.again, '');
  });

  it('speaks of no further try to somebody who has passed', () => {
    const decision: GateDecision = {
      allowed: false,
      reasons: [{ code: 'no-attempts-left', used: 3 }],
      attemptsLeft: 0,
    };
    for (const one of [decision, open]) {
      const view = resultView(passed(), context({ decision: one }));
      assert.deepEqual([view.again, view.againReasons], ['', []]);
    }
  });

  it('says nothing of trying again where that is not known', () => {
    const view = resultView(failed(), context());
    assert.deepEqual([view.again, view.againReasons], ['', []]);
  });

  it('says that the time ran out, and when', () => {
    const attempt = passed({ state: 'expired', closedAt: new Date('2026-11-02T09:00:00.000Z') });
    const text = readable(print(attempt));
    assert.match(text, /Tiden gikk ut\. Prøven ble levert automatisk/);
    assert.match(text, /Tiden gikk ut 2\. november 2026 10\.00\./);
  });

  it('is the same whichever item of a topic was wrong, and by which mistake of its sort: it gives no key away', () => {
    const one = failed();
    assert.ok(one.result);
    const { result } = one;
    const viewOf = (slots: readonly SlotScore[]) =>
      resultView({ ...one, result: { ...result, slots } }, context());
    const right = { right: true, answered: true };
    const wrong = { right: false, answered: true };
    assert.deepEqual(
      viewOf([right, { ...wrong, mistake: 'tenfold' }, right]),
      viewOf([
        { ...wrong, mistake: 'thousandth' },
        right,
        { ...wrong, mistake: 'forgotConversion' },
      ]),
    );
    assert.deepEqual(viewOf([right, wrong, right]), viewOf([wrong, wrong, right]));
  });

  it('is not there before the attempt is scored', () => {
    assert.throws(() => resultView(anAttempt(), context()), /no result/);
  });

  const headings: Readonly<Record<Locale, readonly [passed: string, failed: string]>> = {
    nb: ['Bestått – 3 av 3 riktige', 'Ikke bestått – 2 av 3 riktige'],
    nn: ['Bestått – 3 av 3 rette', 'Ikkje bestått – 2 av 3 rette'],
    sv: ['Godkänt – 3 av 3 rätt', 'Inte godkänt – 2 av 3 rätt'],
    en: ['Passed – 3 of 3 right', 'Not passed – 2 of 3 right'],
  };
  for (const locale of LOCALES)
    it(`is printed in ${locale}`, () => {
      assert.equal(headingOf(print(passed(), { locale })), headings[locale][0]);
      assert.equal(headingOf(print(failed(), { locale, decision: open })), headings[locale][1]);
      print(passed({ state: 'expired' }), { locale, certificate: { id: 'c', code: 'C' } });
    });
});
