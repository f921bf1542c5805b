import { createHash } from 'node:crypto';
import type { Item, ItemText } from '../item.js';
import { reason, type Reason } from '../reasons.js';

/** An image of an item, named by its content, so that a version of an item keeps the one it was approved with. */
export interface ItemImage {
  /** Half of the SHA-256 of its bytes, and its kind: `0f…e3.png`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type ImageCheck = { readonly image: ItemImage } | { readonly refused: Reason };

/** Of one image. What a page can show needs less. */
export const MOST_IMAGE_BYTES = 1024 * 1024;
const MOST_PIXELS_A_SIDE = 4096;

const KINDS = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
} as const;
type Kind = keyof typeof KINDS;

const NAME = '[0-9a-f]{32}\\.(?:png|jpg|gif|webp)';
export const IMAGE_NAME = new RegExp(`^${NAME}$`);
/** Where an image is asked for: by its name alone, as items hold it, or with the address that serves it. */
export const IMAGE_ADDRESS = new RegExp(`^(?:/(?:[\\w-]+/)+images/)?${NAME}$`);
const IN_TEXT = new RegExp(`(!\\[[^\\]]*\\]\\()(${NAME})\\)`, 'gu');
const ANY_IN_TEXT = /!\[([^\]]*)\]\(([^)\s]+)\)/gu;

/** Takes an image by what its bytes are, whatever it is called; or says why not. SVG is never taken: it can carry scripts. */
export function checkImage(bytes: Uint8Array): ImageCheck {
  // A hostile package shows one image ten thousand times.
  const before = checkedBefore.get(bytes);
  if (before) return before;
  const checked = freshCheck(bytes);
  checkedBefore.set(bytes, checked);
  return checked;
}

const checkedBefore = new WeakMap<Uint8Array, ImageCheck>();

function freshCheck(bytes: Uint8Array): ImageCheck {
  if (bytes.length > MOST_IMAGE_BYTES) return { refused: reason('imageTooLarge') };
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = kindOf(view);
  const size = kind && sizeOf(kind, view);
  if (!kind || !size) return { refused: reason('imageOfNoKind') };
  if (Math.min(...size) < 1 || Math.max(...size) > MOST_PIXELS_A_SIDE)
    return { refused: reason('imageTooManyPixels', { most: MOST_PIXELS_A_SIDE }) };
  const hash = createHash('sha256').update(view).digest('hex').slice(0, 32);
  return { image: { name: `${hash}.${kind}`, bytes } };
}

/** As `Content-Type` has it. */
export function mediaTypeOf(name: string): string {
  return KINDS[name.split('.')[1] as Kind];
}

/** What a text names as images, right or wrong. */
export function imagesNamedIn(
  text: string,
): readonly { readonly name: string; readonly alt: string; readonly markdown: string }[] {
  return [...text.matchAll(ANY_IN_TEXT)].map(([markdown, alt = '', name = '']) => ({
    name,
    alt,
    markdown,
  }));
}

/** An image as a text names it. Brackets would end the words, and a line break the sentence. */
export function imageMarkdown({ name }: Pick<ItemImage, 'name'>, alt: string): string {
  const words = alt.trim().replace(/\s+/g, ' ').replaceAll('[', '(').replaceAll(']', ')');
  return `![${words.replaceAll('\\', '\\\\')}](${name})`;
}

const known = new WeakMap<Item['texts'], readonly string[]>();

/** The images that the item's texts show, in any language. Texts never change, so they are searched once. */
export function imagesOf({ texts }: Pick<Item, 'texts'>): readonly string[] {
  const images = known.get(texts) ?? imagesIn(texts);
  known.set(texts, images);
  return images;
}

function imagesIn(texts: Item['texts']): readonly string[] {
  const words = Object.values(texts).flatMap(({ stem, rationale, options, prompts }) => [
    stem,
    rationale,
    ...Object.values({ ...options }),
    ...Object.values({ ...prompts }),
  ]);
  const found = words.flatMap((text) => [...text.matchAll(IN_TEXT)].map(([, , name = '']) => name));
  return [...new Set(found)];
}

/** A text for places that can show no image: what the images show instead. */
export function imagesInWords(text: string): string {
  return text.replace(IN_TEXT, (whole: string) => whole.slice(2, whole.indexOf(']')));
}

/** The item for a page: its images at an address that the page's reader may open. */
export function withImagesAt<Kind extends Item>(item: Kind, address: string): Kind {
  if (imagesOf(item).length === 0) return item;
  const placed = (text: string): string => text.replace(IN_TEXT, `$1${address}/images/$2)`);
  const each = (list: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(list).map(([letter, text]) => [letter, placed(text)]));
  const inText = (text: ItemText): ItemText => ({
    ...text,
    stem: placed(text.stem),
    rationale: placed(text.rationale),
    ...(text.options ? { options: each(text.options) } : {}),
    ...(text.prompts ? { prompts: each(text.prompts) } : {}),
  });
  const texts = Object.entries(item.texts).map(([locale, text]) => [locale, inText(text)]);
  return { ...item, texts: Object.fromEntries(texts) as Kind['texts'] };
}

function kindOf(bytes: Buffer): Kind | undefined {
  const begins = (hex: string): boolean => bytes.toString('hex', 0, hex.length / 2) === hex;
  if (begins('89504e470d0a1a0a')) return 'png';
  if (begins('ffd8ff')) return 'jpg';
  if (begins('474946383761') || begins('474946383961')) return 'gif';
  if (begins('52494646') && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return undefined;
}

type Size = readonly [width: number, height: number];

/** Undefined when the bytes end before they have said it. */
function sizeOf(kind: Kind, bytes: Buffer): Size | undefined {
  try {
    switch (kind) {
      case 'png':
        return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
      case 'gif':
        return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
      case 'jpg':
        return sizeOfJpeg(bytes);
      case 'webp':
        return sizeOfWebp(bytes);
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** It stands in the frame header (ITU T.81, B.2.2), behind segments that each say how long they are. */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  const others = [0xc4, 0xc8, 0xcc];
  for (let at = 2; bytes.readUInt8(at) === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && !others.includes(marker))
      return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return undefined;
}

/** By the kind of its first chunk (RFC 9649, 2.5 to 2.7). */
function sizeOfWebp(bytes: Buffer): Size | undefined {
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8X':
      return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
    }
    default:
      return undefined;
  }
}

/** Where the images of an import wait; no bank has such a name. */
export function heldByImport(importId: string): string {
  return `import:${importId}`;
}
