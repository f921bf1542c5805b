import assert from 'node:assert/strict';
import {
  checkImage,
  imagesInWords,
  imagesOf,
  mediaTypeOf,
  withImagesAt,
} from '../../../server/item-banks/images/image.rules.js';
import { inEnglish } from '../../../server/item-banks/reasons.js';
import { inlineHtml } from '../../../server/item-banks/inline-markdown.js';
import { aSingleChoice } from '../some-items.js';
import { aPng } from '../some-images.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const GIF = hex('474946383961 0300 0200 800000');
const JPEG = hex('ffd8 ffe0 0004 0000 ffc0 000b 08 0002 0003 01 011100');
const LOSSY = Buffer.concat([
  Buffer.from('RIFF\0\0\0\0WEBPVP8 '),
  hex('00000000 000000 9d012a 0300 0200'),
]);
const LOSSLESS = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8L'), hex('00000000 2f 02400000')]);
const EXTENDED = Buffer.concat([
  Buffer.from('RIFF\0\0\0\0WEBPVP8X'),
  hex('00000000 00000000 020000 010000'),
]);

function typeOf(bytes: Buffer): string {
  const checked = checkImage(bytes);
  return 'refused' in checked ? inEnglish(checked.refused) : mediaTypeOf(checked.image.name);
}

describe('an image of an item', () => {
  it('is taken by what its bytes are', () => {
    assert.deepEqual([aPng(), GIF, JPEG, LOSSY, LOSSLESS, EXTENDED].map(typeOf), [
      'image/png',
      'image/gif',
      'image/jpeg',
      'image/webp',
      'image/webp',
      'image/webp',
    ]);
  });

  it('is refused when it is none, SVG among them, ends early, or is too large', () => {
    const none = 'is no PNG, JPEG, GIF or WebP';
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    const cut = [aPng(), GIF, JPEG, LOSSY, LOSSLESS, EXTENDED].map((one) => one.subarray(0, 9));
    for (const bytes of [svg, Buffer.alloc(0), ...cut]) assert.equal(typeOf(bytes), none);
    assert.equal(typeOf(Buffer.alloc(1024 * 1024 + 1)), 'is larger than 1 MiB');
    assert.match(typeOf(aPng(4097, 1)), /larger than 4096/);
    assert.match(typeOf(aPng(0, 1)), /larger than 4096|no PNG/);
  });

  it('has a name by its content', () => {
    const [first, again, other] = [aPng(), aPng(), aPng(3, 2, 100)].map((bytes) => {
      const checked = checkImage(bytes);
      return 'image' in checked ? checked.image.name : '';
    });
    assert.match(first ?? '', /^[0-9a-f]{32}\.png$/);
    assert.equal(first, again);
    assert.notEqual(first, other);
  });
});

describe('a text with an image', () => {
  const name = `${'0f'.repeat(16)}.png`;
  const text = `Se *her*: ![2 < 3 \\\\ ml](${name})`;

  it('shows the image of the bank, and nothing else that is written like one', () => {
    assert.equal(inlineHtml(text), `Se <em>her</em>: <img src="${name}" alt="2 &lt; 3 \\ ml">`);
    for (const other of ['https://x.no/a.png', 'a.svg', `//x/images/${name}`, 'javascript:1', ''])
      assert.doesNotMatch(inlineHtml(`![a](${other})`), /<img/);
  });

  it('is placed where its reader may open it, in every text and language', () => {
    const words = { stem: text, rationale: text, options: { a: text, b: 'nei' } };
    const item = aSingleChoice({ texts: { nb: words, en: { ...words, stem: 'None here' } } });
    assert.deepEqual(imagesOf(item), [name]);
    const { texts } = withImagesAt(item, '/attempts/x');
    const placed = `](/attempts/x/images/${name})`;
    for (const one of [texts.nb?.stem, texts.nb?.rationale, texts.en?.options?.['a']])
      assert.ok(one?.endsWith(placed));
    assert.match(inlineHtml(texts.nb?.stem ?? ''), /<img src="\/attempts\/x\/images\/0f/);
  });

  it('says in words what the image shows where there is room for words only', () => {
    assert.equal(imagesInWords(`Se ![en sprøyte](${name}) her`), 'Se en sprøyte her');
  });
});
