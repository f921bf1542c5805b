import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCALES, type Locale } from '../../server/platform/locale.js';
import { projectRoot } from '../../server/platform/project-root.js';

const textsIn = (locale: Locale): Record<string, string> =>
  JSON.parse(
    readFileSync(join(projectRoot, 'views', 'locales', locale, 'certification.json'), 'utf8'),
  ) as Record<string, string>;
const placesOf = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('the texts of the verification pages', () => {
  const reference = textsIn('nb');

  for (const locale of LOCALES) {
    it(`say in ${locale} the same things, with the same places to fill`, () => {
      const texts = textsIn(locale);
      assert.deepEqual(Object.keys(texts), Object.keys(reference));
      for (const [key, text] of Object.entries(texts)) {
        assert.match(key, /^(certificate|verify)\./);
        assert.notEqual(text.trim(), '', key);
        assert.deepEqual(placesOf(text), placesOf(reference[key] ?? ''), key);
      }
    });
  }

  it('are another text in each language, save for a few words that are the same', () => {
    const same = Object.entries(reference).filter(([key, text]) =>
      LOCALES.every((locale) => textsIn(locale)[key] === text),
    );
    assert.deepEqual(same, []);
  });
});
