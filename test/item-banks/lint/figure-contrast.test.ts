import assert from 'node:assert/strict';
import { lintFigure } from '../../../server/item-banks/lint/lint-item.js';
import { NORDIC_PROFILE } from '../../../server/item-banks/lint/lint-profile.js';

const inSvg = (content: string) =>
  lintFigure(`<svg xmlns="http://www.w3.org/2000/svg">\n${content}\n</svg>`, NORDIC_PROFILE);
const ratios = (content: string) => inSvg(content).map(({ params }) => params['ratio']);

describe('Q07: the contrast of a figure', () => {
  it('is that of the words and what lies under them, white where nothing does', () => {
    assert.deepEqual(ratios('<text x="10" y="20" fill="#777777">Dose</text>'), ['4.5']);
    assert.deepEqual(ratios('<text x="10" y="20" fill="#767676">Dose</text>'), []);
    const dark = '<rect width="100" height="50" fill="#0b5cab"/>';
    assert.deepEqual(ratios(`${dark}<text x="10" y="20">Dose</text>`), ['3.1']);
    assert.deepEqual(ratios(`${dark}<text x="10" y="20" fill="#fff">Dose</text>`), []);
    assert.deepEqual(ratios(`${dark}<text x="10" y="90" fill="#fff">Dose</text>`), ['1.0']);
    const disc = '<circle cx="10" cy="10" r="30" style="fill: #000000"/>';
    assert.deepEqual(ratios(`${disc}<g fill="white"><text x="10" y="20">Dose</text></g>`), []);
  });

  it('may be lower for large words', () => {
    const words = (size: number, weight: number) =>
      `<text x="9" y="30" font-size="${size}" font-weight="${weight}" fill="#888888">Dose</text>`;
    assert.deepEqual(ratios(words(24, 400)), []);
    assert.deepEqual(ratios(words(20, 400)), ['3.5']);
    assert.deepEqual(ratios(words(20, 700)), []);
  });

  it('says which words and where', () => {
    const [finding] = inSvg('<rect/>\n<text x="1" y="9" fill="#cccccc">Mikrogram</text>');
    assert.deepEqual([finding?.params['found'], finding?.params['line']], ['Mikrogram', 3]);
  });

  it('is not guessed where only a browser knows', () => {
    assert.deepEqual(ratios('<g transform="scale(2)"><text fill="#cccccc">A</text></g>'), []);
    assert.deepEqual(ratios('<text class="faint">A</text>'), []);
    assert.deepEqual(ratios('<text fill="url(#shade)">A</text>'), []);
  });

  it('cannot be told of what is no SVG', () => {
    assert.deepEqual(
      lintFigure('<svg>', NORDIC_PROFILE).map(({ key }) => key),
      ['lint.Q07.unreadable'],
    );
  });
});
