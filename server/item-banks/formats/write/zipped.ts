import { ZipFile } from 'yazl';

/** An archive of files, all with the same time: the same files give the same bytes. */
export async function zipped(
  files: readonly { readonly path: string; readonly text: string | Uint8Array }[],
  modified: Date,
): Promise<Uint8Array> {
  const zip = new ZipFile();
  const options = { mtime: modified, forceDosTimestamp: true };
  for (const { path, text } of files) zip.addBuffer(Buffer.from(text), path, options);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
