import assert from 'node:assert/strict';
import type { Attempt } from '../../server/attempts/attempt.js';
import { pagesOf, slotsOnPage } from '../../server/attempts/attempt-pages.rules.js';
import {
  attemptPageView,
  clockView,
  navigatorView,
  reviewView,
} from '../../server/attempts/attempt.view.js';
import type { Slot } from '../../server/exams/draw-form.rules.js';
import type { Item, Response } from '../../server/item-banks/item.js';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import {
  aMatching,
  aMultipleResponse,
  aNumeric,
  anOrdering,
  aSingleChoice,
} from '../item-banks/some-items.js';
import { readable } from '../support/a-page.js';
import { rendered, texts } from '../support/rendered.js';
import { anAttempt, rules, saved, startedAt } from './an-attempt.js';

const ITEMS: readonly Item[] = [
  aSingleChoice(),
  aMultipleResponse(),
  anOrdering(),
  aMatching(),
  aNumeric(),
];

const drawn = ({ id, type }: Item): Slot => ({
  itemId: id,
  version: 1,
  type,
  options: type === 'numeric' ? [] : ['c', 'a', 'b'],
  prompts: type === 'matching' ? ['2', '1'] : [],
  sectionId: 'law',
  topic: 'law',
  critical: true,
  ...(type === 'numeric' ? { variant: { values: { dose: '5', strength: '5' }, answer: '1' } } : {}),
});

/** Of one item of each type. */
function oneOfEach(changes: Partial<Attempt> = {}): Attempt {
  const form = { algorithm: 'test', seed: 'test', slots: ITEMS.map(drawn) };
  return anAttempt({ form, ...changes });
}

const withItemsPerPage = (itemsPerPage: number): Attempt => {
  const attempt = oneOfEach();
  return { ...attempt, frozen: { ...attempt.frozen, rules: { ...rules, itemsPerPage } } };
};

const itemAt =
  (items: readonly Item[] = ITEMS) =>
  (slot: number): Item => {
    const item = items[slot];
    assert.ok(item);
    return item;
  };
const context = (locale: Locale = 'nb', now: Date = startedAt) => ({
  locale,
  t: texts(locale),
  now,
});
const pageView = (attempt: Attempt, page: number, items?: readonly Item[]) =>
  attemptPageView(attempt, page, itemAt(items), '', context());

describe('pages of an attempt', () => {
  for (const [perPage, pages, last] of [
    [1, 5, [4]],
    [2, 3, [4]],
    [5, 1, [0, 1, 2, 3, 4]],
    [100, 1, [0, 1, 2, 3, 4]],
  ] as const)
    it(`are ${pages} when five items are shown ${perPage} at a time`, () => {
      const attempt = withItemsPerPage(perPage);
      assert.equal(pagesOf(attempt), pages);
      assert.deepEqual(slotsOnPage(attempt, pages), last);
      assert.equal(pageView(attempt, pages).isLast, true);
    });

  it('say which items they show', () => {
    assert.equal(pageView(withItemsPerPage(2), 2).title, 'Oppgave 3 til 4 av 5');
    assert.equal(pageView(withItemsPerPage(2), 3).title, 'Oppgave 5 av 5');
  });

  it('show what was responded, and since when it is saved', () => {
    const responses = new Map([
      [0, { response: { chosen: [2] }, revision: 3, saveId: 's', savedAt: startedAt }],
    ]);
    const view = pageView(oneOfEach({ responses, flagged: new Set([0]) }), 1);
    const [item] = view.items;
    assert.ok(item?.choice);
    assert.deepEqual(
      item.choice.options.map(({ checked }) => checked),
      [false, false, true],
    );
    assert.deepEqual([item.revision, item.flagged], [3, true]);
    assert.match(view.savedAt, /^Lagret kl\. 09\.00/);
  });

  it('are the same whatever the key, the rationale and the weight of an item are', () => {
    const texts = { nb: { ...aNumeric().texts.nb, stem: 'What do you do?', rationale: 'Other.' } };
    const [single, multiple, ordering, matching, numeric] = [
      aSingleChoice({ key: 'c', critical: true }),
      { ...aMultipleResponse(), key: ['b'] },
      { ...anOrdering(), key: ['a', 'b', 'c'] },
      { ...aMatching(), key: { '1': 'a', '2': 'c' } },
      aNumeric({ texts, errors: { tenfold: 'answer * 10' } }),
    ];
    const others: readonly Item[] = [single, multiple, ordering, matching, numeric];
    const attempt = oneOfEach();
    for (const page of [1, 2, 3, 4, 5])
      assert.deepEqual(pageView(attempt, page, others), pageView(attempt, page));
    const numbers = attempt.form.slots.map((slot) =>
      slot.variant ? { ...slot, variant: { ...slot.variant, answer: '77' } } : slot,
    );
    const other = { ...attempt, form: { ...attempt.form, slots: numbers } };
    assert.deepEqual(pageView(other, 5), pageView(attempt, 5));
  });

  for (const locale of LOCALES)
    it(`are printed in ${locale}, with every type of item`, () => {
      const attempt = withItemsPerPage(5);
      for (const notice of ['', 'conflict', 'ambiguous'] as const) {
        const view = attemptPageView(attempt, 1, itemAt(), notice, context(locale));
        const html = rendered('attempts/page', locale, view);
        assert.equal(html.match(/data-item="r\d"/g)?.length, 5);
        assert.ok(readable(html).includes(texts(locale)('attempt.saveAndReview')));
      }
    });
});

