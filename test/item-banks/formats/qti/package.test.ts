import assert from 'node:assert/strict';
import { readForeignFile, type FileReport } from '../../../../server/item-banks/formats/readers.js';
import { MATCH_CORRECT, qti2, response } from './some-qti.js';
import { zipOf, type ZipEntry } from './zip-file.js';
import { said } from '../a-foreign-file.js';

const ITEM = qti2({
  declarations: response('single', 'identifier', ['A']),
  body: `<choiceInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="A"/><simpleChoice identifier="B"/></choiceInteraction>`,
  processing: MATCH_CORRECT,
});
const manifest = (...items: string[]): ZipEntry => ({
  path: 'imsmanifest.xml',
  text: `<manifest><resources>${items.map((href) => `<resource type="imsqti_item_xmlv2p2" href="${href}"/>`).join('')}</resources></manifest>`,
});
const read = (...entries: ZipEntry[]): Promise<FileReport> =>
  readForeignFile({ name: 'package.zip', bytes: zipOf(entries) });

describe('packages of QTI', () => {
  it('reads the items of a ZIP, and names the file of each', async () => {
    const { questions, refused } = await read(
      manifest('items/a.xml', 'items/b.xml'),
      { path: 'items/a.xml', text: ITEM },
      { path: 'items/b.xml', text: ITEM },
      { path: 'picture.png', text: 'no picture' },
    );
    assert.equal(refused, undefined);
    assert.deepEqual(
      questions.map(({ index, part, status }) => [index, part, status]),
      [
        [0, 'items/a.xml', 'imported'],
        [1, 'items/b.xml', 'imported'],
      ],
    );
  });

  it('reads an unpacked folder', async () => {
    const files = new Map([['a.xml', new TextEncoder().encode(ITEM)]]);
    const { questions } = await readForeignFile({
      name: 'folder',
      package: { paths: [...files.keys()], bytes: (path) => files.get(path) },
    });
    assert.equal(questions[0]?.status, 'imported');
  });

  it('imports the good and reports the broken and the missing', async () => {
    const { questions } = await read(
      manifest('a.xml', 'broken.xml', 'missing.xml'),
      { path: 'a.xml', text: ITEM },
      { path: 'broken.xml', text: ITEM.replace('</itemBody>', '') },
    );
    assert.deepEqual(
      questions.map(({ part, status }) => `${part ?? ''} ${status}`),
      ['a.xml imported', 'broken.xml refused', 'missing.xml refused'],
    );
    assert.equal(typeof questions[1]?.line, 'number');
    assert.match(said(questions[2]?.reason), /missing/);
  });

  const hostile: readonly [name: string, entries: ZipEntry[], reason: RegExp][] = [
    ['without manifest', [{ path: 'a.xml', text: ITEM }], /without imsmanifest/],
    ['with a broken manifest', [{ path: 'imsmanifest.xml', text: '<a>' }], /imsmanifest\.xml: /],
    ['without questions', [manifest()], /without questions/],
    ['that climbs out', [manifest(), { path: '../../etc/passwd', text: 'x' }], /\.\.\/etc/],
    ['with an absolute path', [manifest(), { path: '/etc/passwd', text: 'x' }], /\/etc\/passwd/],
    [
      'with a backslash path',
      [manifest(), { path: '..\\x.xml', text: 'x' }],
      /relative path|leaves/,
    ],
    ['with a link', [manifest(), { path: 'l.xml', text: '/etc/passwd', mode: 0o120777 }], /link/],
    [
      'with an encrypted entry',
      [manifest(), { path: 'a.xml', text: ITEM, encrypted: true }],
      /encrypted/,
    ],
    [
      'that says it unpacks to too much',
      [
        manifest(),
        ...['a', 'b'].map((name) => ({ path: `${name}.xml`, text: 'x', claimedSize: 90_000_000 })),
      ],
      /more than 128 MiB|suspiciously/,
    ],
    [
      'that packs like a bomb',
      [manifest(), { path: 'a.xml', bytes: new Uint8Array(30_000_000) }],
      /suspiciously/,
    ],
    [
      'that lies about a size',
      [manifest(), { path: 'a.xml', bytes: new Uint8Array(500_000), claimedSize: 10 }],
      /damaged/,
    ],
    [
      'with too many entries',
      [manifest(), ...Array.from({ length: 20_001 }, (_, index) => ({ path: `${index}` }))],
      /more than 20000 entries/,
    ],
  ];
  for (const [name, entries, reason] of hostile)
    it(`refuses a ZIP ${name}`, async () => {
      const report = await read(...entries);
      assert.match(said(report.refused?.reason), reason);
      assert.equal(report.questions.length, 0);
    });

  it('refuses a flood of elements before it costs memory', async () => {
    const flood = `<assessmentItem>${'<a/>'.repeat(200_000)}</assessmentItem>`;
    const { questions } = await read(
      manifest('a.xml', 'b.xml'),
      { path: 'a.xml', text: ITEM },
      { path: 'b.xml', text: flood },
    );
    assert.equal(questions[0]?.status, 'imported');
    assert.match(said(questions[1]?.reason), /larger than any honest file/);
  });

  it('refuses what only begins like a ZIP', async () => {
    const bytes = zipOf([manifest()]).slice(0, 60);
    const report = await readForeignFile({ name: 'x.zip', bytes });
    assert.match(said(report.refused?.reason), /cannot be read/);
  });
});
