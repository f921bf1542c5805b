import assert from 'node:assert/strict';
import { onlyQuestion, questionsOf } from './some-qti.js';
import { said } from '../a-foreign-file.js';

function quiz(...items: string[]): string {
  return `<questestinterop><assessment ident="a"><section ident="s">${items.join('')}</section></assessment></questestinterop>`;
}

function item(type: string, presentation: string, conditions: string): string {
  const label =
    type &&
    `<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
    <fieldentry>${type}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>`;
  return `<item ident="i1" title="T">${label}<presentation><material>
    <mattext texttype="text/html">&lt;p onclick="x()"&gt;How much?&lt;/p&gt;</mattext></material>${presentation}</presentation>
    <resprocessing><outcomes><decvar varname="SCORE" maxvalue="100" minvalue="0"/></outcomes>${conditions}</resprocessing></item>`;
}

function condition(test: string, points: number, attributes = 'continue="No"'): string {
  return `<respcondition ${attributes}><conditionvar>${test}</conditionvar>
    <setvar varname="SCORE" action="${attributes ? 'Set' : 'Add'}">${points}</setvar></respcondition>`;
}

const labels = (...ids: string[]): string =>
  ids
    .map(
      (id) =>
        `<response_label ident="${id}"><material><mattext>Text ${id}</mattext></material></response_label>`,
    )
    .join('');
const choice = (cardinality: string, id = 'r'): string =>
  `<response_lid ident="${id}" rcardinality="${cardinality}"><render_choice>${labels('A', 'B', 'C')}</render_choice></response_lid>`;
const is = (value: string, id = 'r'): string => `<varequal respident="${id}">${value}</varequal>`;

describe('QTI 1.2', () => {
  it('reads a single choice', async () => {
    const question = await onlyQuestion(
      quiz(item('multiple_choice_question', choice('Single'), condition(is('B'), 100))),
    );
    assert.equal(question.type, 'multiple_choice_question');
    assert.deepEqual(question.key, { correct: [{ op: 'varequal', response: 'r', value: 'B' }] });
    assert.deepEqual(question.options, ['Text A', 'Text B', 'Text C']);
    assert.equal(question.stem.text, 'How much?');
    assert.doesNotMatch(question.stem.html, /onclick/);
    assert.equal(question.mark?.({ r: 'B' }).score, 100);
    assert.equal(question.mark({ r: 'A' }).score, 0);
  });

  it('reads several answers, all and no other', async () => {
    const all = `<and>${is('A')}${is('C')}<not>${is('B')}</not></and>`;
    const question = await onlyQuestion(quiz(item('', choice('Multiple'), condition(all, 100))));
    assert.equal(question.type, 'choice-multiple');
    assert.equal(question.key?.correct?.length, 2);
    assert.equal(question.mark?.({ r: ['C', 'A'] }).score, 100);
    assert.equal(question.mark({ r: ['A', 'B', 'C'] }).score, 0);
  });

  it('adds up partial points and keeps them within bounds', async () => {
    const question = await onlyQuestion(
      quiz(
        item(
          'matching_question',
          choice('Single', 'r') + choice('Single', 's'),
          condition(is('A', 'r'), 60, '') + condition(is('B', 's'), 60, ''),
        ),
      ),
    );
    assert.equal(question.mark?.({ r: 'A', s: 'A' }).score, 60);
    assert.equal(question.mark({ r: 'A', s: 'B' }).score, 100);
  });

  it('reads a number with its interval, and words without regard to case', async () => {
    const number = await onlyQuestion(
      quiz(
        item(
          '',
          '<response_str ident="r"><render_fib fibtype="Decimal"/></response_str>',
          condition(
            `<or>${is('2.5')}<and><vargte respident="r">2.4</vargte><varlte respident="r">2.6</varlte></and></or>`,
            100,
          ),
        ),
      ),
    );
    assert.equal(number.type, 'numeric');
    assert.deepEqual(
      ['2.50', '2.6', '2.61'].map((said) => number.mark?.({ r: said }).score),
      [100, 100, 0],
    );
    const words = await onlyQuestion(
      quiz(
        item(
          'short_answer_question',
          '<response_str ident="r"><render_fib/></response_str>',
          condition(is('Insulin'), 100),
        ),
      ),
    );
    assert.equal(words.mark?.({ r: ' insulin ' }).score, 100);
  });

  it('keeps the order of an ordered response', async () => {
    const question = await onlyQuestion(
      quiz(item('', choice('Ordered'), condition(is('C') + is('A') + is('B'), 5))),
    );
    assert.equal(question.type, 'choice-ordered');
    assert.equal(question.mark?.({ r: ['C', 'A', 'B'] }).score, 5);
    assert.equal(question.mark({ r: ['A', 'B', 'C'] }).score, 0);
  });

  it('gives "other" only to what no condition took', async () => {
    const blackboard = item(
      '',
      choice('Single'),
      `<respcondition><conditionvar>${is('A')}</conditionvar><setvar variablename="SCORE" action="Set">SCORE.max</setvar></respcondition>
       <respcondition><conditionvar><other/></conditionvar><setvar variablename="SCORE" action="Set">0</setvar></respcondition>`,
    );
    const question = await onlyQuestion(quiz(blackboard));
    assert.equal(question.mark?.({ r: 'A' }).score, 100);
    assert.equal(question.mark({ r: 'B' }).score, 0);
  });

  it('refuses by name what it cannot ask, and what has no key', async () => {
    const questions = await questionsOf(
      quiz(
        item('calculated_question', '', ''),
        item('', choice('Single'), condition(is('A'), 0)),
        item('', choice('Single'), condition(is('Z'), 100)),
        item('', choice('Single'), condition('<varinside respident="r">1,1</varinside>', 1)),
      ),
    );
    assert.deepEqual(
      questions.map(({ status }) => status),
      Array(4).fill('refused'),
    );
    assert.match(said(questions[0]?.reason), /calculated_question/);
    assert.match(said(questions[1]?.reason), /no key/);
    assert.match(said(questions[2]?.reason), /"Z"/);
    assert.match(said(questions[3]?.reason), /varinside/);
  });

  it('says that a file only refers to a bank', async () => {
    await assert.rejects(questionsOf(quiz('<bankentry_item/>')), /no questions/);
  });
});
