import assert from 'node:assert/strict';
import type { PlanEntry } from '../../../server/item-banks/formats/plan-import.js';
import { importPlanner } from '../../../server/item-banks/formats/plan-import.js';
import { zipped } from '../../../server/item-banks/formats/write/zipped.js';
import { WRITERS, writeItems } from '../../../server/item-banks/formats/writers.js';
import { aPng, moodleWithImages } from '../some-images.js';
import { reportOf } from './a-foreign-file.js';

const modified = new Date('2026-03-01T12:00:00Z');

async function planned(name: string, content: string | Uint8Array): Promise<PlanEntry> {
  const plan = importPlanner(
    { items: [], topics: [] },
    { language: 'nb', pool: 'exam', reviewBy: '2030-01-01' },
  );
  const [entry] = plan(await reportOf(name, content));
  assert.ok(entry);
  assert.equal(entry.outcome, 'new', entry.reason);
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
    assert.ok(!entry.warnings.some((one) => one.includes('picture')));
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
      entry.warnings.includes('a picture is left out: it is no PNG, JPEG, GIF or WebP'),
      entry.warnings.join(),
    );
    const outside = await planned('b.zip', await packageWith('../../etc/a.png', 'x.png', aPng()));
    assert.deepEqual(outside.images, []);
    assert.ok(outside.warnings.includes('a picture is left out'));
  });

  it('without words for those who can’t see them are pointed out', async () => {
    const entry = await planned(
      'a.xml',
      moodleWithImages({ 'a.png': aPng() }).replaceAll(/ alt="[^"]*"/g, ''),
    );
    assert.match(entry.warnings.join(), /no text that says what it shows/);
  });

  it('cost a hostile file no more than others', async () => {
    const huge = moodleWithImages({ 'a.png': Buffer.alloc(2 * 1024 * 1024) });
    const started = process.memoryUsage().arrayBuffers;
    const entry = await planned('a.xml', huge);
    assert.match(entry.warnings.join(), /larger than 1 MiB/);
    assert.ok(process.memoryUsage().arrayBuffers - started < 256 * 1024 * 1024);
  });

  it('stay with the item in the formats that carry them; the others refuse it', async () => {
    const entry = await planned('a.xml', moodleWithImages({ 'a.png': aPng() }));
    assert.ok(entry.item);
    const images = new Map(entry.images?.map((one) => [one.name, one]));
    for (const writer of WRITERS) {
      const { rows, bytes } = await writeItems([entry.item], writer, { modified, images });
      if (!writer.holdsImages) {
        assert.match(rows[0]?.refused ?? '', /has an image .*does not carry/);
        continue;
      }
      const again = await planned(`a.${writer.extension}`, bytes);
      assert.deepEqual(again.item?.texts, entry.item.texts, writer.id);
      assert.deepEqual(
        again.images?.map(({ name }) => name),
        [...images.keys()],
      );
      const without = await writeItems([entry.item], writer, { modified });
      assert.match(without.rows[0]?.refused ?? '', /image .* is missing/);
    }
  });
});
