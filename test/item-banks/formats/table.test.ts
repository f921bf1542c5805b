import assert from 'node:assert/strict';
import { importPlanner } from '../../../server/item-banks/formats/plan-import.js';
import { templateTable } from '../../../server/item-banks/formats/table/template.js';
import { workbookOf } from '../../../server/item-banks/formats/table/workbook.js';
import { csvOf } from '../../../server/item-banks/formats/write/csv.js';
import { cheapestOfThree } from '../../security/cost.js';
import { questionsOf, reportOf, said } from './a-foreign-file.js';
import { zipOf, type ZipEntry } from './qti/zip-file.js';

const modified = new Date('2026-03-01T12:00:00Z');
const plan = (report: Awaited<ReturnType<typeof reportOf>>) =>
  importPlanner(
    { items: [], topics: [] },
    { language: 'nb', pool: 'exam', reviewBy: '2027-01-01' },
  )(report);

const SHEET = 'xl/worksheets/sheet1.xml';
const workbook = (...parts: readonly ZipEntry[]): Uint8Array =>
  zipOf([
    {
      path: 'xl/workbook.xml',
      text: '<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
    },
    ...parts,
  ]);
const sheet = (rows: string): ZipEntry => ({
  path: SHEET,
  text: `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
});

describe('the table to write items in', () => {
  for (const language of ['nb', 'en'] as const) {
    it(`is read as it is handed out, as CSV and as Excel: ${language}`, async () => {
      const table = templateTable(language);
      const files = { 'a.csv': csvOf(table), 'a.xlsx': await workbookOf(table, modified) };
      const [csv = [], excel = []] = await Promise.all(
        Object.entries(files).map(async ([name, content]) => plan(await reportOf(name, content))),
      );
      assert.deepEqual(
        csv.map(({ outcome, item }) => [outcome, item?.type]),
        ['singleChoice', 'multipleResponse', 'ordering', 'matching', 'numeric'].map((type) => [
          'new',
          type,
        ]),
      );
      const content = (entries: typeof csv) =>
        entries.map(({ item }) => ({ ...item, provenance: null }));
      assert.deepEqual(content(excel), content(csv));
      const number = csv[4]?.item;
      assert.ok(number?.type === 'numeric');
      assert.deepEqual(number.answer, { expression: '2.5', unit: 'ml', decimals: 1 });
      assert.deepEqual(number.errors, { inverted: '0.4' });
    });
  }

  it('has one row for each language of an item', async () => {
    const [first, second] = plan(
      await reportOf(
        'a.csv',
        'id;type;language;question;A;B;key;rationale\nx;single choice;nb;Hva er rett?;Ja;Nei;B;Fordi det er så.\nx;;sv;Vad är rätt?;Ja;Nej;;För att det är så.\n',
      ),
    );
    assert.equal(second, undefined);
    assert.equal(first?.item?.texts.sv?.options?.['b'], 'Nej');
    assert.equal(first.item.type === 'singleChoice' && first.item.key, 'b');
  });

  const wrong: Readonly<Record<string, readonly [row: string, reason: RegExp]>> = {
    'a letter without an option': [
      'ett rett svar;Hva?;a;b;C;',
      /row 3, column "fasit": "c" is the letter of no option/,
    ],
    'two right options of a single choice': [
      'ett rett svar;Hva?;a;b;A B;',
      /row 3, column "fasit": names several/,
    ],
    'a type that is none': [
      'sant/usant;Hva?;a;b;A;',
      /row 3, column "type": "sant\/usant" is none of/,
    ],
    'a question without words': ['ett rett svar;;a;b;A;', /row 3, column "spørsmål": is empty/],
    'a number that could be two': [
      'tall;Hvor mye?;;;1.000;ml',
      /row 3, column "fasit": "1.000" can mean 1 or 1000/,
    ],
    'a number without a unit': ['tall;Hvor mye?;;;5;', /row 3, column "enhet": is empty/],
    'a unit that is two': ['tall;Hvor mye?;;;5;fot', /row 3, column "enhet": "fot" is no unit/],
    'an order that leaves one out': [
      'rekkefølge;Hva?;a;b;A;',
      /row 3, column "fasit": must name every option/,
    ],
  };
  for (const [name, [row, reason]] of Object.entries(wrong)) {
    it(`names row and column of ${name}`, async () => {
      const [good, bad] = await questionsOf(
        'a.csv',
        `type;spørsmål;A;B;fasit;enhet\nett rett svar;Hva?;a;b;A;\n${row}\n`,
      );
      assert.equal(good?.status, 'imported');
      assert.equal(bad?.status, 'refused');
      assert.equal(bad.line, 3);
      assert.match(said(bad.reason), reason);
    });
  }

  it('is refused as a whole when its headings are not those of the template', async () => {
    for (const [text, reason] of [
      ['type;question;key;colour\n', /heading "colour"/],
      ['type;question\n', /column "key" of the template is missing/],
      ['type;question;key;key\n', /two columns/],
      ['type;question;key\n', /no rows/],
      ['type;question;key\n"a;b', /no CSV that can be read/],
    ] as const) {
      const { refused } = await reportOf('a.csv', text);
      assert.match(said(refused?.reason), reason);
    }
  });

  it('keeps a text that a spreadsheet would take for a formula', async () => {
    const [question] = await questionsOf(
      'a.csv',
      "type;question;A;B;key\nsingle choice;'=1+1;'-2;3;A\n",
    );
    assert.equal(question?.content?.stem['und'], '=1+1');
    assert.match(csvOf([['=1+1', '-2', "'@x"]]), /^\uFEFF'=1\+1;'-2;''@x\r\n$/);
  });

  it('is read from Excel with shared texts, rich texts, gaps, dates and links to the sheet', async () => {
    const cell = (at: string, type: string, value: string) =>
      `<c r="${at}" t="${type}"><v>${value}</v></c>`;
    const [question] = await questionsOf(
      'a.xlsx',
      workbook(
        {
          path: 'xl/_rels/workbook.xml.rels',
          text: '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/other.xml"/></Relationships>',
        },
        {
          path: 'xl/sharedStrings.xml',
          text: '<sst><si><t>type</t></si><si><r><t>ques</t></r><r><t>tion</t></r><rPh><t>x</t></rPh></si></sst>',
        },
        {
          path: 'xl/worksheets/other.xml',
          text: `<worksheet><sheetData><row r="2">${cell('A2', 's', '0')}${cell('C2', 's', '1')}${cell('D2', 'str', 'A')}${cell('E2', 'str', 'B')}${cell('F2', 'str', 'key')}${cell('G2', 'str', 'review by')}</row><row r="4">${cell('A4', 'str', 'single choice')}${cell('C4', 'str', 'Hva?')}${cell('D4', 'b', '1')}${cell('E4', 'n', '2.5')}${cell('F4', 'str', 'B')}${cell('G4', 'n', '46692')}</row></sheetData></worksheet>`,
        },
      ),
    );
    assert.equal(question?.line, 4);
    assert.equal(question.content?.marks['reviewBy'], '2027-11-01');
    assert.deepEqual(question.content.body.kind === 'choice' && question.content.body.options, [
      { words: { und: 'true' }, fraction: 0 },
      { words: { und: '2.5' }, fraction: 100 },
    ]);
  });

  const hostile: Readonly<Record<string, () => Uint8Array>> = {
    'an external entity': () =>
      workbook({
        path: SHEET,
        text: '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
      }),
    'entity expansion': () =>
      workbook(sheet(''), {
        path: 'xl/sharedStrings.xml',
        text: '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>',
      }),
    'a path that leaves the archive': () =>
      workbook(sheet(''), { path: '../../evil.xml', text: 'x' }),
    'an entry that unpacks to 64 MiB': () =>
      workbook({ path: SHEET, bytes: new Uint8Array(64 * 1024 * 1024) }),
    'an entry that lies about its size': () =>
      workbook({ path: SHEET, bytes: new Uint8Array(8 * 1024 * 1024), claimedSize: 100 }),
    'a bomb of shared texts': () =>
      workbook(
        {
          path: 'xl/sharedStrings.xml',
          text: `<sst><si><t>${'type '.repeat(1_000_000)}</t></si></sst>`,
        },
        sheet(`<row>${'<c t="s"><v>0</v></c>'.repeat(50)}</row>`.repeat(100)),
      ),
    'a million cells': () =>
      workbook(sheet(`<row>${'<c><v>1</v></c>'.repeat(50)}</row>`.repeat(20_000))),
    'a row beyond all rows': () => workbook(sheet('<row r="1048576"><c><v>1</v></c></row>')),
    'a column beyond all columns': () => workbook(sheet('<row><c r="XFD1"><v>1</v></c></row>')),
    'no sheet': () => workbook(),
    'another archive inside': () =>
      workbook({ path: SHEET, bytes: zipOf([{ path: 'a', text: 'b' }]) }),
  };
  for (const [name, make] of Object.entries(hostile)) {
    it(`refuses a workbook with ${name}, and it costs little`, async () => {
      const content = make();
      const { outcome, ms } = await cheapestOfThree(() => reportOf('a.xlsx', content));
      const { refused, questions } = outcome;
      assert.ok(refused?.reason);
      assert.deepEqual(questions, []);
      assert.ok(ms < 2000);
    });
  }
});
