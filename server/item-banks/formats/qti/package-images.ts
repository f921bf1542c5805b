import { posix } from 'node:path';
import { unescapedPath, withImages } from '../content-images.js';
import type { ForeignPackage, ForeignQuestion } from '../foreign-question.js';

/** What Canvas and other systems write for the folder of files that come along. */
const BESIDE = /^\$(?:IMS-CC-FILEBASE|IMS_CC_FILEBASE)\$\/?/;
const FOLDERS = ['', 'web_resources/'];

/** The questions of one document with the images that the package holds for them. */
export function imagesFrom(pack: ForeignPackage, document: string) {
  const paths = new Set(pack.paths);
  const find = (source: string): Uint8Array | undefined => {
    const [address = ''] = source.split(/[?#]/);
    const path = unescapedPath(address);
    const folders = BESIDE.test(path) ? FOLDERS : [`${posix.dirname(document)}/`, ...FOLDERS];
    const named = folders
      .map((folder) => posix.normalize(folder + path.replace(BESIDE, '')))
      .find((one) => paths.has(one));
    return named === undefined ? undefined : pack.bytes(named);
  };
  return <Question extends Pick<ForeignQuestion, 'content'>>(question: Question): Question =>
    question.content ? { ...question, content: withImages(question.content, find) } : question;
}
