import assert from 'node:assert/strict';
import { questionOf, questionsOf, said, scoreOf } from './a-foreign-file.js';

const gift = (text: string) => questionOf('bank.gift', text);

describe('GIFT', () => {
  it('reads one choice with title, feedback and escapes', async () => {
    const question = await gift(
      '// a comment\n::Dose \\: 1::Hvor mye er 5 \\= x?{=10 ml#ja ~5 ml#nei: feil\n~2 ml}',
    );
    assert.equal(question.type, 'multichoice-single');
    assert.equal(question.title, 'Dose : 1');
    assert.equal(question.stem.text, 'Hvor mye er 5 = x?');
    assert.equal(question.line, 2);
    assert.deepEqual(question.key?.correct, ['10 ml']);
    assert.deepEqual(question.options, ['10 ml', '5 ml', '2 ml']);
    assert.equal(scoreOf(question, '10 ml'), 1);
    assert.equal(scoreOf(question, 1), 0);
  });

  it('adds up the shares of several right options', async () => {
    const question = await gift('Which?{~%50%a ~%50%b ~%-100%c}');
    assert.equal(question.type, 'multichoice-multi');
    assert.deepEqual(question.key?.correct, ['a', 'b']);
    assert.equal(scoreOf(question, ['a', 'b']), 1);
    assert.equal(scoreOf(question, ['a']), 0.5);
    assert.equal(scoreOf(question, ['a', 'b', 'c']), 0);
  });

  it('warns where several options are each the whole answer', async () => {
    const question = await gift('Which?{=a =b ~c}');
    assert.equal(question.type, 'multichoice-multi-equals');
    assert.equal(question.warnings?.length, 1);
  });

  it('reads numbers with tolerance, range, share and feedback', async () => {
    const plain = await gift('When?{#1822:2}');
    assert.deepEqual([scoreOf(plain, '1824'), scoreOf(plain, '1825')], [1, 0]);
    const range = await gift('Pi?{#3.1..3.2#near enough}');
    assert.deepEqual([scoreOf(range, '3,15'), scoreOf(range, '3.21')], [1, 0]);
    const several = await gift('When?{#\n=1822:0#yes\n=%50%1822:2\n~#no}');
    assert.deepEqual(several.key?.correct, ['1822:0']);
    assert.deepEqual([scoreOf(several, '1822'), scoreOf(several, '1823')], [1, 0.5]);
    assert.equal((await gift('When?{#soon}')).status, 'refused');
  });

  it('reads words, truth, matching, ordering, essay and description', async () => {
    const [words, truth, matching, ordering, essay, text] = await questionsOf(
      'bank.gift',
      [
        'Two plus {=two =2} is four.',
        'Sun rises in the east.{T#no#yes}',
        'Match.{=cat -> food#x\n=dog -> bone}',
        'Order.{>2 ALL\nfirst\nsecond\n}',
        'Tell.{}',
        'Only a text.',
      ].join('\n\n'),
    );
    assert.ok(words && truth && matching && ordering && essay && text);
    assert.equal(words.stem.text, 'Two plus _____ is four.');
    assert.equal(scoreOf(words, ' TWO '), 1);
    assert.deepEqual(truth.key?.correct, [true]);
    assert.equal(scoreOf(truth, true), 1);
    assert.deepEqual(matching.key?.pairs, [
      ['cat', 'food'],
      ['dog', 'bone'],
    ]);
    assert.equal(scoreOf(matching, { cat: 'food', dog: 'food' }), 0.5);
    assert.equal(scoreOf(ordering, ['first', 'second']), 1);
    assert.equal(scoreOf(ordering, ['second', 'first']), 0);
    assert.deepEqual([essay.type, text.type], ['essay', 'description']);
    assert.equal(scoreOf(essay, 'long'), undefined);
  });

  it('loses one bad question, not the file', async () => {
    const questions = await questionsOf(
      'bank.gift',
      'Bad {=a ~b\n\nBad \\frac{1}{2}?{=a ~b}\n\nColour?{=red~#00f}\n\nGood?{=a ~b}',
    );
    assert.deepEqual(
      questions.map(({ status, line }) => [status, line]),
      [
        ['refused', 1],
        ['refused', 3],
        ['refused', 5],
        ['imported', 7],
      ],
    );
    assert.match(said(questions[1]?.reason), /braces/);
    assert.match(said(questions[2]?.reason), /no words/);
  });

  it('keeps what a backslash protects in answers', async () => {
    const question = await gift('Which?{=a\\=b ~c\\~d ~\\{e\\} ~f\\\\g}');
    assert.deepEqual(
      question.key?.answers?.map(({ text }) => text),
      ['a=b', 'c~d', '{e}', 'f\\g'],
    );
  });
});
