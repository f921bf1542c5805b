import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readSingleFile } from '../../server/platform/http/single-file-upload.js';

const boundary = '----WebKitFormBoundary7MA4YWxkTrZu0gW';
const type = `multipart/form-data; boundary=${boundary}`;
const disposition = 'Content-Disposition: form-data; name="file"; filename="å.pdf"';

function body(content: Buffer | string, head = disposition, end = '--\r\n'): Buffer {
  const bytes = Buffer.from(content);
  const opening = `--${boundary}\r\n${head}\r\nContent-Type: application/pdf\r\n\r\n`;
  return Buffer.concat([Buffer.from(opening), bytes, Buffer.from(`\r\n--${boundary}${end}`)]);
}

const read = (bytes: Buffer, contentType = type) => readSingleFile(contentType, bytes)?.toString();

describe('the upload of one file by a form', () => {
  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (content) => {
        const bytes = Buffer.from(content);
        assert.ok(readSingleFile(type, body(bytes))?.equals(bytes));
      }),
    );
  });

  it('understands a boundary in quotes, and an end without a line break', () => {
    const quoted = `multipart/form-data; charset=utf-8; boundary="${boundary}"`;
    assert.equal(read(body('%PDF-', disposition, '--'), quoted), '%PDF-');
  });

  it('gives an empty file as no bytes', () => {
    assert.equal(read(body('')), '');
  });

  const refused: readonly [string, Buffer, string?][] = [
    ['nothing', Buffer.alloc(0)],
    ['no boundary', body('x'), 'multipart/form-data'],
    ['a boundary of other characters', body('x'), 'multipart/form-data; boundary="a<b"'],
    ['another boundary', body('x'), 'multipart/form-data; boundary=other'],
    ['another field', body('x', 'Content-Disposition: form-data; name="other"')],
    ['a part that is no field', body('x', 'Content-Disposition: attachment; name="file"')],
    ['text before the first part', Buffer.concat([Buffer.from('hello\r\n'), body('x')])],
    ['text after the last', body('x', disposition, '--\r\nmore')],
    ['no end', body('x', disposition, '')],
    ['a head without an end', Buffer.from(`--${boundary}\r\n${disposition}\r\n`)],
    ['a head of five kilobytes', body('x', `${disposition}\r\nX: ${'y'.repeat(5000)}`)],
    ['two files', Buffer.concat([body('x', disposition, '\r\n').subarray(0, -2), body('y')])],
  ];
  for (const [what, bytes, contentType] of refused) {
    it(`refuses ${what}`, () => {
      assert.equal(read(bytes, contentType), undefined);
    });
  }

  it('takes no longer for a hostile body than for any other', function () {
    this.timeout(2_000);
    const hostile = Buffer.alloc(2 * 1024 * 1024, `\r\n--${boundary.slice(0, -1)}`);
    assert.equal(read(hostile), undefined);
    assert.equal(read(body(hostile))?.length, hostile.toString().length);
  });
});
