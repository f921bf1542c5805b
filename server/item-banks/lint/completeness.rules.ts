import { hitsOf, type ItemRule, type TextRule } from './lint-rule.js';
import { pattern } from './unit-pattern.js';

/** Nothing, a placeholder, or what an import puts there. */
const UNFINISHED =
  /^(?:\W*|todo|tbd|x+|kilde|kjelde|källa|source|rationale|begrunnelse|begrunnelsen mangler.*|grunngivinga manglar.*|motiveringen saknas.*|the rationale is missing.*|import: .*)[.:?!]*$/iu;

/** Q04: practice shows the rationale, and whoever contests a result reads it. Source: question-banks/README.md, "How we write". */
export const missingRationale: TextRule = {
  code: 'Q04',
  summary: 'There is a rationale in every language that the item has',
  source: 'Item bank guide, "How we write"',
  parts: ['rationale'],
  inText: ({ text, path, locale }) =>
    UNFINISHED.test(text.trim()) ? [{ place: { path, locale } }] : [],
};

/** Q05: medical content carries its source, or nobody can say when it is out of date. Source: question-banks/README.md. */
export const missingSource: ItemRule = {
  code: 'Q05',
  summary: 'The item names its sources',
  source: 'Item bank guide, "How we write"',
  inItem: ({ sources }) =>
    sources.some((source) => !UNFINISHED.test(source.trim()))
      ? []
      : [{ place: { path: ['sources'] } }],
};

const IMAGE = pattern('!\\[([^\\]]*)\\]\\(([^)\\s]*)');
const HTML_IMAGE = pattern('<img(?![^>]*\\balt="[^"]+")[^>]*>', 'i');
const FILE_NAME = /\.(?:svg|png|jpe?g|gif|webp)$/i;

/** Q06: who can't see the picture must be able to solve the item. A file name is no description. Source: WCAG 2.2, success criterion 1.1.1. */
export const missingAltText: TextRule = {
  code: 'Q06',
  summary: 'Every picture has a text that says what it shows',
  source: 'WCAG 2.2, 1.1.1',
  inText: (text) => [
    ...hitsOf(text, IMAGE, ([, alt = '']) =>
      alt.trim() === '' || FILE_NAME.test(alt.trim()) ? {} : undefined,
    ),
    ...hitsOf(text, HTML_IMAGE),
  ],
};