describe('the clock of an attempt', () => {
  it('carries the time of the server and the deadline', () => {
    const view = clockView(anAttempt(), context('nb', new Date('2026-11-02T08:15:30.000Z')));
    assert.deepEqual(view, {
      serverNow: '2026-11-02T08:15:30.000Z',
      calm: false,
      notices: false,
      textSize: 'usual',
      closesAt: '2026-11-02T09:00:00.000Z',
      timeZone: 'Europe/Oslo',
      timeLeft: '45 minutter',
      closes: 'Prøven leveres automatisk kl. 10.00.',
    });
  });

  for (const [locale, one, two] of [
    ['nb', '1 minutt', '2 minutter'],
    ['nn', '1 minutt', '2 minutt'],
    ['sv', '1 minut', '2 minuter'],
    ['en', '1 minute', '2 minutes'],
  ] as const)
    it(`says ${one} and ${two} in ${locale}`, () => {
      const at = (time: string) =>
        clockView(anAttempt(), context(locale, new Date(`2026-11-02T${time}Z`))).timeLeft;
      assert.equal(at('08:59:30'), one);
      assert.equal(at('08:58:00'), two);
    });
});

describe('the navigator of an attempt', () => {
  it('says in words what each item is', () => {
    const attempt = oneOfEach({
      responses: saved({ chosen: [0] }, { chosen: [] }),
      flagged: new Set([0, 2]),
    });
    const { summary, entries } = navigatorView(attempt, 2, context());
    assert.equal(summary, '1 av 5 besvart, 2 markert');
    assert.deepEqual(
      entries.slice(0, 3).map(({ label }) => label),
      [
        'Oppgave 1, besvart, markert',
        'Oppgave 2, ikke besvart',
        'Oppgave 3, ikke besvart, markert',
      ],
    );
    assert.deepEqual(
      entries.map(({ current }) => current),
      [false, true, false, false, false],
    );
  });

  it('leads to the item on its page', () => {
    const hrefs = (perPage: number): string[] => {
      const attempt = withItemsPerPage(perPage);
      return navigatorView(attempt, 1, context()).entries.map(({ href }) =>
        href.replace(`/attempts/${attempt.id}/pages/`, ''),
      );
    };
    assert.deepEqual(hrefs(1), ['1', '2', '3', '4', '5']);
    assert.deepEqual(hrefs(2), ['1#r0', '1#r1', '2#r2', '2#r3', '3#r4']);
  });
});

describe('the review of an attempt', () => {
  const review = (...responses: (Response | undefined)[]) =>
    reviewView(oneOfEach({ responses: saved(...responses) }), context());
  const numbers = (links: readonly { text: string }[]): number[] =>
    links.map(({ text }) => Number(text.replace('Oppgave ', '')));

  it('lists what is not answered', () => {
    const view = review({ chosen: [0] }, { chosen: [] }, undefined, { pairs: [null, 1] });
    assert.deepEqual(numbers(view.unanswered), [2, 3, 5]);
    assert.equal(view.allAnswered, false);
  });

  const unclear: readonly [what: string, response: Response, isUnclear: boolean][] = [
    ['a number', { typed: '2,5' }, false],
    ['nothing typed', { typed: '' }, false],
    ['a number of two meanings', { typed: '1.000' }, true],
    ['one whose meaning was said', { typed: '1.000', meaning: 'decimal' }, false],
    ['what is no number', { typed: 'to' }, true],
    ['an order', { places: [2, 0, 1] }, false],
    ['no order yet', { places: [null, null, null] }, false],
    ['an order with a place left out', { places: [2, null, 1] }, true],
    ['an order with a place given twice', { places: [2, 2, 1] }, true],
  ];
  for (const [what, response, isUnclear] of unclear)
    it(`calls ${what} ${isUnclear ? 'unclear' : 'clear'}`, () => {
      assert.deepEqual(numbers(review(response).unclear), isUnclear ? [1] : []);
    });

  for (const locale of LOCALES)
    it(`is printed in ${locale}, for none, one and several`, () => {
      for (const responses of [saved(), saved({ typed: '1.000' }), saved({ typed: 'x' })]) {
        const attempt = oneOfEach({ responses, flagged: new Set([1]) });
        const view = reviewView(attempt, context(locale));
        const html = rendered('attempts/review', locale, view);
        assert.ok(readable(html).includes(texts(locale)('review.submit')));
      }
    });

  it('counts one and several in words', () => {
    const text = (...responses: Response[]): string =>
      readable(rendered('attempts/review', 'nb', review(...responses)));
    assert.match(text({ typed: '1' }), /4 oppgaver er ikke besvart/);
    const four = Array.from({ length: 4 }, () => ({ typed: '1' }));
    assert.match(text(...four), /1 oppgave er ikke besvart/);
  });
});
