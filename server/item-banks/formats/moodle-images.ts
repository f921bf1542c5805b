import { unescapedPath } from './content-images.js';
import { childElements, textOf, type XmlElement } from './xml-tree.js';

const PLACE = '@@PLUGINFILE@@';

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
  return (source) => {
    if (!source.startsWith(PLACE)) return undefined;
    const [path = ''] = source.slice(PLACE.length).split('?');
    const words = files.get(unescapedPath(path));
    return words === undefined ? undefined : Buffer.from(words, 'base64');
  };
}

function filesIn(element: XmlElement): readonly XmlElement[] {
  return childElements(element).flatMap((child) =>
    child.name === 'file' ? [child] : filesIn(child),
  );
}
