import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTexts, textsOf } from '../../server/platform/http/i18n.js';
import { LOCALES } from '../../server/platform/locale.js';
import { projectRoot } from '../../server/platform/project-root.js';

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{?\w+\}?\}/g)].map(([found]) => found).sort();

const templates = readdirSync(join(projectRoot, 'views'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hbs'))
  .map((file) => [file, readFileSync(join(projectRoot, 'views', file), 'utf8')] as const);

describe('the texts', () => {
  const nb = textsOf('nb');

  for (const locale of LOCALES) {
    it(`are the same in ${locale}: keys and placeholders, none of them empty`, () => {
      const texts = textsOf(locale);
      assert.deepEqual(Object.keys(texts).sort(), Object.keys(nb).sort());
      for (const [key, text] of Object.entries(texts)) {
        assert.ok(text.trim() !== '', `${key} is empty`);
        const wanted = placeholders(nb[key] ?? '');
        // One of something may be said without its number.
        if (!key.endsWith('_one')) assert.deepEqual(placeholders(text), wanted, key);
      }
    });
  }

  it('exist for every key that a template asks for', () => {
    for (const [file, source] of templates)
      for (const [, key] of source.matchAll(/\{\{t ["']([^"']+)["']/g))
        assert.ok(
          key !== undefined && (key in nb || `${key}_other` in nb),
          `${file} asks for ${String(key)}`,
        );
  });

  it('are never in a template themselves', () => {
    for (const [file, source] of templates) {
      const words = source
        .replace(/\{\{[\s\S]*?\}\}/g, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/Medsert|PDF|YAML/g, ' ');
      assert.doesNotMatch(words, /\p{L}{3,}/u, file);
    }
  });

  it('throw where there is none', () => {
    assert.throws(() => readTexts()('nb')('no.such.key'), /No text for no\.such\.key/);
  });

  it('choose between one and several', () => {
    const t = readTexts()('nb');
    assert.equal(t('attempt.minutes', { count: 1 }), '1 minutt');
    assert.equal(t('attempt.minutes', { count: 2 }), '2 minutter');
  });
});
