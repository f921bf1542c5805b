import { crc32, inflateRawSync } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { FileRefused, LIMITS, type ForeignPackage } from '../foreign-question.js';
import { reason } from '../../reasons.js';

/** Text packs well, but no honest file packs like this. */
const HIGHEST_RATIO = 250;
/** Below this size the ratio says nothing. */
const SMALL = 1024 * 1024;
const SYMBOLIC_LINK = 0o120000;
const FILE_KIND = 0o170000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Opens a ZIP in memory. All entries are checked by the archive's directory before one is unpacked: paths that leave the archive,
 * links, encrypted entries and bombs refuse the whole. An entry is unpacked when it is asked for; nothing is written to disk.
 */
export async function openZip(bytes: Uint8Array): Promise<ForeignPackage> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places = new Map<string, Place>();
  let zip: ZipFile | undefined;
  try {
    zip = await fromBufferPromise(archive, { lazyEntries: true, autoClose: false });
    for (const entry of await checkedEntries(zip)) {
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      places.set(entry.fileName, { entry, start: fileDataStart });
    }
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(
      reason('zipBroken', { detail: error instanceof Error ? error.message : 'unknown' }),
    );
  } finally {
    zip?.close();
  }
  return {
    paths: [...places.keys()],
    bytes: (path) => {
      const place = places.get(path);
      return place && unpacked(archive, place);
    },
  };
}

interface Place {
  readonly entry: Entry;
  readonly start: number;
}

async function checkedEntries(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > LIMITS.packageEntries)
    throw new FileRefused(reason('zipEntries', { most: LIMITS.packageEntries }));
  const entries: Entry[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize } = entry;
    if (entries.length >= LIMITS.packageEntries)
      throw new FileRefused(reason('zipEntries', { most: LIMITS.packageEntries }));
    if (entry.isEncrypted()) throw new FileRefused(reason('zipEncrypted', { name: fileName }));
    if (((entry.externalFileAttributes >>> 16) & FILE_KIND) === SYMBOLIC_LINK)
      throw new FileRefused(reason('zipLink', { name: fileName }));
    if (/(^|\/)\.\.(\/|$)|^\/|^[a-z]:|\0/i.test(fileName))
      throw new FileRefused(reason('zipSlip', { name: fileName }));
    if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
      throw new FileRefused(reason('zipMethod', { name: fileName }));
    total += uncompressedSize;
    if (total > LIMITS.packageBytes)
      throw new FileRefused(reason('zipUnpacks', { most: LIMITS.packageBytes / 1024 / 1024 }));
    if (uncompressedSize > SMALL && uncompressedSize > compressedSize * HIGHEST_RATIO)
      throw new FileRefused(reason('zipBomb', { name: fileName }));
    if (!fileName.endsWith('/')) entries.push(entry);
  }
  return entries;
}

/** The content of one entry, never more than its directory says. */
function unpacked(archive: Buffer, { entry, start }: Place): Uint8Array {
  const { fileName, compressionMethod, compressedSize, uncompressedSize, crc32: sum } = entry;
  if (uncompressedSize > LIMITS.fileBytes)
    throw new FileRefused(reason('zipLargeEntry', { name: fileName }));
  const packed = archive.subarray(start, start + compressedSize);
  let plain: Buffer;
  try {
    plain =
      compressionMethod === STORED
        ? packed
        : inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
  } catch {
    throw new FileRefused(reason('zipDamaged', { name: fileName }));
  }
  if (plain.length !== uncompressedSize || crc32(plain) !== sum)
    throw new FileRefused(reason('zipDamaged', { name: fileName }));
  return plain;
}
