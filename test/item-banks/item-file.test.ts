import assert from 'node:assert/strict';
import { readCheckFile, readItemFile } from '../../server/item-banks/item-file.js';

const CHOICE = `id: law-001
type: singleChoice
topic: law
pool: exam
status: approved
difficulty: easy
reviewBy: 2027-11-01
approval: sample content
sources:
  - Forskrift om legemiddelhåndtering
key: b
texts:
  nb:
    stem: Hva gjør du først?
    options:
      a: Jeg venter
      b: Jeg spør
      c: Jeg går
    rationale: Den som spør, får vite det.
  sv:
    stem: Vad gör du först?
    options:
      a: Jag väntar
      b: Jag frågar
      c: Jag går
    rationale: Den som frågar får veta.
`;

const NUMERIC = `id: calculation-001
type: numeric
topic: calculation
pool: exam
status: approved
difficulty: easy
reviewBy: 2027-11-01
approval: sample content
sources:
  - Norsk legemiddelhåndbok
parameters:
  dose: {values: ['5', '10', '15', '20'], unit: mg}
  strength: {values: ['5'], unit: mg/ml}
constraints:
  - answer >= 1
answer:
  expression: dose / strength
  unit: ml
  decimals: 1
errors:
  tenfold: answer * 10
texts:
  nb:
    stem: Du skal gi {dose}. Miksturen er på {strength}. Hvor mange ml?
    rationale: '{dose} delt på {strength} er {answer}.'
`;

/** The file with one passage changed; the passage must be there once. */
function changed(content: string, from: string, to: string): string {
  assert.equal(content.split(from).length, 2, `"${from}" is not in the file once`);
  return content.replace(from, to);
}

/** In the first bytes of a file, everything up to and including this line. */
const lineWith = (content: string, text: string): number =>
  content.split('\n').findIndex((line) => line.includes(text)) + 1;

interface Fault {
  readonly what: string;
  readonly content: string;
  /** The line is the one that has this in it. */
  readonly at: string;
  /** Or so many lines below it. */
  readonly below?: number;
  readonly message: RegExp;
}

