import { posix } from 'node:path';
import { unescapedPath, withImages } from '../content-images.js';
import { FileRefused, type ForeignPackage, type ForeignQuestion } from '../foreign-question.js';
import { MOST_IMAGE_BYTES } from '../../images/image.rules.js';
import { reason } from '../../reasons.js';

/** What Canvas and other systems write for the folder of files that come along. */
const BESIDE = /^\$(?:IMS-CC-FILEBASE|IMS_CC_FILEBASE)\$\/?/;
const FOLDERS = ['', 'web_resources/'];
/** Of all images that the questions of one package show. */
const MOST_BYTES = 64 * 1024 * 1024;
const TOO_LARGE = MOST_IMAGE_BYTES + 1;

/**
 * The questions of a document with the images that the package holds for them; each is unpacked once, however many questions show it. Throws
 * `FileRefused` when together they are more than is held at once.
 */
export function imagesIn(pack: ForeignPackage) {
  const paths = new Set(pack.paths);
  const unpacked = new Map<string, Uint8Array | undefined>();
  let held = 0;
  const bytesAt = (path: string): Uint8Array | undefined => {
    if (unpacked.has(path)) return unpacked.get(path);
    const bytes = pack.bytes(path);
    // Of what is too large only so much is kept that it is refused for that.
    const kept = bytes && (bytes.length > TOO_LARGE ? bytes.slice(0, TOO_LARGE) : bytes);
    held += bytes?.length ?? 0;
    if (held > MOST_BYTES) throw new FileRefused(reason('imagesTooMuch'));
    unpacked.set(path, kept);
    return kept;
  };
  const find = (source: string, document: string): Uint8Array | undefined => {
    const [address = ''] = source.split(/[?#]/);
    const path = unescapedPath(address);
    const folders = BESIDE.test(path) ? FOLDERS : [`${posix.dirname(document)}/`, ...FOLDERS];
    const named = folders
      .map((folder) => posix.normalize(folder + path.replace(BESIDE, '')))
      .find((one) => paths.has(one));
    return named === undefined ? undefined : bytesAt(named);
  };
  return <Question extends Pick<ForeignQuestion, 'content'>>(
    question: Question,
    document: string,
  ): Question =>
    question.content
      ? {
          ...question,
          content: withImages(question.content, (source) => find(source, document)),
        }
      : question;
}
