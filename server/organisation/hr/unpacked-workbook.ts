import { inflateRawSync } from 'node:zlib';
import { fromBufferPromise, type Entry } from 'yauzl';
import { ZipFile } from 'yazl';

/** What a workbook of employees never reaches. Larger ones come as CSV. */
const MOST_ENTRIES = 1_000;
const MOST_BYTES = 32 * 1024 * 1024;
/** Text packs well, but no honest file packs like this; below a megabyte the ratio says nothing. */
const HIGHEST_RATIO = 250;
const SMALL = 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * The workbook with nothing packed in it any more, or `too-large`. It is unpacked here under a limit, whatever its directory promises, and put together
 * anew: what reads it afterwards can neither be flooded nor see other entries than those that were measured. Throws on a ZIP that is broken.
 */
export async function unpackedWorkbook(bytes: Uint8Array): Promise<Buffer | 'too-large'> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await fromBufferPromise(archive, { lazyEntries: true, autoClose: false });
  const parts = new Map<string, Buffer>();
  let left = MOST_BYTES;
  try {
    if (zip.entryCount > MOST_ENTRIES) return 'too-large';
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || parts.has(entry.fileName)) continue;
      if (entry.uncompressedSize > left || isBomb(entry)) return 'too-large';
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const plain = plainOf(archive, entry, fileDataStart);
      left -= plain.length;
      parts.set(entry.fileName, plain);
    }
  } finally {
    zip.close();
  }
  return packedAnew(parts);
}

function isBomb({ compressedSize, uncompressedSize }: Entry): boolean {
  return uncompressedSize > SMALL && uncompressedSize > compressedSize * HIGHEST_RATIO;
}

/** Never more than the directory says. */
function plainOf(archive: Buffer, entry: Entry, start: number): Buffer {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted() || ![STORED, DEFLATED].includes(compressionMethod))
    throw new Error('An entry cannot be read');
  const packed = archive.subarray(start, start + compressedSize);
  const plain =
    compressionMethod === STORED
      ? packed
      : inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
  if (plain.length !== uncompressedSize) throw new Error('An entry is damaged');
  return plain;
}

async function packedAnew(parts: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of parts) zip.addBuffer(content, path, { compress: false });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
