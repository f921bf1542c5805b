import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readCode, systemCodes } from '../../server/certification/verification-code.js';

describe('a verification code', () => {
  it('is sixteen characters in four groups, without those that are mistaken for others', () => {
    for (let n = 0; n < 200; n += 1)
      assert.match(systemCodes(), /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });

  it('is never drawn twice', () => {
    const codes = Array.from({ length: 2000 }, () => systemCodes());
    assert.equal(new Set(codes).size, codes.length);
  });

  it('is read back as it was made', () => {
    for (let n = 0; n < 200; n += 1) {
      const code = systemCodes();
      assert.equal(readCode(code), code);
    }
  });

  const readings: readonly [string, string, string | undefined][] = [
    ['in small letters', '7k3m-9qxw-2htd-f5br', '7K3M-9QXW-2HTD-F5BR'],
    ['without hyphens', '7K3M9QXW2HTDF5BR', '7K3M-9QXW-2HTD-F5BR'],
    ['with spaces, around it too', '  7K3M 9QXW 2HTD F5BR\n', '7K3M-9QXW-2HTD-F5BR'],
    ['in other groups', '7-K3M9QXW2HT-DF5BR', '7K3M-9QXW-2HTD-F5BR'],
    ['with I, L and O for 1, 1 and 0', 'ILOi-lo00-0000-0000', '1101-1000-0000-0000'],
    ['one character short', '7K3M-9QXW-2HTD-F5B', undefined],
    ['one character long', '7K3M-9QXW-2HTD-F5BRX', undefined],
    ['with U, which is no digit', '7K3M-9QXW-2HTD-F5BU', undefined],
    ['with a letter of another alphabet', '7K3M-9QXW-2HTD-F5BЯ', undefined],
    ['with letters that grow in capitals', 'ßßßßßßßßßßßßßßßß', undefined],
    ['as a query for the database', '{"$ne":null}', undefined],
    ['as nothing', '', undefined],
  ];
  for (const [how, typed, read] of readings) {
    it(`typed ${how} is ${read === undefined ? 'not a code' : 'understood'}`, () => {
      assert.equal(readCode(typed), read);
    });
  }

  it('can be asked for with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const code = readCode(typed);
        assert.ok(code === undefined || readCode(code) === code);
      }),
    );
  });
});
