/** The file in the body of a form (RFC 7578) that has one field, a file, and nothing else. */

const longestHead = 4096;
const boundaryParameter = /;\s*boundary=(?:"([\w'()+,./:=?-]{1,70})"|([\w'+./-]{1,70}))\s*$/i;
const fileField = /^content-disposition:\s*form-data;.*\bname="file"(?:;|$)/im;

/** Undefined when the body is anything else; what a browser sends for our form is never anything else. */
export function readSingleFile(contentType: string, body: Buffer): Buffer | undefined {
  const parameter = boundaryParameter.exec(contentType);
  const boundary = parameter?.[1] ?? parameter?.[2];
  if (boundary === undefined) return undefined;
  const opening = `--${boundary}\r\n`;
  if (body.toString('latin1', 0, opening.length) !== opening) return undefined;
  const headEnd = body.indexOf('\r\n\r\n', opening.length, 'latin1');
  if (headEnd === -1 || headEnd > longestHead) return undefined;
  if (!fileField.test(body.toString('latin1', opening.length, headEnd))) return undefined;
  const start = headEnd + 4;
  const delimiter = `\r\n--${boundary}`;
  const end = body.indexOf(delimiter, start, 'latin1');
  if (end === -1) return undefined;
  const closing = body.toString('latin1', end + delimiter.length);
  return closing === '--\r\n' || closing === '--' ? body.subarray(start, end) : undefined;
}
