import { deepEqual, equal, ok } from 'node:assert/strict';
import { hrLines } from '../../server/organisation/hr/hr-lines.rules.js';
import { holdsNationalNumber } from '../../server/organisation/hr/national-number.rules.js';
import { readHrFile } from '../../server/organisation/hr/read-hr-file.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { zipOf } from '../item-banks/formats/qti/zip-file.js';
import { aWorkbook } from './a-workbook.js';

const units = [
  { id: 'solbakken', codes: ['1001', 'SE-1'] },
  { id: 'closed', codes: ['1002'], to: plainDate('2026-06-30') },
];
const HEADER =
  'ansattnummer;fornavn;etternavn;e-post;enhetskode;stilling;stillingsprosent;fra;til;oppgaver';
const GOOD = '17;Kåre;Ødegård;;1001;Sykepleier;80,5;01.03.2020;;';

async function read(text: string, encoding: BufferEncoding = 'utf8') {
  const table = await readHrFile(Buffer.from(text, encoding));
  if (typeof table === 'string') throw new Error(table);
  return hrLines(table, units);
}
async function readGood(text: string, encoding?: BufferEncoding) {
  const found = await read(text, encoding);
  ok(found.readable);
  return found;
}

describe('A file from the HR system', () => {
  const kare = {
    employeeId: '17',
    givenName: 'Kåre',
    familyName: 'Ødegård',
    unitId: 'solbakken',
    jobRole: 'nurse',
    percent: 80.5,
    from: '2020-03-01',
  };

  for (const [how, text, encoding] of [
    ['UTF-8', `${HEADER}\n${GOOD}`, 'utf8'],
    ['UTF-8 with a mark', `\uFEFF${HEADER}\r\n${GOOD}\r\n`, 'utf8'],
    ['UTF-16 with its mark', `\uFEFF${HEADER}\n${GOOD}`, 'utf16le'],
    ['Windows-1252', `${HEADER}\n${GOOD}`, 'latin1'],
    ['tabulators', `${HEADER}\n${GOOD}`.replaceAll(';', '\t'), 'utf8'],
    [
      'commas and quotes, English headings in another order',
      'percent,employee_id,given_name,family_name,unit_code,job_role,from\n"80,5",17,Kåre,Ødegård,SE-1,nurse,2020-03-01',
      'utf8',
    ],
    [
      'Swedish words',
      `${HEADER}\n${GOOD.replace('Sykepleier', 'Sjuksköterska').replace('01.03.2020', '20200301')}`,
      'utf8',
    ],
  ] as const)
    it(`is read in ${how}`, async () => {
      const { lines, refused } = await readGood(text, encoding);
      deepEqual(lines, [{ line: 2, ...kare }]);
      deepEqual(refused, []);
    });

  it('is read from an Excel workbook, with its dates and numbers', async () => {
    const text = (at: string, value: string) =>
      `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const columns = HEADER.split(';').slice(0, 8);
    const heading = columns.map((name, n) => text(`${'ABCDEFGH'[n] ?? ''}1`, name)).join('');
    const cells = [
      '<c r="A2"><v>17</v></c>',
      ...[text('B2', 'Kåre'), text('C2', 'Ødegård'), text('E2', '1001'), text('F2', 'Sykepleier')],
      '<c r="G2"><v>80.5</v></c><c r="H2" s="1"><v>43891</v></c>',
    ].join('');
    const workbook = aWorkbook(`<row r="1">${heading}</row><row r="2">${cells}</row>`);
    const table = await readHrFile(workbook);
    ok(typeof table !== 'string');
    const found = hrLines(table, units);
    ok(found.readable);
    deepEqual(found.lines, [{ line: 2, ...kare }]);
  });

  for (const [problem, line] of [
    ['no-employee-id', ';Kåre;Ødegård;;1001;Sykepleier;80;01.03.2020;;'],
    ['no-name', '17;;Ødegård;;1001;Sykepleier;80;01.03.2020;;'],
    ['email-wrong', '17;Kåre;Ødegård;kåre;1001;Sykepleier;80;01.03.2020;;'],
    ['unit-unknown', '17;Kåre;Ødegård;;9;Sykepleier;80;01.03.2020;;'],
    ['unit-closed', '17;Kåre;Ødegård;;1002;Sykepleier;80;01.03.2020;;'],
    ['job-role-unknown', '17;Kåre;Ødegård;;1001;Astronaut;80;01.03.2020;;'],
    ['percent-wrong', '17;Kåre;Ødegård;;1001;Sykepleier;120;01.03.2020;;'],
    ['percent-wrong', '17;Kåre;Ødegård;;1001;Sykepleier;1.000,5;01.03.2020;;'],
    ['from-wrong', '17;Kåre;Ødegård;;1001;Sykepleier;80;30.02.2020;;'],
    ['to-wrong', '17;Kåre;Ødegård;;1001;Sykepleier;80;01.03.2020;soon;'],
    ['end-before-start', '17;Kåre;Ødegård;;1001;Sykepleier;80;01.03.2020;29.02.2020;'],
    ['task-unknown', '17;Kåre;Ødegård;;1001;Sykepleier;80;01.03.2020;;fly'],
    ['national-number', '01838000181;Kåre;Ødegård;;1001;Sykepleier;80;01.03.2020;;'],
  ] as const)
    it(`has its lines refused one by one: ${problem} (${line})`, async () => {
      const { lines, refused } = await readGood(
        `${HEADER}\n\n${GOOD.replace('17', '18')}\n${line}`,
      );
      equal(lines.length, 1);
      deepEqual(
        refused.map((one) => [one.line, one.problem]),
        [[4, problem]],
      );
    });

  it('never shows a national identity number, not even in the refusal', async () => {
    const { refused } = await readGood(
      `${HEADER}\n17;Kåre;811228-9874;;1001;Sykepleier;80;01.03.2020;;`,
    );
    deepEqual(refused, [{ line: 2, problem: 'national-number' }]);
  });

  it('is refused whole with a column of national identity numbers, or without a column it needs', async () => {
    deepEqual(await read(`${HEADER};Fødselsnummer\n${GOOD};`), {
      readable: false,
      problem: 'national-number-column',
    });
    deepEqual(await read('ansattnummer;fornavn;etternavn\n1;2;3'), {
      readable: false,
      problem: 'columns-missing',
      columns: ['unit_code', 'job_role', 'from'],
    });
  });

  it('does not say which of two lines is right', async () => {
    const other = GOOD.replace('Kåre', 'Kari');
    const { lines, refused } = await readGood([HEADER, GOOD, GOOD, other].join('\n'));
    equal(lines.length, 1);
    deepEqual(
      refused.map(({ problem, employeeId }) => [problem, employeeId]),
      [
        ['twice', '17'],
        ['two-names', '17'],
      ],
    );
  });

  it('takes several employments of a person, and what they do', async () => {
    const { lines } = await readGood(
      [HEADER, `${GOOD}handOut inject`, GOOD.replace('Sykepleier', 'Leder')].join('\n'),
    );
    deepEqual(
      lines.map(({ jobRole, tasks }) => [jobRole, tasks]),
      [
        ['nurse', ['handOut', 'inject']],
        ['leader', undefined],
      ],
    );
  });

  it('is not unpacked when it is a workbook that unpacks to gigabytes, or says that it does not', async () => {
    const bomb = aWorkbook('<row/>'.repeat(1_000_000));
    equal(await readHrFile(bomb), 'too-large');
    const text = '<row/>'.repeat(1000);
    equal(await readHrFile(zipOf([{ path: 'a.xml', text, claimedSize: 10 }])), 'unreadable');
    const parts = Array.from({ length: 1001 }, (_, n) => ({ path: `${n}.xml`, text: 'x' }));
    equal(await readHrFile(zipOf(parts)), 'too-large');
  });

  it('is nothing when it is empty or broken', async () => {
    equal(await readHrFile(Buffer.from('')), 'empty');
    equal(await readHrFile(Buffer.from([0x50, 0x4b, 3, 4, 0, 0])), 'unreadable');
    equal(await readHrFile(Buffer.from('a;"b\nc')), 'unreadable');
    equal(await readHrFile(Buffer.alloc(21 * 1024 * 1024)), 'too-large');
  });
});

describe('National identity numbers', () => {
  // Numbers of the authorities' synthetic and published test series only.
  for (const text of [
    '01838000181',
    '018380 00181',
    '41038000029',
    '01438000018',
    '811228-9874',
    '198112289874',
    '8112289874',
    'Kari 811228-9874',
  ])
    it(`are found: ${text.length} characters`, () => {
      ok(holdsNationalNumber(text));
    });
  for (const text of [
    '',
    '12345',
    '99999999999',
    '01.03.2020',
    '47 12 34 56 78',
    'SE2321000016-1003',
    '8112289875',
    '20200301',
    'unit 1001',
  ])
    it(`are not ${JSON.stringify(text)}`, () => {
      ok(!holdsNationalNumber(text));
    });
});
