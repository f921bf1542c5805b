import { MOST_IMAGE_BYTES } from '../images/image.rules.js';
import { unescapedPath } from './content-images.js';
import { childElements, textOf, type XmlElement } from './xml-tree.js';

const PLACE = '@@PLUGINFILE@@';
/** More of an image than is ever taken, so that it is refused for its size. */
const LONGEST_BASE64 = 2 * MOST_IMAGE_BYTES;

/** Finds the files that a question of Moodle brings along, by the address its texts have for them. */
export function filesOf(question: XmlElement): (source: string) => Uint8Array | undefined {
  const files = new Map<string, string | undefined>();
  for (const file of filesIn(question)) {
    const { name = '', path = '/' } = file.attributes;
    if (file.attributes['encoding'] !== 'base64') continue;
    const words = textOf(file);
    const key = `${path}${name}`;
    // Two different files of one name in different texts: which one is meant can't be known here.
    files.set(key, files.has(key) && files.get(key) !== words ? undefined : words);
  }
  const decoded = new Map<string, Uint8Array>();
  return (source) => {
    if (!source.startsWith(PLACE)) return undefined;
    const [path = ''] = source.slice(PLACE.length).split('?');
    const key = unescapedPath(path);
    const words = files.get(key);
    if (words === undefined) return undefined;
    // A text may name one file in many ways.
    const bytes = decoded.get(key) ?? Buffer.from(words.slice(0, LONGEST_BASE64), 'base64');
    decoded.set(key, bytes);
    return bytes;
  };
}

function filesIn(element: XmlElement): readonly XmlElement[] {
  return childElements(element).flatMap((child) =>
    child.name === 'file' ? [child] : filesIn(child),
  );
}
