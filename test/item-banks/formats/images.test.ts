import assert from 'node:assert/strict';
import type { PlanEntry } from '../../../server/item-banks/formats/plan-import.js';
import { importPlanner } from '../../../server/item-banks/formats/plan-import.js';
import { zipped } from '../../../server/item-banks/formats/write/zipped.js';
import { WRITERS, writeItems } from '../../../server/item-banks/formats/writers.js';
import { aPng, moodleWithImages } from '../some-images.js';
import { cheapestOfThree } from '../../security/cost.js';
import { zipOf } from './qti/zip-file.js';
import { reportOf, said } from './a-foreign-file.js';

const modified = new Date('2026-03-01T12:00:00Z');

const saidOf = ({ warnings }: PlanEntry): string => warnings.map(said).join();

async function planned(name: string, content: string | Uint8Array): Promise<PlanEntry> {
  const plan = importPlanner(
    { items: [], topics: [] },
    { language: 'nb', pool: 'exam', reviewBy: '2030-01-01' },
  );
  const [entry] = plan(await reportOf(name, content));
  assert.ok(entry);
  assert.equal(entry.outcome, 'new', said(entry.reason));
  return entry;
}

const stemOf = ({ item }: PlanEntry): string => item?.texts.nb?.stem ?? '';

const qtiItem = (source: string): string =>
  `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q1" title="Q" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><p>Hvor mye? <img src="${source}" alt="En sprøyte"/></p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<simpleChoice identifier="A">2 ml</simpleChoice><simpleChoice identifier="B">3 ml</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/></assessmentItem>`;
const packageWith = (source: string, path: string, bytes: Buffer): Promise<Uint8Array> =>
  zipped(
    [
      { path: 'imsmanifest.xml', text: '<manifest><resources/></manifest>' },
      { path: 'items/q1.xml', text: qtiItem(source) },
      { path, text: bytes },
    ],
    modified,
  );

describe('images of imported questions', () => {
  it('come with a question of Moodle, in its text and its options', async () => {
    const [stem, option] = [aPng(3, 2), aPng(5, 5)];
    const entry = await planned(
      'a.xml',
      moodleWithImages({ 'min bilde.png': stem, 'b.png': option }),
    );
    assert.deepEqual(
      entry.images?.map(({ bytes }) => Buffer.from(bytes)),
      [stem, option],
    );
    const [first, second] = entry.images ?? [];
    assert.equal(stemOf(entry), `Hvor mye er det? ![En sprøyte med 2 ml](${first?.name})`);
    assert.match(entry.item?.texts.nb?.options?.['a'] ?? '', new RegExp(second?.name ?? ''));
    assert.ok(!saidOf(entry).includes('picture'));
  });

  it('come with a package of QTI, wherever in it they are', async () => {
    for (const [source, path] of [
      ['../media/a%20b.png', 'media/a b.png'],
      ['a.png', 'items/a.png'],
      ['$IMS-CC-FILEBASE$/a.png', 'web_resources/a.png'],
    ] as const) {
      const entry = await planned('a.zip', await packageWith(source, path, aPng()));
      assert.equal(entry.images?.length, 1, source);
      assert.match(stemOf(entry), /!\[En sprøyte\]\([0-9a-f]{32}\.png\)/);
    }
  });

  it('are left out, and named with the reason, when they are not safe or not there', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const entry = await planned('a.xml', moodleWithImages({ 'a.png': svg }));
    assert.doesNotMatch(stemOf(entry), /!\[/);
    assert.ok(
      saidOf(entry).includes('a picture is left out: is no PNG, JPEG, GIF or WebP'),
      saidOf(entry),
    );
    const outside = await planned('b.zip', await packageWith('../../etc/a.png', 'x.png', aPng()));
    assert.deepEqual(outside.images, []);
    assert.ok(saidOf(outside).includes('a picture is left out'));
  });

  it('without words for those who can’t see them are pointed out', async () => {
    const entry = await planned(
      'a.xml',
      moodleWithImages({ 'a.png': aPng() }).replaceAll(/ alt="[^"]*"/g, ''),
    );
    assert.match(saidOf(entry), /no text that says what it shows/);
  });

  const random = (size: number): Buffer => {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at += 1) bytes[at] = (at * 2654435761) >>> 13;
    return bytes;
  };
  const addresses = (address: string): string =>
    Array.from({ length: 20 }, (_one, n) => `<img src="${address}?${n}" alt="En"/>`).join('');
  const hostile: Readonly<
    Record<string, () => readonly [name: string, file: Uint8Array | string]>
  > = {
    'one image that many questions show': () => [
      'a.zip',
      zipOf([
        { path: 'imsmanifest.xml', text: '<manifest><resources/></manifest>' },
        ...Array.from({ length: 300 }, (_one, n) => ({
          path: `q${n}.xml`,
          text: qtiItem('a.png').replace(/<img[^>]*>/, addresses('a.png')),
        })),
        { path: 'a.png', bytes: Buffer.concat([aPng(), random(1024 * 1000)]) },
      ]),
    ],
    'more images than one can hold': () => [
      'b.zip',
      zipOf([
        { path: 'imsmanifest.xml', text: '<manifest><resources/></manifest>' },
        ...Array.from({ length: 3 }, (_one, n) => [
          { path: `q${n}.xml`, text: qtiItem(`${n}.png`) },
          { path: `${n}.png`, bytes: Buffer.alloc(24 * 1024 * 1024, random(997)) },
        ]).flat(),
      ]),
    ],
    'a huge file that one text names in many ways': () => [
      'c.xml',
      moodleWithImages({ 'a.png': random(4 * 1024 * 1024) }).replace(
        /<img[^>]*>/,
        addresses('@@PLUGINFILE@@/a.png'),
      ),
    ],
  };
  for (const [name, make] of Object.entries(hostile))
    it(`cost little time and memory: ${name}`, async () => {
      const [file, content] = make();
      const plan = importPlanner(
        { items: [], topics: [] },
        { language: 'nb', pool: 'exam', reviewBy: '2030-01-01' },
      );
      const { arrayBuffers } = process.memoryUsage();
      let most = 0;
      const { outcome, ms } = await cheapestOfThree(async () => {
        const entries = plan(await reportOf(file, content));
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        return entries;
      });
      assert.ok(outcome.length > 0);
      assert.ok(ms < 2000, String(ms));
      assert.ok(most - arrayBuffers < 256 * 1024 * 1024, String(most - arrayBuffers));
    });

  it('of more than 1 MiB are left out', async () => {
    const huge = moodleWithImages({ 'a.png': Buffer.alloc(2 * 1024 * 1024) });
    assert.match(saidOf(await planned('a.xml', huge)), /larger than 1 MiB/);
  });

  it('stay with the item in the formats that carry them; the others refuse it', async () => {
    const entry = await planned('a.xml', moodleWithImages({ 'a.png': aPng() }));
    assert.ok(entry.item);
    const images = new Map(entry.images?.map((one) => [one.name, one]));
    for (const writer of WRITERS) {
      const { rows, bytes } = await writeItems([entry.item], writer, { modified, images });
      if (!writer.holdsImages) {
        assert.match(said(rows[0]?.refused), /has an image .*does not carry/);
        continue;
      }
      const again = await planned(`a.${writer.extension}`, bytes);
      assert.deepEqual(again.item?.texts, entry.item.texts, writer.id);
      assert.deepEqual(
        again.images?.map(({ name }) => name),
        [...images.keys()],
      );
      const without = await writeItems([entry.item], writer, { modified });
      assert.match(said(without.rows[0]?.refused), /image .* is missing/);
    }
  });
});
