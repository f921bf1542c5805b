import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CRITERIA } from '../../server/home/accessibility-statement.js';
import { accessibilityPage } from '../../server/home/accessibility.view.js';
import { LOCALES } from '../../server/platform/locale.js';
import { projectRoot } from '../../server/platform/project-root.js';
import { readable } from '../support/a-page.js';
import { rendered, texts } from '../support/rendered.js';

describe('What is said of accessibility', () => {
  it('is said of each criterion of the levels A and AA once', () => {
    // WCAG 2.2 without 4.1.1, which it made obsolete: 31 of level A, 24 of level AA.
    equal(CRITERIA.filter(({ level }) => level === 'A').length, 31);
    equal(CRITERIA.filter(({ level }) => level === 'AA').length, 24);
    equal(new Set(CRITERIA.map(({ id }) => id)).size, CRITERIA.length);
  });

  it('names tests that there are', () => {
    deepEqual(
      CRITERIA.flatMap(({ shownBy }) => shownBy ?? []).filter(
        (file) => !existsSync(join(projectRoot, file)),
      ),
      [],
    );
  });

  it('can be read in every language, and says first what is missing', () => {
    for (const locale of LOCALES) {
      const model = accessibilityPage({ t: texts(locale), locale });
      equal(model.missing.length, 4);
      ok(readable(rendered('home/accessibility', locale, model)).includes('2.5.8 Target Size'));
    }
    const { counts } = accessibilityPage({ t: texts('nb'), locale: 'nb' });
    match(counts, /^Av 55 krav er \d+ oppfylt og 2 delvis oppfylt/);
  });
});
