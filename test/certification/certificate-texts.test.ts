import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readableOnWhite } from '../../server/certification/certificate-colours.js';
import { readEmblem } from '../../server/certification/certificate-layout.js';
import {
  certificateLabels,
  certificateLanguages,
  certificateText,
} from '../../server/certification/certificate-texts.js';
import type { CertificateLanguage } from '../../server/certification/certificate-texts.js';
import { contrastRatio, tint } from '../../server/platform/colour.js';
import { projectRoot } from '../../server/platform/project-root.js';

const textsOf = (language: CertificateLanguage): Record<string, string> =>
  JSON.parse(
    readFileSync(join(projectRoot, 'certificates', 'texts', `${language}.json`), 'utf8'),
  ) as Record<string, string>;

const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the texts of certificates', () => {
  const reference = textsOf('nb');

  for (const language of certificateLanguages) {
    it(`say in ${language} the same things, with the same places to fill`, () => {
      const texts = textsOf(language);
      assert.deepEqual(Object.keys(texts), Object.keys(reference));
      for (const [key, text] of Object.entries(texts)) {
        assert.deepEqual(placesOf(text), placesOf(reference[key] ?? ''), key);
      }
      assert.equal(Object.values(certificateLabels(language)).includes(''), false);
    });
  }

  it('fill their places', () => {
    const text = certificateText('sv', 'passedWithPercent', { percent: '94' });
    assert.equal(text, '94 % (godkänt)');
  });

  it('do not print a key or an empty place instead of a text', () => {
    assert.throws(() => certificateText('nb', 'greeting'), /No certificate text greeting in nb/);
    assert.throws(() => certificateText('nb', 'statement'), /\{programme\}/);
  });
});

describe('the colours of a municipality', () => {
  it('are used for text only if they can be read on white', () => {
    assert.equal(readableOnWhite('#0b5cab', '#14213d'), '#0b5cab');
    assert.equal(readableOnWhite('#f2c200', '#14213d'), '#14213d');
  });

  it('have the contrast that WCAG computes', () => {
    assert.equal(contrastRatio('#000000', '#ffffff'), 21);
    assert.equal(contrastRatio('#ffffff', '#ffffff'), 1);
    assert.equal(contrastRatio('#ffffff', '#767676').toFixed(2), '4.54');
  });

  it('are mixed with white for areas', () => {
    assert.equal(tint('#000000', 0.1), '#e6e6e6');
    assert.equal(tint('#0b5cab', 1), '#0b5cab');
  });
});

describe('an emblem', () => {
  it('is found by a name that is not a path', () => {
    assert.ok(readEmblem().shapes.length > 0);
    assert.throws(() => readEmblem('../layout'), /Not the name of an emblem/);
  });
});
