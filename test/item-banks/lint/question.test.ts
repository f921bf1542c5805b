import assert from 'node:assert/strict';
import { lixOf } from '../../../server/item-banks/lint/wording.rules.js';
import type { Locale } from '../../../server/platform/locale.js';
import { aMultipleResponse, aSingleChoice } from '../some-items.js';
import { findingsOf, itemSaying } from './some-findings.js';

/** Keys and variants of what is found when these are the options and b is right. */
function inOptions(code: string, locale: Locale, options: Record<string, string>): string[] {
  return findingsOf(code, itemSaying(locale, { options })).map(
    ({ key, place }) => `${key} ${place.path.at(-1) ?? ''}`,
  );
}

describe('options that give the key away', () => {
  it('N18: the longest', () => {
    const long = {
      a: 'Ringer vakten',
      b: 'Ringer vakten og skriver avvik med en gang',
      c: 'Venter',
    };
    assert.deepEqual(inOptions('N18', 'nb', long), ['lint.N18.longest b']);
    const [finding] = findingsOf('N18', itemSaying('nb', { options: long }));
    assert.deepEqual([finding?.params['length'], finding?.params['longest']], [42, 13]);
    const alike = {
      a: 'Ringer vakten og venter på svar',
      b: 'Ringer vakten og skriver avvik',
      c: 'Venter',
    };
    assert.deepEqual(inOptions('N18', 'nb', alike), []);
    assert.deepEqual(inOptions('N18', 'nb', { a: 'Ja', b: 'Kanskje', c: 'Nei' }), []);
  });

  it('N18: of several right ones, when even the shortest is longer', () => {
    const item = aMultipleResponse();
    const options = {
      a: 'A long and right option',
      b: 'Short',
      c: 'Another long, right option',
      d: 'Brief',
    };
    const nb = { stem: 'Which?', rationale: 'Because it is so.', options };
    assert.equal(findingsOf('N18', { ...item, texts: { nb } }).length, 1);
    const mixed = { ...options, c: 'Short too' };
    assert.equal(
      findingsOf('N18', { ...item, texts: { nb: { ...nb, options: mixed } } }).length,
      0,
    );
  });

  it('N18: the only one with, or without, a unit', () => {
    assert.deepEqual(inOptions('N18', 'sv', { a: 'Lite', b: '5 mg', c: 'Mycket' }), [
      'lint.N18.unit b',
    ]);
    assert.deepEqual(inOptions('N18', 'sv', { a: '5 mg', b: 'Inget', c: '9 mg' }), [
      'lint.N18.unit b',
    ]);
    assert.deepEqual(inOptions('N18', 'sv', { a: '5 mg', b: '7 mg', c: '9 mg' }), []);
  });

  it('N18: the only plausible size', () => {
    assert.deepEqual(inOptions('N18', 'en', { a: '500 mg', b: '5 mg', c: '600 mg' }), [
      'lint.N18.size b',
    ]);
    assert.deepEqual(inOptions('N18', 'en', { a: '0.5 mg', b: '5 mg', c: '50 mg' }), []);
  });

  it('Q01: all or none of the above, and letters', () => {
    const rows: [Locale, string][] = [
      ['nb', 'Alle de ovenfor'],
      ['nb', 'Ingen av disse alternativene'],
      ['nn', 'Alle svara'],
      ['sv', 'Inget av ovanstående'],
      ['en', 'All of the above.'],
      ['en', 'None of these'],
    ];
    for (const [locale, text] of rows)
      assert.deepEqual(
        inOptions('Q01', locale, { a: 'En', b: 'To', c: text }),
        ['lint.Q01 c'],
        text,
      );
    assert.deepEqual(inOptions('Q01', 'nb', { a: 'En', b: 'To', c: 'Både A og B' }), [
      'lint.Q01.letters c',
    ]);
    const others = {
      a: 'Alle beboere får besøk',
      b: 'Gir ingen av dem og ringer',
      c: 'A- og B-preparater',
    };
    assert.deepEqual(inOptions('Q01', 'nb', others), []);
  });

  it('Q08: two that say the same, numbers by their value', () => {
    assert.deepEqual(
      inOptions('Q08', 'nb', { a: 'Ringer lege.', b: 'Venter', c: 'ringer  **lege**' }),
      ['lint.Q08 c'],
    );
    assert.deepEqual(inOptions('Q08', 'nb', { a: '0,5 mg', b: '5 mg', c: '0.50 mg' }), [
      'lint.Q08 c',
    ]);
    assert.deepEqual(inOptions('Q08', 'nb', { a: '10 mg', b: '1 mg', c: '100 mg' }), []);
    assert.deepEqual(inOptions('Q08', 'en', { a: 'list.copy', b: 'list copy', c: '"list"' }), []);
  });

  it('Q09: an article at the end of the stem', () => {
    const rows: [Locale, string][] = [
      ['en', 'The nurse gives an …'],
      ['nb', 'Hun tar et'],
      ['sv', 'Hon tar ett:'],
    ];
    for (const [locale, stem] of rows)
      assert.equal(findingsOf('Q09', itemSaying(locale, { stem })).length, 1, stem);
    assert.equal(
      findingsOf('Q09', itemSaying('en', { stem: 'What is an ACE inhibitor?' })).length,
      0,
    );
  });

  it('Q10: always and never in wrong options only', () => {
    assert.deepEqual(
      inOptions('Q10', 'nb', { a: 'Det er alltid trygt', b: 'Ringer', c: 'Venter' }),
      ['lint.Q10 a'],
    );
    assert.deepEqual(inOptions('Q10', 'sv', { a: 'Aldrig', b: 'Alltid', c: 'Ibland' }), []);
  });
});