describe('an item file', () => {
  it('becomes an item', () => {
    const { item, problems } = readItemFile('law-001.yaml', CHOICE);
    assert.deepEqual(problems, []);
    assert.equal(item?.type, 'singleChoice');
    assert.equal(item.critical, false);
    assert.equal(item.texts.sv?.options?.['b'], 'Jag frågar');
  });

  it('becomes an item with numbers', () => {
    const { item, problems } = readItemFile('calculation-001.yaml', NUMERIC);
    assert.deepEqual(problems, []);
    assert.equal(item?.type, 'numeric');
  });

  const choice = (from: string, to: string): string => changed(CHOICE, from, to);
  const numeric = (from: string, to: string): string => changed(NUMERIC, from, to);
  const faults: readonly Fault[] = [
    {
      what: 'YAML that cannot be read',
      content: choice('key: b', 'key: [b'),
      at: 'texts:',
      message: /flow|comma|\]/i,
    },
    {
      what: 'a key that is there twice',
      content: choice('key: b', 'key: b\nkey: c'),
      at: 'key: c',
      message: /unique/i,
    },
    {
      what: 'a missing text in bokmål',
      content: choice('  nb:\n', '  nn:\n'),
      at: 'texts:',
      message: /texts\.nb/,
    },
    {
      what: 'a key that is no option',
      content: choice('key: b', 'key: d'),
      at: 'key: d',
      message: /key "d" is not an option/,
    },
    {
      what: 'a key that is no letter',
      content: choice('key: b', 'key: [b]'),
      at: 'key: [b]',
      message: /key/,
    },
    {
      what: 'other letters in another language',
      content: choice('      c: Jag går\n', ''),
      at: 'stem: Vad gör',
      below: 1,
      message: /texts\.sv\.options has other letters than texts\.nb\.options/,
    },
    {
      what: 'a field we do not know',
      content: choice('difficulty: easy', 'difficulty: easy\ncategory: law'),
      at: 'id:',
      message: /category/,
    },
    {
      what: 'a missing source',
      content: choice('sources:\n  - Forskrift om legemiddelhåndtering\n', 'sources: []\n'),
      at: 'sources:',
      message: /sources/,
    },
    {
      what: 'a missing approval',
      content: choice('approval: sample content\n', ''),
      at: 'id:',
      message: /approval/,
    },
    {
      what: 'a day that does not exist',
      content: choice('2027-11-01', '2027-11-31'),
      at: 'reviewBy',
      message: /is not a date/,
    },
    {
      what: 'an unknown type',
      content: choice('type: singleChoice', 'type: essay'),
      at: 'type:',
      message: /type/,
    },
    {
      what: 'a pinned option that is none',
      content: choice('key: b', 'key: b\npinLast: e'),
      at: 'pinLast',
      message: /pinLast "e" is not an option/,
    },
    {
      what: 'an unknown unit',
      content: numeric('unit: mg}\n  strength', 'unit: mcg}\n  strength'),
      at: 'dose:',
      message: /is not a unit we know/,
    },
    {
      what: 'an unknown unit of the answer',
      content: numeric('unit: ml\n', 'unit: millilitre\n'),
      at: 'unit: millilitre',
      message: /answer\.unit: is not a unit we know/,
    },
    {
      what: 'a placeholder that is no parameter',
      content: numeric('Du skal gi {dose}', 'Du skal gi {dosis}'),
      at: 'stem:',
      message: /texts\.nb\.stem asks for \{dosis\}, which is no parameter/,
    },
    {
      what: 'a placeholder in a form we do not know',
      content: numeric('Du skal gi {dose}', 'Du skal gi {dose:tall}'),
      at: 'stem:',
      message: /texts\.nb\.stem has braces that ask for nothing: \{dose:tall\}/,
    },
    {
      what: 'a brace that is not closed',
      content: numeric('på {strength}. Hvor', 'på {strength. Hvor'),
      at: 'stem:',
      message: /texts\.nb\.stem has braces that ask for nothing/,
    },
    {
      what: 'a stem that gives the answer away',
      content: numeric('Hvor mange ml?', 'Er det {answer}?'),
      at: 'stem:',
      message: /gives the answer away/,
    },
    {
      what: 'too few variants',
      content: numeric('answer >= 1', 'answer >= 3'),
      at: 'constraints:',
      message: /only 2 variants are left by the constraints, at least 4 are needed/,
    },
    {
      what: 'a number without quotes',
      content: numeric("'15'", '15'),
      at: 'dose:',
      message: /write the number as quoted text, for example "2\.5"/,
    },
    {
      what: 'a number with a comma',
      content: numeric("'15'", "'1,5'"),
      at: 'dose:',
      message: /is not a plain decimal number/,
    },
    {
      what: 'a range without its step',
      content: numeric("{values: ['5'], unit: mg/ml}", "{from: '1', to: '5', unit: mg/ml}"),
      at: 'strength:',
      message: /a range needs from, to and step/,
    },
    {
      what: 'an expression that cannot be read',
      content: numeric('expression: dose / strength', 'expression: dose /'),
      at: 'expression: dose /',
      message: /answer\.expression "dose \/"/,
    },
    {
      what: 'an expression with an unknown name',
      content: numeric('expression: dose / strength', 'expression: dose / volume'),
      at: 'expression: dose / volume',
      message: /there is no number "volume"/,
    },
    {
      what: 'decimal places that are none',
      content: numeric('- answer >= 1', '- round(answer, 0.5) >= 1'),
      at: '- round(answer, 0.5)',
      message: /constraints\.0 .*decimal places are a whole number/,
    },
    {
      what: 'a name of a mistake that we do not know',
      content: numeric('tenfold: answer', 'elevenfold: answer'),
      at: 'elevenfold:',
      message: /errors\.elevenfold: is no mistake of the list/,
    },
    {
      what: 'units to choose from without the right one',
      content: numeric('unit: ml\n', 'unit: ml\n  units: [l, dl]\n'),
      at: 'units:',
      message: /answer\.units must hold ml/,
    },
    {
      what: 'a variable without a unit',
      content: numeric(', unit: mg}\n  strength', '}\n  strength'),
      at: 'dose:',
      message: /parameters\.dose needs a unit, or text: true/,
    },
    {
      what: 'a variable whose name means something else',
      content: numeric(
        'constraints:',
        'derived:\n  round: {expression: dose * 2, unit: mg}\nconstraints:',
      ),
      at: 'round:',
      message: /derived\.round: the name means something else/,
    },
    {
      what: 'a device that measures something else',
      content: numeric('unit: ml\n', 'unit: ml\n  device: insulin-pen\n'),
      at: 'device:',
      message: /answer\.device measures unit, the answer is in ml/,
    },
    {
      what: 'a device that we do not know',
      content: numeric('unit: ml\n', 'unit: ml\n  device: bucket\n'),
      at: 'device:',
      message: /answer\.device/,
    },
    {
      what: 'a key that the device cannot measure',
      content: numeric('unit: ml\n', 'unit: ml\n  device: {unit: ml, graduation: "3"}\n'),
      at: 'constraints:',
      message:
        /only 1 variants .* 3 refused: the answer cannot be measured with the device \(for example dose 5, strength 5\)/,
    },
    {
      what: 'a mistake of its own without feedback',
      content: numeric('tenfold: answer * 10', 'otherGuess: answer + 7'),
      at: 'otherGuess:',
      message: /errors\.otherGuess needs a feedback in nb/,
    },
    {
      what: 'a mistake that cannot be told from another',
      content: numeric('tenfold: answer * 10', 'tenfold:\n  forgotPart: answer * 10'),
      at: 'constraints:',
      message: /4 refused: tenfold and forgotPart give the same number/,
    },
    {
      what: 'a mistake that fails the exam and is not among the errors',
      content: numeric('texts:', 'criticalErrors: [inverted]\ntexts:'),
      at: 'criticalErrors:',
      message: /criticalErrors names inverted/,
    },
    {
      what: 'a product table that the bank does not have',
      content: numeric('constraints:', 'products: {table: tablets}\nconstraints:'),
      at: 'products:',
      message: /products\.yaml has no such table; it has none/,
    },
    {
      what: 'an answer that can be read in two ways',
      content: numeric("['5', '10', '15', '20']", "['6.125', '10', '15', '20', '25']").replace(
        'decimals: 1',
        'decimals: 3',
      ),
      at: 'answer:',
      message: /the answer 1\.225 can be read in two ways/,
    },
    {
      what: 'a question test that does not come true',
      content: numeric(
        'texts:',
        "tests:\n  - {typed: '1', expect: right}\n  - {given: {dose: '10'}, typed: '20', expect: inverted}\ntexts:",
      ),
      at: 'expect: inverted',
      message:
        /tests\.1: the response 20 should be inverted, it is tenfold \(dose 10, strength 5, answer 2\)/,
    },
    {
      what: 'a question test about a variant that there is not',
      content: numeric(
        'texts:',
        "tests:\n  - {given: {dose: '7'}, typed: '1', expect: right}\ntexts:",
      ),
      at: 'given: {dose',
      message: /tests\.0: no variant has dose 7/,
    },
  ];
  for (const { what, content, at, below = 0, message } of faults) {
    it(`with ${what} is refused, with the file and the line`, () => {
      const { item, problems } = readItemFile('law/law-001.yaml', content);
      assert.equal(item, undefined);
      const [problem] = problems;
      assert.ok(problem);
      assert.match(problem.message, message);
      assert.equal(problem.file, 'law/law-001.yaml');
      assert.equal(problem.line, lineWith(content, at) + below, problem.message);
    });
  }

  const keys: readonly (readonly [what: string, type: string, key: string, message: RegExp])[] = [
    ['every option', 'multipleResponse', '[a, b, c]', /one option at least must be wrong/],
    ['an option twice', 'multipleResponse', '[a, a]', /names an option twice/],
    ['a letter that is no option', 'multipleResponse', '[a, d]', /not an option/],
    ['too few steps', 'ordering', '[a, b]', /every option once/],
    ['a step twice', 'ordering', '[a, b, b]', /every option once/],
    ['prompts that are not there', 'matching', '{"1": a}', /at least two prompts/],
  ];
  for (const [what, type, key, message] of keys) {
    it(`is refused where the key of a ${type} names ${what}`, () => {
      const content = changed(choice('key: b', `key: ${key}`), 'singleChoice', type);
      const [problem] = readItemFile('law-001.yaml', content).problems;
      assert.match(problem?.message ?? '', message);
      assert.equal(problem?.line, lineWith(content, 'key:'));
    });
  }

  it('tells every fault of its shape at once', () => {
    const content = changed(choice('pool: exam', 'pool: test'), 'easy', 'simple');
    const { problems } = readItemFile('law-001.yaml', content);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [lineWith(content, 'pool:'), lineWith(content, 'difficulty:')],
    );
  });

  it('is refused when it is not a map', () => {
    for (const content of ['', '- a\n', 'text', '42'])
      assert.equal(readItemFile('law-001.yaml', content).problems.length > 0, true);
  });

  it('cannot blow up by aliases', () => {
    const content = choice('key: b', 'key: &key b\npinLast: *key');
    assert.deepEqual(readItemFile('law-001.yaml', content), {
      problems: [
        {
          file: 'law-001.yaml',
          line: lineWith(content, 'pinLast:'),
          message: '*key: write it out, aliases are not read',
        },
      ],
    });
  });
});

