import assert from 'node:assert/strict';
import type {
  ForeignResponse,
  ForeignScore,
} from '../../../../server/item-banks/formats/foreign-question.js';
import { markerOf } from '../../../../server/item-banks/formats/qti/mark-item.js';
import { inNamesOfQti3 } from '../../../../server/item-banks/formats/qti/names.js';
import { patternMatches } from '../../../../server/item-banks/formats/qti/pattern.js';
import { parseXml } from '../../../../server/item-banks/formats/xml-tree.js';

/** Marks with the rules given; R is a response, SCORE, NOTE and OK are outcomes. */
function marked(
  rules: string,
  said: ForeignResponse = {},
  response = 'cardinality="single" baseType="float"',
): ForeignScore {
  const item = parseXml(`<assessmentItem identifier="i">
    <responseDeclaration identifier="R" ${response}><correctResponse><value>2</value></correctResponse></responseDeclaration>
    <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
    <outcomeDeclaration identifier="OK" cardinality="single" baseType="boolean"/>
    <responseProcessing>${rules}</responseProcessing></assessmentItem>`);
  return markerOf(inNamesOfQti3(item))(said);
}

const number = (value: number | string): string =>
  `<baseValue baseType="float">${value}</baseValue>`;
const setScore = (expression: string): string =>
  `<setOutcomeValue identifier="SCORE">${expression}</setOutcomeValue>`;
const ok = (expression: string, said: ForeignResponse = {}): unknown =>
  marked(`<setOutcomeValue identifier="OK">${expression}</setOutcomeValue>`, said).outcomes['OK'];
const R = '<variable identifier="R"/>';

describe('response processing of QTI', () => {
  it('adds up what conditions give, from a score that begins at 0', () => {
    const rule = `<responseCondition><responseIf><match>${R}<correct identifier="R"/></match>
      ${setScore(`<sum><variable identifier="SCORE"/>${number(3)}</sum>`)}</responseIf>
      <responseElseIf><isNull>${R}</isNull>${setScore(number(-1))}</responseElseIf>
      <responseElse>${setScore(number(0.5))}</responseElse></responseCondition>`;
    assert.equal(marked(rule + rule, { R: 2 }).score, 6);
    assert.equal(marked(rule, { R: '2.0' }).score, 3);
    assert.equal(marked(rule, {}).score, -1);
    assert.equal(marked(rule, { R: 7 }).score, 0.5);
  });

  it('ends at exitResponse', () => {
    assert.equal(marked(`${setScore(number(1))}<exitResponse/>${setScore(number(9))}`).score, 1);
  });

  it('reckons on decimals', () => {
    assert.equal(marked(setScore(`<sum>${number(0.1)}${number(0.2)}</sum>`)).score, 0.3);
    assert.equal(marked(setScore(`<divide>${number(1)}${number(0)}</divide>`)).score, 0);
  });

  it('holds a number to a tolerance, both sides', () => {
    const within = (value: number, more = ''): unknown =>
      ok(`<equal toleranceMode="absolute" tolerance="0.1" ${more}>${number(2.5)}${R}</equal>`, {
        R: value,
      });
    assert.deepEqual(
      [2.4, 2.6, 2.39, 2.61].map((value) => within(value)),
      [true, true, false, false],
    );
    assert.equal(within(2.6, 'includeUpperBound="false"'), false);
    assert.equal(
      ok(`<equal toleranceMode="relative" tolerance="10">${number(20)}${R}</equal>`, { R: 22 }),
      true,
    );
  });

  it('rounds half up on what is written', () => {
    const rounded = `<equalRounded roundingMode="decimalPlaces" figures="2">${R}${number(1.01)}</equalRounded>`;
    assert.equal(ok(rounded, { R: 1.005 }), true);
    assert.equal(ok(rounded, { R: 1.0049 }), false);
  });

  it('treats NULL as unknown', () => {
    assert.equal(ok(`<and><baseValue baseType="boolean">false</baseValue><null/></and>`), false);
    assert.equal(ok(`<and><baseValue baseType="boolean">true</baseValue><null/></and>`), null);
    assert.equal(ok(`<or><baseValue baseType="boolean">true</baseValue><null/></or>`), true);
    assert.equal(ok(`<not><gt>${R}${number(1)}</gt></not>`), null);
  });

  it('gives up on endless work, and on what it does not know', () => {
    const nested = '<repeat numberRepeats="1000">'.repeat(4) + number(1) + '</repeat>'.repeat(4);
    assert.equal(marked(setScore(nested)).score, undefined);
    assert.equal(marked(setScore('<numberCorrect/>')).score, undefined);
  });

  it('makes of a custom operator nothing', () => {
    assert.equal(marked(setScore('<customOperator class="x"/>')).outcomes['SCORE'], null);
  });

  it('fits patterns of XML Schema without ever exploding', () => {
    assert.ok(patternMatches('[0-9]+([.,][0-9]{1,2})?', '2,50'));
    assert.ok(!patternMatches('[0-9]+', 'x12'));
    assert.ok(patternMatches('a|bc', 'bc'));
    assert.ok(patternMatches('(ab){2,}', 'ababab'));
    assert.ok(!patternMatches('(ab){2,}', 'ab'));
    assert.ok(patternMatches('\\d{3}\\s\\p{L}+', '250 mikrogram'));
    assert.ok(patternMatches('MG', 'mg', true));
    assert.ok(!patternMatches('(a+)+b', 'a'.repeat(1500)));
    assert.throws(() => patternMatches('(a', 'a'), /not understood/);
    assert.throws(() => patternMatches('(((a{900}){900}){900})', 'a'), /too large/);
  });
});
