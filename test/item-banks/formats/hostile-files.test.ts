import assert from 'node:assert/strict';
import { LIMITS } from '../../../server/item-banks/formats/foreign-question.js';
import { plainText, safeHtml } from '../../../server/item-banks/formats/safe-html.js';
import { cheapestOfThree } from '../../security/cost.js';
import { questionsOf, reportOf, said } from './a-foreign-file.js';
import { qti2, response } from './qti/some-qti.js';
import { zipOf } from './qti/zip-file.js';

const SECONDS = 2;

describe('files from anywhere', () => {
  it('are decoded by mark, by declaration, as UTF-8 and as Latin-1', async () => {
    const text = '::Tittel::Blåbær?{=ja ~nei}';
    const latin = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const bigEndian = new Uint8Array(Buffer.from(utf16).swap16());
    for (const bytes of [latin, utf16, bigEndian, new TextEncoder().encode(`\uFEFF${text}`)]) {
      const [question] = await questionsOf('bank.txt', bytes);
      assert.equal(question?.stem.text, 'Blåbær?');
      assert.equal(question.title, 'Tittel');
    }
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?><quiz><question type="essay"><name><text>Blåbær</text></name></question></quiz>`;
    const [essay] = await questionsOf(
      'bank.xml',
      Uint8Array.from(xml, (letter) => letter.charCodeAt(0)),
    );
    assert.equal(essay?.title, 'Blåbær');
  });

  it('are refused with a reason when nothing in them is a question', async () => {
    for (const bytes of [
      new Uint8Array(0),
      new Uint8Array(1000),
      Uint8Array.of(0xff, 0xfe, 0, 0, 65, 0, 0, 0),
      new TextEncoder().encode('Dear all, see {attachment}.'),
      new TextEncoder().encode('<?xml version="1.0" encoding="x-klingon"?><quiz/>'),
    ]) {
      const { refused } = await reportOf('letter.txt', bytes);
      assert.ok(refused?.reason);
    }
  });

  const hostile: Readonly<Record<string, () => string>> = {
    'entity expansion': () =>
      '<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>',
    'an external entity': () =>
      '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>',
    'deep nesting': () => `<quiz>${'<a>'.repeat(1_000_000)}`,
    'many attributes': () =>
      `<quiz ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
    'too many questions': () => `<quiz>${'<question/>'.repeat(LIMITS.questions + 1)}</quiz>`,
    'too many bytes': () => ' '.repeat(LIMITS.fileBytes + 1),
    'endless gaps': () => '{1:MC:'.repeat(100_000),
    'endless lines': () => 'A) x\n'.repeat(1_000_000) + 'ANSWER: A',
  };
  for (const [name, make] of Object.entries(hostile)) {
    it(`cost little: ${name}`, async () => {
      const content = make();
      const { outcome, ms } = await cheapestOfThree(() => reportOf('bank.txt', content));
      assert.ok(outcome.refused?.reason);
      assert.ok(ms < SECONDS * 1000);
    });
  }

  it('may name a DTD, which is never fetched', async () => {
    const quiz =
      '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:1/quiz.dtd"><quiz><question type="essay"><name><text>Why?</text></name></question></quiz>';
    const [essay] = await questionsOf('bank.xml', quiz);
    assert.equal(essay?.title, 'Why?');
  });

  it('cost little: items that take long to mark', async () => {
    const sums =
      '<sum>'.repeat(150) + '<baseValue baseType="float">1</baseValue>' + '</sum>'.repeat(150);
    const rule = `<setOutcomeValue identifier="SCORE">${sums}</setOutcomeValue>`;
    const choices = Array.from(
      { length: 500 },
      (_none, n) => `<simpleChoice identifier="C${n}">${n}</simpleChoice>`,
    );
    const item = qti2({
      declarations: response('single', 'identifier', ['C1']),
      body: `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">${choices.join('')}</choiceInteraction>`,
      processing: `<responseProcessing>${rule.repeat(30)}</responseProcessing>`,
    });
    const names = Array.from({ length: 2 }, (_none, n) => `item${n}.xml`);
    const archive = zipOf([
      { path: 'imsmanifest.xml', text: '<manifest/>' },
      ...names.map((path) => ({ path, text: item })),
    ]);
    const { outcome, ms } = await cheapestOfThree(() => reportOf('bank.zip', archive));
    assert.ok(ms < SECONDS * 1000);
    assert.ok(outcome.questions.some(({ reason }) => said(reason).includes('takes more work')));
  });

  it('show only harmless HTML', () => {
    const html =
      '<p onclick="x()">a<script>alert(1)</script><img src="javascript:x" alt="b"><a href="javascript:x">c</a><iframe src="//d"></iframe><img src="pictures/e.png"></p>';
    const safe = safeHtml(html);
    assert.equal(safe, '<p>a<img alt="b" /><a>c</a><img src="pictures/e.png" /></p>');
    assert.equal(plainText('<p>5&nbsp;&lt; 6&hellip;</p><style>p{}</style>'), '5 < 6…');
    assert.ok(!safeHtml('<b>'.repeat(100_000)).includes('<'));
  });
});
