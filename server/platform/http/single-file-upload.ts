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

/** The same with the name that the file had, without its folder; a name that says nothing when the browser gave none. */
export function readNamedFile(
  contentType: string,
  body: Buffer,
): { readonly name: string; readonly bytes: Buffer } | undefined {
  const bytes = readSingleFile(contentType, body);
  if (!bytes) return undefined;
  const head = body.toString('utf8', 0, body.indexOf('\r\n\r\n', 0, 'latin1'));
  const named = /\bfilename="([^"\r\n]*)"/i.exec(head)?.[1] ?? '';
  const name = named.split(/[\\/]/).at(-1)?.slice(0, 200) ?? '';
  return { name: name === '' ? 'file' : name, bytes };
}
