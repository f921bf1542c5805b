import { crc32, deflateSync } from 'node:zlib';
import { deepEqual, equal, ok } from 'node:assert/strict';
import { armsAsSvg, themeOf } from '../../server/organisation/settings/look.view.js';
import { LARGEST_ARMS, readArms } from '../../server/organisation/settings/read-arms.js';
import { plainPath } from '../../server/organisation/settings/svg-path.js';
import { problemsWith } from '../../server/organisation/settings/settings.rules.js';
import { contrastRatio } from '../../server/platform/colour.js';

const svg = (inside: string, box = 'viewBox="0 0 40 50"'): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${box}>${inside}</svg>`);

describe('settings of a municipality', () => {
  const asked = {
    ...{ name: 'Fjordby', timeZone: 'Europe/Oslo', colour: '#0b5cab' },
    locale: 'nb',
    languages: ['nb', 'en'],
  } as const;
  const problems = (changes: object) =>
    problemsWith({ ...asked, ...changes }, 'Europe/Paris').map(({ problem }) => problem);

  it('are taken when nothing is wrong with them, with a time zone of before', () => {
    deepEqual(problems({}), []);
    deepEqual(problems({ timeZone: 'Europe/Paris' }), []);
  });

  it('are refused by everything that is wrong', () => {
    deepEqual(problems({ name: '', timeZone: 'Mars', locale: 'sv', colour: 'blue' }), [
      ...['name-missing', 'time-zone-unknown', 'default-not-offered', 'no-colour'],
    ]);
    deepEqual(problems({ name: 'a\u0007' }), ['name-long']);
  });

  it('have a colour in which text can be read on white: 4.5 to 1, and not a little less', () => {
    deepEqual(problems({ colour: '#767676' }), []);
    deepEqual(problems({ colour: '#777777' }), ['too-pale']);
    deepEqual(problems({ colour: '#ffd700' }), ['too-pale']);
  });

  for (const colour of ['#767676', '#0b5cab', '#8a1538', '#000000', '#d4000f', '#1b7d3a'])
    it(`make of ${colour} a theme in which every text has its contrast`, () => {
      const tokens = new Map(
        Array.from(
          themeOf(colour).matchAll(/accent-([a-z-]+):(#[0-9a-f]{6})/g),
          ([, name, value]) => [name ?? '', value ?? ''],
        ),
      );
      const of = (name: string): string => tokens.get(name) ?? '';
      for (const surface of [
        'background-tinted',
        'surface-tinted',
        'surface-hover',
        'surface-active',
      ])
        for (const text of ['text-subtle', 'text-default'])
          ok(contrastRatio(of(text), of(surface)) >= 4.5, `${text} on ${surface}`);
      for (const base of ['base-default', 'base-hover', 'base-active'])
        ok(contrastRatio(of('base-contrast-default'), of(base)) >= 4.5, base);
      ok(contrastRatio(of('border-default'), '#ffffff') >= 3);
    });
});

describe('a coat of arms', () => {
  it('is read as its shapes, whichever way they are painted and moved', () => {
    const read = readArms(
      svg(
        `<!-- drawn --><title>Arms</title><metadata/><style>.a{fill:#C00}</style>
        <g transform="translate(2 3) scale(2)" fill="blue"><rect x="1" y="1" width="4" height="5"/></g>
        <path class="a" d="M0 0h4v4z" style="fill-rule:evenodd;stroke:rgb(0, 10, 255);stroke-width:2"/>
        <circle cx="5" cy="5" r="2" fill="none"/>`,
        'viewBox="10 0 40 50"',
      ),
    );
    deepEqual(read, {
      ...{ kind: 'drawn', width: 40, height: 50 },
      shapes: [
        { path: 'M 1 1 h 4 v 5 h -4 z', fill: '#0000ff', matrix: [2, 0, 0, 2, -8, 3] },
        {
          ...{ path: 'M 0 0 h 4 v 4 z', fill: '#cc0000', stroke: { colour: '#000aff', width: 2 } },
          ...{ evenOdd: true, matrix: [1, 0, 0, 1, -10, 0] },
        },
      ],
    });
  });

  it('has path data with each number apart, arcs with their flags', () => {
    equal(plainPath('m1-2.5.5z a1 1 0 01.5-3L1e1,2 3 4'), undefined);
    equal(
      plainPath('m1-2.5.5 6z a1 1 0 01.5-3L1e1,2 3 4'),
      'm 1 -2.5 0.5 6 z a 1 1 0 0 1 0.5 -3 L 10 2 3 4',
    );
  });

  it('is drawn anew from them: nothing of the file lives on', () => {
    const read = readArms(
      svg('<g onload="alert(1)" id="&quot;&gt;"><path d="M0 0h4v4z" onclick="x()"/></g>'),
    );
    ok('shapes' in read);
    equal(
      armsAsSvg(read),
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 50"><path d="M 0 0 h 4 v 4 z" fill="#000000"/></svg>',
    );
  });

  const refused: readonly (readonly [string, Buffer, string])[] = [
    ['a script', svg('<script>alert(1)</script>'), 'element script'],
    [
      'a picture from elsewhere',
      svg('<image href="https://evil.example/x.png"/>'),
      'element image',
    ],
    ['foreign content', svg('<foreignObject/>'), 'element foreignObject'],
    ['text', svg('<text>A</text>'), 'element text'],
    ['use', svg('<use href="#a"/>'), 'element use'],
    ['a gradient', svg('<path d="M0 0h4z" fill="url(#a)"/>'), 'colour url(#a)'],
    ['a mask', svg('<g mask="url(#a)"><path d="M0 0z"/></g>'), 'element clip-path, mask, filter'],
    ['path data with markup', svg('<path d="M0 0&quot;/&gt;"/>'), 'path M0 0"/>'],
    ['a path that ends too early', svg('<path d="M0 0L3"/>'), 'path M0 0L3'],
    ['a number without end', svg('<path d="M0 1e999"/>'), 'path M0 1e999'],
    ['a skew', svg('<path d="M0 0z" transform="skewX(3)"/>'), 'transform skewX(3)'],
    ['no size', svg('<path d="M0 0z"/>', ''), 'no-size'],
    ['nothing to see', svg('<g/>'), 'empty'],
    ['too many shapes', svg('<path d="M0 0z"/>'.repeat(1_001)), 'too-many'],
    [
      'an entity',
      Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>'),
      'no-image',
    ],
    ['half a file', Buffer.from('<svg viewBox="0 0 1 1"><g>'), 'no-image'],
    ['HTML', Buffer.from('<html><body/></html>'), 'no-image'],
    ['no bytes', Buffer.alloc(0), 'no-image'],
    ['more bytes than it may have', Buffer.alloc(LARGEST_ARMS + 1), 'too-large'],
    ['a tiny PNG', png(1, 1), 'picture-size'],
    ['a huge PNG', png(4000, 4000), 'picture-size'],
    ['an interlaced PNG', png(100, 100, { interlaced: 1 }), 'picture-size'],
    ['a PNG with rows missing', png(100, 100, { rows: 99 }), 'no-image'],
    ['half a PNG', png(100, 100).subarray(0, -20), 'no-image'],
  ];
  for (const [what, file, said] of refused)
    it(`is refused with ${what}`, () => {
      const read = readArms(file);
      ok('reason' in read);
      equal('what' in read ? `${read.reason} ${read.what}` : read.reason, said);
    });

  it('may be a PNG, kept without what it carries beside the picture', () => {
    const plain = png(100, 120);
    const read = readArms(
      png(100, 120, { more: [chunk('tEXt', Buffer.from('Author\0Somebody'))] }),
    );
    deepEqual(read, { kind: 'picture', width: 100, height: 120, png: plain.toString('base64') });
  });
});

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** All of one colour, with an alpha channel. */
function png(
  width: number,
  height: number,
  { interlaced = 0, rows = height, more = [] as Buffer[] } = {},
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, interlaced], 8);
  const pixels = deflateSync(Buffer.alloc(rows * (1 + width * 4)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
