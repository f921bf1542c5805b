import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  ExpressionError,
  decimal,
  parseExpression,
  plain,
  type ExpressionValue,
} from '../../server/item-banks/expression.rules.js';

const numbers = { dose: '2.5', strength: '0.1', three: '3', zero: '0', ten: '10' };
const environment = Object.fromEntries(
  Object.entries(numbers).map(([name, text]) => [name, decimal(text)]),
);

function valueOf(source: string): string | boolean {
  const value: ExpressionValue = parseExpression(source).evaluate(environment);
  return typeof value === 'boolean' ? value : plain(value);
}

describe('an author’s expression', () => {
  const computed: readonly (readonly [source: string, value: string | boolean])[] = [
    ['0.3 / 0.1', '3'],
    ['0.1 + 0.2', '0.3'],
    ['0.1 + 0.2 == 0.3', true],
    ['1 / 3 * 3', '1'],
    ['1 / 3 * 3 == 1', true],
    ['dose * three', '7.5'],
    ['dose / strength', '25'],
    ['2 + 3 * 4', '14'],
    ['(2 + 3) * 4', '20'],
    ['10 - 2 - 3', '5'],
    ['-dose + 5', '2.5'],
    ['1000000 * 1000000', '1000000000000'],
    ['round(2.345, 2)', '2.35'],
    ['round(2.5, 0)', '3'],
    ['floor(2.9)', '2'],
    ['ceil(2.1)', '3'],
    ['abs(2 - 5)', '3'],
    ['min(dose, three)', '2.5'],
    ['max(dose, three)', '3'],
    ['decimals(2.50)', '1'],
    ['decimals(3)', '0'],
    ['multipleOf(dose, 0.5)', true],
    ['multipleOf(dose, 2)', false],
    ['multipleOf(0.3, 0.1)', true],
    ['dose > 2 and dose < 3', true],
    ['dose > 3 or three == 3', true],
    ['dose > 2 and dose > 3 or three == 3', true],
    ['not (dose > 3)', true],
    ['!(dose > 2)', false],
    ['dose != three', true],
    ['dose <= 2.5 and dose >= 2.5', true],
  ];
  for (const [source, value] of computed) {
    it(`${source} is ${String(value)}`, () => {
      assert.equal(valueOf(source), value);
    });
  }

  const refused: readonly (readonly [source: string, message: RegExp])[] = [
    ['dose.constructor', /MemberExpression is not allowed/],
    ['dose["constructor"]', /MemberExpression is not allowed/],
    ['[1][0]', /is not allowed/],
    ['[1, 2]', /ArrayExpression is not allowed/],
    ['sqrt(4)', /there is no function "sqrt"/],
    ['constructor(1)', /there is no function "constructor"/],
    ['toString()', /there is no function "toString"/],
    ['min.call(1, 2)', /there is no function ""/],
    ['min(1)', /min takes 2 values/],
    ['round(2.5)', /round takes 2 values/],
    ['dose = 3', /./],
    ['dose += 3', /./],
    ['this', /ThisExpression is not allowed/],
    ['"text"', /only numbers and names/],
    ["'text' + 1", /only numbers and names/],
    ['true', /only numbers and names/],
    ['null', /only numbers and names/],
    ['1, 2', /is not allowed/],
    ['1; 2', /is not allowed/],
    ['', /is not allowed/],
    ['dose ? 1 : 2', /ConditionalExpression is not allowed/],
    ['10 % 3', /"%" is not allowed/],
    ['2 ** 3', /./],
    ['1 << 2', /"<<" is not allowed/],
    ['dose === 2', /"===" is not allowed/],
    ['dose && three', /"&&" is not allowed/],
    ['+dose', /"\+" is not allowed/],
    ['~dose', /"~" is not allowed/],
    ['(() => 1)()', /./],
    ['2 +', /./],
    ['(2', /./],
    ['1'.repeat(301), /longer than 300/],
  ];
  for (const [source, message] of refused) {
    it(`refuses ${source.length > 40 ? `${source.slice(0, 10)}…` : `“${source}”`}`, () => {
      assert.throws(
        () => parseExpression(source),
        (error) => error instanceof ExpressionError && message.test(error.message),
      );
    });
  }

  const impossible: readonly (readonly [source: string, message: RegExp])[] = [
    ['dose / zero', /division by zero/],
    ['1 / (three - 3)', /division by zero/],
    ['unknown + 1', /there is no number "unknown"/],
    ['__proto__', /there is no number "__proto__"/],
    ['constructor', /there is no number "constructor"/],
    ['(dose > 2) + 1', /a number is needed/],
    ['dose and three', /a comparison is needed/],
    ['-(dose > 2)', /a number is needed/],
    ['!dose', /a comparison is needed/],
    ['round(dose, 0.5)', /whole number/],
    ['round(dose, -1)', /whole number/],
    ['multipleOf(dose, zero)', /division by zero/],
  ];
  for (const [source, message] of impossible) {
    it(`${source} cannot be computed, and says why`, () => {
      assert.throws(
        () => valueOf(source),
        (error) => error instanceof ExpressionError && message.test(error.message),
      );
    });
  }

  it('names what it asks for', () => {
    assert.deepEqual(parseExpression('round(dose * three, 1) / dose').names, ['dose', 'three']);
  });

  it('never throws anything but words for the author, whatever is written', () => {
    const pieces = fc.constantFrom(
      ...['dose', 'three', 'zero', '0.1', '7', '1e5', '(', ')', '+', '-', '*', '/', ',', ' and '],
      ...['<', '>=', '==', 'round(', 'min(', 'floor(', 'not ', '!', '.', '"', '[', ']', 'this'],
      ...['__proto__', 'multipleOf(', 'decimals(', '=', '?', ':', ' ', '`', '$', '\\', '0'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (words) => {
        try {
          parseExpression(words.join('')).evaluate(environment);
        } catch (error) {
          assert.ok(error instanceof ExpressionError, `${words.join('')}: ${String(error)}`);
        }
      }),
      { numRuns: 5_000, seed: 1 },
    );
  });
});

describe('a number as plain text', () => {
  for (const [given, text] of [
    ['2.50', '2.5'],
    ['1000.0', '1000'],
    ['0.10', '0.1'],
    ['10000000000000000000000', '10000000000000000000000'],
    ['0.000001', '0.000001'],
  ] as const) {
    it(`${given} is ${text}`, () => {
      assert.equal(plain(decimal(given)), text);
    });
  }
});