describe('the question itself', () => {
  const negations = (locale: Locale, stem: string): unknown[] =>
    findingsOf('Q02', itemSaying(locale, { stem })).map(({ replacement }) => replacement);

  it('Q02: a negation in what is asked, if it does not stand out', () => {
    assert.deepEqual(negations('nb', 'Hun er syk. Hva skal du ikke gjøre?'), ['**ikke**']);
    assert.deepEqual(negations('en', 'Which is not right?'), ['**not**']);
    assert.deepEqual(negations('nb', 'Når skal du ikke gi det?'), ['**ikke**']);
    assert.deepEqual(negations('sv', 'Vilket gäller inte?'), ['**inte**']);
    assert.deepEqual(negations('nn', 'Alle er rette unnateke kva for ein?'), ['**unnateke**']);
  });

  it('Q02: not one in bold, in the story, in a clause or in a quotation', () => {
    assert.deepEqual(negations('nb', 'Hva skal du **ikke** gjøre?'), []);
    assert.deepEqual(negations('en', 'Which is NOT right?'), []);
    assert.deepEqual(negations('nb', 'Hun vil ikke svelge. Hva gjør du?'), []);
    assert.deepEqual(negations('nb', 'Hva gjør du når hun ikke vil svelge?'), []);
    assert.deepEqual(negations('nb', 'Hvis hun ikke vil, hva gjør du?'), []);
    assert.deepEqual(negations('en', 'Why does she ask “is it not late?”'), []);
  });

  it('Q03: LIX is words a sentence plus the percentage of long words', () => {
    const sentence = 'En to tre fire fem seks sju åtte ni legemiddel. ';
    assert.equal(lixOf(sentence + sentence), 20);
    assert.equal(lixOf(sentence), undefined, 'too short to say');
    const heavy =
      'Legemiddelhåndteringen forutsetter tilfredsstillende kompetansevurdering '.repeat(6);
    const [finding] = findingsOf('Q03', itemSaying('nb', { rationale: heavy }));
    assert.deepEqual([finding?.params['lix'], finding?.params['highest']], [124, 50]);
    assert.deepEqual(findingsOf('Q03', itemSaying('nb', { rationale: sentence.repeat(9) })), []);
  });

  it('Q04 and Q05: a rationale and sources that say something', () => {
    for (const rationale of ['', ' ', '…', 'TODO', 'The rationale is missing: write it.'])
      assert.equal(findingsOf('Q04', itemSaying('en', { rationale })).length, 1, rationale);
    assert.deepEqual(findingsOf('Q04', aSingleChoice()), []);
    assert.equal(findingsOf('Q05', aSingleChoice({ sources: [] })).length, 1);
    assert.equal(
      findingsOf('Q05', aSingleChoice({ sources: ['Kilde:', '?', 'Import: a.gift'] })).length,
      1,
    );
    assert.deepEqual(findingsOf('Q05', aSingleChoice()), []);
  });

  it('Q06: pictures with words', () => {
    const images = (stem: string) => findingsOf('Q06', itemSaying('nb', { stem })).length;
    assert.equal(images('Se ![](skala.svg). Hva leser du av?'), 1);
    assert.equal(images('Se ![skala.svg](skala.svg). Hva leser du av?'), 1);
    assert.equal(images('Se <img src="a.png">. Hva leser du av?'), 1);
    assert.equal(
      images('Se ![En sprøyte fylt til 3 ml](skala.svg) <img alt="En pumpe" src="a.png">'),
      0,
    );
  });
});
