import { readFormParts } from './form-parts.js';

/** The file in the body of a form that has one field, a file, and nothing else; undefined when the body is anything else. */
export function readSingleFile(contentType: string, body: Buffer): Buffer | undefined {
  return singleFile(contentType, body)?.bytes;
}

/** The same with the name that the file had, without its folder; a name that says nothing when the browser gave none. */
export function readNamedFile(
  contentType: string,
  body: Buffer,
): { readonly name: string; readonly bytes: Buffer } | undefined {
  const file = singleFile(contentType, body);
  if (!file) return undefined;
  const { fileName = '', bytes } = file;
  return { name: fileName === '' ? 'file' : fileName, bytes };
}

function singleFile(contentType: string, body: Buffer) {
  const [file, ...others] = readFormParts(contentType, body) ?? [];
  return file?.name === 'file' && others.length === 0 ? file : undefined;
}