describe('a file of check questions', () => {
  const question = `items:
  - id: check-law-1
    type: singleChoice
    key: b
    texts:
      nb:
        stem: Hva gjør du først?
        options: {a: Jeg venter, b: Jeg spør}
        rationale: Den som spør, får vite det.
  - id: check-law-2
    type: singleChoice
    key: c
    texts:
      nb:
        stem: Hva gjør du først?
        options: {a: Jeg venter, b: Jeg spør}
        rationale: Den som spør, får vite det.
`;
  const defaults = {
    topic: 'law',
    pool: 'course',
    status: 'approved',
    difficulty: 'medium',
    reviewBy: '2027-12-31',
    approval: 'see course.yaml',
    sources: ['The lesson itself'],
  };

  it('gives the good ones, and the line of what is wrong with the others', () => {
    const { items, problems } = readCheckFile('check.yaml', question, defaults);
    assert.deepEqual(
      items.map(({ item: { id, topic, pool } }) => [id, topic, pool]),
      [['check-law-1', 'law', 'course']],
    );
    assert.deepEqual(problems, [
      {
        file: 'check.yaml',
        line: lineWith(question, 'key: c'),
        message: 'key "c" is not an option',
      },
    ]);
  });

  it('must have a list of items', () => {
    const { problems } = readCheckFile('check.yaml', 'questions: []\n', defaults);
    assert.match(problems[0]?.message ?? '', /has no list "items"/);
  });
});
