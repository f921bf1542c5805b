import assert from 'node:assert/strict';
import { MAP_RESPONSE, MATCH_CORRECT, onlyQuestion, qti2, response } from './some-qti.js';
import { reason } from '../../../../server/item-banks/reasons.js';
import { said } from '../a-foreign-file.js';

const CHOICE = `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which?</prompt>
  <simpleChoice identifier="A">One <b>tablet</b></simpleChoice><simpleChoice identifier="B">Two</simpleChoice></choiceInteraction>`;

const pair = (type: string, inside: string): string =>
  `<${type} responseIdentifier="RESPONSE">${inside}</${type}>`;
const associable = (...ids: string[]): string =>
  ids
    .map((id) => `<simpleAssociableChoice identifier="${id}">${id}</simpleAssociableChoice>`)
    .join('');

describe('items of QTI 2 and 3', () => {
  it('reads a choice with its stem, options, key and score', async () => {
    const item = await onlyQuestion(
      qti2({
        declarations: response('single', 'identifier', ['B']),
        body: `<p>How many?<script>alert(1)</script></p>${CHOICE}`,
        processing: MATCH_CORRECT,
      }),
    );
    assert.equal(item.status, 'imported');
    assert.equal(item.type, 'choice-single');
    assert.deepEqual(item.options, ['One tablet', 'Two']);
    assert.match(item.stem.text, /How many\? *Which\?/);
    assert.doesNotMatch(item.stem.html, /script|tablet/);
    assert.deepEqual(item.key, {
      responses: [
        { id: 'RESPONSE', cardinality: 'single', baseType: 'identifier', correct: ['B'] },
      ],
      responseProcessing: 'match_correct',
    });
    assert.equal(item.mark?.({ RESPONSE: 'B' }).score, 1);
    assert.equal(item.mark({ RESPONSE: 'A' }).score, 0);
    assert.equal(item.mark({}).score, 0);
  });

  it('reads the same item in the names of 3.0', async () => {
    const item =
      await onlyQuestion(`<qti-assessment-item identifier="i" title="t" xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0">
      <qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
        <qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>
        <qti-mapping default-value="-1" lower-bound="0" upper-bound="2"><qti-map-entry map-key="A" mapped-value="1"/>
        <qti-map-entry map-key="C" mapped-value="1"/></qti-mapping></qti-response-declaration>
      <qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="0">
        <qti-simple-choice identifier="A">a</qti-simple-choice><qti-simple-choice identifier="B">b</qti-simple-choice>
        <qti-simple-choice identifier="C">c</qti-simple-choice></qti-choice-interaction></qti-item-body>
      <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>
      </qti-assessment-item>`);
    assert.equal(item.type, 'choice-multiple');
    assert.equal(item.key?.responseProcessing, 'map_response');
    assert.deepEqual(item.key.responses?.[0]?.mapping, { A: '1', C: '1' });
    assert.equal(item.mark?.({ RESPONSE: ['A', 'C'] }).score, 2);
    assert.equal(item.mark({ RESPONSE: ['A', 'B', 'C'] }).score, 1);
    assert.equal(item.mark({ RESPONSE: ['B'] }).score, 0);
  });

  const kinds: readonly [
    type: string,
    declaration: string,
    body: string,
    right: string[] | string,
  ][] = [
    [
      'order',
      response('ordered', 'identifier', ['B', 'A']),
      pair('orderInteraction', '<simpleChoice identifier="A"/><simpleChoice identifier="B"/>'),
      ['B', 'A'],
    ],
    [
      'match',
      response('multiple', 'directedPair', ['A X', 'B Y']),
      pair(
        'matchInteraction',
        `<simpleMatchSet>${associable('A', 'B')}</simpleMatchSet><simpleMatchSet>${associable('X', 'Y')}</simpleMatchSet>`,
      ),
      ['B Y', 'A X'],
    ],
    [
      'associate',
      response('multiple', 'pair', ['A B']),
      pair('associateInteraction', associable('A', 'B', 'C')),
      ['B A'],
    ],
    [
      'gap-match',
      response('multiple', 'directedPair', ['W G']),
      pair(
        'gapMatchInteraction',
        '<gapText identifier="W">w</gapText><p><gap identifier="G"/></p>',
      ),
      ['W G'],
    ],
    [
      'inline-choice',
      response('single', 'identifier', ['Y']),
      `<p>${pair('inlineChoiceInteraction', '<inlineChoice identifier="X"/><inlineChoice identifier="Y"/>')}</p>`,
      'Y',
    ],
    [
      'text-entry',
      response('single', 'float', ['2.5']),
      '<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>',
      '2.50',
    ],
    [
      'text-entry',
      response('single', 'string', ['York']),
      '<p><textEntryInteraction responseIdentifier="RESPONSE"/></p>',
      'York',
    ],
  ];
  for (const [type, declarations, body, right] of kinds)
    it(`reads and marks ${type}`, async () => {
      const item = await onlyQuestion(qti2({ declarations, body, processing: MATCH_CORRECT }));
      assert.equal(item.status, 'imported', said(item.reason));
      assert.equal(item.type, type);
      assert.equal(item.mark?.({ RESPONSE: right }).score, 1);
      const wrong = Array.isArray(right) ? right.slice(1) : `${right}x`;
      assert.equal(item.mark({ RESPONSE: wrong }).score, 0);
    });

  it('keeps order in an ordered response', async () => {
    const item = await onlyQuestion(
      qti2({
        declarations: response('ordered', 'identifier', ['B', 'A']),
        body: pair(
          'orderInteraction',
          '<simpleChoice identifier="A"/><simpleChoice identifier="B"/>',
        ),
        processing: MATCH_CORRECT,
      }),
    );
    assert.equal(item.mark?.({ RESPONSE: ['A', 'B'] }).score, 0);
  });

  it('imports an essay for a person to mark', async () => {
    const item = await onlyQuestion(
      qti2({
        declarations: response('single', 'string', []),
        body: '<extendedTextInteraction responseIdentifier="RESPONSE"/>',
      }),
    );
    assert.equal(item.status, 'imported');
    assert.equal(item.mark?.({ RESPONSE: 'words' }).score, undefined);
    assert.deepEqual(item.warnings, [reason('byPerson')]);
  });

  it('says what it could not keep as it was', async () => {
    const item = await onlyQuestion(
      qti2({
        declarations: response('single', 'identifier', ['A']),
        body: `<p><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math></p>${CHOICE}`,
        processing: MATCH_CORRECT,
      }),
    );
    assert.deepEqual(item.warnings, [reason('mathAsText')]);
  });

  const refusals: readonly [name: string, item: string, reason: RegExp][] = [
    [
      'an interaction we cannot ask',
      qti2({ body: '<drawingInteraction responseIdentifier="RESPONSE"/>' }),
      /"drawing" \(line \d+\)/,
    ],
    ['an item without interaction', qti2({ body: '<p>Read this.</p>' }), /no interaction/],
    [
      'an adaptive item',
      qti2({
        attributes: 'adaptive="true"',
        declarations: response('single', 'identifier', ['A']),
        body: CHOICE,
      }),
      /adaptive/,
    ],
    [
      'an item without key',
      qti2({ declarations: response('single', 'identifier', []), body: CHOICE }),
      /no key/,
    ],
    [
      'a key that is no option',
      qti2({
        declarations: response('single', 'identifier', ['Z']),
        body: CHOICE,
        processing: MATCH_CORRECT,
      }),
      /"Z", which is no option/,
    ],
    [
      'areas as key',
      qti2({
        declarations: response('single', 'identifier', ['A'], '<areaMapping/>'),
        body: CHOICE,
        processing: MAP_RESPONSE,
      }),
      /areaMapping/,
    ],
    [
      'rules we do not know',
      qti2({
        declarations: response('single', 'identifier', ['A']),
        body: CHOICE,
        processing:
          '<responseProcessing><setOutcomeValue identifier="SCORE"><clairvoyance/></setOutcomeValue></responseProcessing>',
      }),
      /"clairvoyance"/,
    ],
    [
      'a key that its own processing gives nothing',
      qti2({
        declarations: response('single', 'identifier', ['A']),
        body: CHOICE,
        processing:
          '<responseProcessing><setOutcomeValue identifier="SCORE"><baseValue baseType="float">0</baseValue></setOutcomeValue></responseProcessing>',
      }),
      /gets no points/,
    ],
  ];
  for (const [name, item, words] of refusals)
    it(`refuses ${name}`, async () => {
      const question = await onlyQuestion(item);
      assert.equal(question.status, 'refused');
      assert.match(said(question.reason), words);
    });

  it('does not invent entities', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa">]>${qti2({ body: '&a;' }).replace(/<\?.*\?>/, '')}`;
    await assert.rejects(onlyQuestion(bomb), /DOCTYPE/);
  });
});
