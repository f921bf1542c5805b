import assert from 'node:assert/strict';
import { questionOf, questionsOf, reportOf, said, scoreOf } from './a-foreign-file.js';
import { score } from '../../../server/item-banks/formats/foreign-question.js';

const question = (type: string, inside: string, stem = 'Stem?'): string =>
  `<question type="${type}"><name><text>Name</text></name><questiontext format="html"><text><![CDATA[${stem}]]></text></questiontext>${inside}</question>`;
const answer = (text: string, fraction: number, more = ''): string =>
  `<answer fraction="${fraction}"><text>${text}</text>${more}</answer>`;
const quiz = (...questions: readonly string[]): string =>
  `<?xml version="1.0"?>\n<quiz>\n${questions.join('\n')}\n</quiz>`;
const one = (type: string, inside: string, stem?: string) =>
  questionOf('bank.xml', quiz(question(type, inside, stem)));

describe('Moodle XML', () => {
  it('reads a choice', async () => {
    const choice = await one(
      'multichoice',
      `<single>true</single>${answer('&lt;p&gt;10 ml&lt;/p&gt;', 100)}${answer('5 ml', 0)}`,
      '<p>How <b>much</b>?</p>',
    );
    assert.equal(choice.type, 'multichoice');
    assert.deepEqual(choice.types, ['multichoice-single']);
    assert.deepEqual(choice.options, ['<p>10 ml</p>', '5 ml']);
    assert.deepEqual(choice.key?.correct, ['10 ml']);
    assert.equal(choice.line, 3);
    assert.equal(scoreOf(choice, '10 ml'), 1);
  });

  it('takes a choice of several, where the shares exceed the whole, as all or nothing', async () => {
    const choice = await one('multichoice', answer('a', 100) + answer('b', 100) + answer('c', 0));
    assert.deepEqual(choice.types, ['multichoice-multi']);
    assert.deepEqual(
      [scoreOf(choice, ['a', 'b']), scoreOf(choice, ['a']), scoreOf(choice, ['a', 'b', 'c'])],
      [1, 0, 0],
    );
  });

  it('reads numbers with tolerance and units', async () => {
    const numerical = await one(
      'numerical',
      `${answer('6.25', 100, '<tolerance>0.05</tolerance>')}<units><unit><unit_name>ml</unit_name></unit></units>`,
    );
    assert.deepEqual(numerical.key?.units, ['ml']);
    assert.deepEqual([scoreOf(numerical, '6.3'), scoreOf(numerical, '6.31')], [1, 0]);
  });

  it('reads words with wildcard and case', async () => {
    const words = await one('shortanswer', `<usecase>1</usecase>${answer('Fro*', 100)}`);
    assert.deepEqual([scoreOf(words, 'Frog'), scoreOf(words, 'frog')], [1, 0]);
  });

  it('reads pairs, gaps, order and embedded answers', async () => {
    const matching = await one(
      'matching',
      ['frog', 'cat', '']
        .map(
          (name) =>
            `<subquestion><text>${name}</text><answer><text>is ${name}</text></answer></subquestion>`,
        )
        .join(''),
    );
    assert.equal(matching.key?.pairs?.length, 3);
    assert.equal(scoreOf(matching, { frog: 'is frog', cat: 'is cat' }), 1);
    const gaps = await one(
      'gapselect',
      ['cat', 'mat'].map((word) => `<selectoption><text>${word}</text></selectoption>`).join(''),
      'The [[1]] on the [[2]]',
    );
    assert.deepEqual(gaps.key?.correct, ['cat', 'mat']);
    assert.equal(score(gaps, { '1': 'cat', '2': 'cat' }), 0.5);
    const ordering = await one('ordering', answer('second', 2) + answer('first', 1));
    assert.deepEqual(ordering.key?.correct, ['first', 'second']);
    const cloze = await one(
      'cloze',
      '',
      'Frogs {1:SHORTANSWER:=jump#yes~%50%hop} and {1:NM:=3:0.5} {2:MC:no~=a\\}b}',
    );
    assert.equal(cloze.stem.text, 'Frogs _____ and _____ _____');
    assert.deepEqual(
      cloze.key?.subs?.map(({ correct }) => correct),
      [['jump'], ['3:0.5'], ['a}b']],
    );
    assert.equal(score(cloze, { '1': 'hop', '2': '3,4', '3': 'a}b' }), 0.875);
  });

  it('refuses what it does not know by its name and line, and keeps the rest', async () => {
    const [stack, good] = await questionsOf(
      'bank.xml',
      quiz(question('stack', ''), question('essay', '')),
    );
    assert.equal(said(stack?.reason), 'the question type "stack" is not supported');
    assert.equal(stack?.line, 3);
    assert.equal(good?.status, 'imported');
  });

  it('refuses a file without questions, not well-formed, or of another kind', async () => {
    for (const text of [
      quiz('<question type="category"/>'),
      '<quiz><question></quiz>',
      '<question_categories/>',
    ]) {
      assert.ok((await reportOf('bank.xml', text)).refused?.reason);
    }
  });
});
