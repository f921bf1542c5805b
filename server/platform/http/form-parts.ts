/** One field of a form that was sent as `multipart/form-data` (RFC 7578). */
export interface FormPart {
  readonly name: string;
  /** Of a file, without its folder; undefined for what was typed. */
  readonly fileName?: string;
  readonly bytes: Buffer;
}

const longestHead = 4096;
const mostParts = 3000;
const boundaryParameter = /;\s*boundary=(?:"([\w'()+,./:=?-]{1,70})"|([\w'+./-]{1,70}))\s*$/i;
const disposition = /^content-disposition:\s*form-data;(.*)$/im;

/** The fields in their order. Undefined when the body is no such form; what a browser sends for ours always is. */
export function readFormParts(contentType: string, body: Buffer): readonly FormPart[] | undefined {
  const parameter = boundaryParameter.exec(contentType);
  const boundary = parameter?.[1] ?? parameter?.[2];
  if (boundary === undefined) return undefined;
  const opening = `--${boundary}\r\n`;
  if (body.toString('latin1', 0, opening.length) !== opening) return undefined;
  const delimiter = `\r\n--${boundary}`;
  const parts: FormPart[] = [];
  let at = opening.length;
  while (parts.length < mostParts) {
    const headEnd = body.indexOf('\r\n\r\n', at, 'latin1');
    if (headEnd === -1 || headEnd - at > longestHead) return undefined;
    const end = body.indexOf(delimiter, headEnd + 4, 'latin1');
    if (end === -1) return undefined;
    const part = partOf(body.toString('utf8', at, headEnd), body.subarray(headEnd + 4, end));
    if (!part) return undefined;
    parts.push(part);
    at = end + delimiter.length;
    const after = body.toString('latin1', at, at + 5);
    if (after === '--' || after === '--\r\n') return parts;
    if (!after.startsWith('\r\n')) return undefined;
    at += 2;
  }
  return undefined;
}

function partOf(head: string, bytes: Buffer): FormPart | undefined {
  const parameters = disposition.exec(head)?.[1];
  const name = /\bname="([^"\r\n]*)"/i.exec(parameters ?? '')?.[1];
  if (name === undefined) return undefined;
  const path = /\bfilename="([^"\r\n]*)"/i.exec(parameters ?? '')?.[1];
  if (path === undefined) return { name, bytes };
  return { name, fileName: path.split(/[\\/]/).at(-1)?.slice(0, 200) ?? '', bytes };
}
