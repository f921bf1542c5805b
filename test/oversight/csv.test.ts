import { equal } from 'node:assert/strict';
import { csvOf } from '../../server/oversight/csv.view.js';

const BOM = '\uFEFF';

describe('CSV for Nordic Excel', () => {
  it('begins with a byte order mark, separates by semicolon and ends each line by CRLF', () => {
    equal(
      csvOf([
        ['Etternavn', 'Enhet'],
        ['Ås', 'Blåbærlia'],
      ]),
      `${BOM}Etternavn;Enhet\r\nÅs;Blåbærlia\r\n`,
    );
  });

  it('keeps å, ø, ö and Sámi letters as they are in UTF-8', () => {
    const bytes = Buffer.from(csvOf([['Áile Bjørnæs Öberg Åŋŋel']]), 'utf8');
    equal(bytes.subarray(0, 3).toString('hex'), 'efbbbf');
    equal(bytes.toString('utf8'), `${BOM}Áile Bjørnæs Öberg Åŋŋel\r\n`);
  });

  for (const [what, text, expected] of [
    ['a semicolon', 'Dag; natt', '"Dag; natt"'],
    ['quotes, which are doubled', 'Ole "Olla" Moe', '"Ole ""Olla"" Moe"'],
    ['a line break', 'Solbakken\n2. etasje', '"Solbakken\n2. etasje"'],
  ] as const)
    it(`quotes a cell with ${what}`, () => {
      equal(csvOf([[text]]), `${BOM}${expected}\r\n`);
    });

  for (const [what, text, expected] of [
    ['=', '=HYPERLINK("http://x";"y")', `"'=HYPERLINK(""http://x"";""y"")"`],
    ['+', '+47 900 00 000', `'+47 900 00 000`],
    ['-', '-2+3', `'-2+3`],
    ['@', '@SUM(A1)', `'@SUM(A1)`],
    ['a tab', '\t=1+1', `'\t=1+1`],
    ['a carriage return', '\r=1+1', `"'\r=1+1"`],
  ] as const)
    it(`makes a cell harmless that begins with ${what}`, () => {
      equal(csvOf([[text]]), `${BOM}${expected}\r\n`);
    });

  it('leaves the same characters alone inside a cell, and dates as they are', () => {
    equal(
      csvOf([['Anne-Lise', 'a=b', 'x@y.no', '2026-11-21', '']]),
      `${BOM}Anne-Lise;a=b;x@y.no;2026-11-21;\r\n`,
    );
  });
});
