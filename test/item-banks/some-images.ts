import { crc32, deflateSync } from 'node:zlib';

interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth?: number;
  readonly colourType?: number;
  readonly interlaced?: boolean;
  /** Filter type and bytes of each row. */
  readonly rows: readonly (readonly number[])[] | Buffer;
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
}

/** A PNG of these parts. */
export function pngOf({ width, height, depth = 8, colourType = 0, ...parts }: PngParts): Buffer {
  const chunk = (kind: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const { interlaced = false, rows, palette, transparency } = parts;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([depth, colourType, 0, 0, interlaced ? 1 : 0], 8);
  const raw = Buffer.isBuffer(rows) ? rows : Buffer.concat(rows.map((row) => Buffer.from(row)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    ...(palette ? [chunk('PLTE', Buffer.from(palette))] : []),
    ...(transparency ? [chunk('tRNS', Buffer.from(transparency))] : []),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A real PNG, grey all over. */
export function aPng(width = 3, height = 2, shade = 200): Buffer {
  const row = [0, ...new Array<number>(width).fill(shade)];
  return pngOf({ width, height, rows: new Array<number[]>(height).fill(row) });
}

/** A question of Moodle whose text and first option show images. */
export function moodleWithImages(files: Readonly<Record<string, Buffer>>): string {
  const [inStem = '', inOption = inStem] = Object.keys(files);
  const img = (name: string, alt: string): string =>
    `<![CDATA[<p>Hvor mye er det? <img src="@@PLUGINFILE@@/${encodeURIComponent(name)}" alt="${alt}"></p>]]>`;
  const file = (name: string): string =>
    `<file name="${name}" path="/" encoding="base64">${files[name]?.toString('base64') ?? ''}</file>`;
  return `<?xml version="1.0" encoding="UTF-8"?><quiz><question type="multichoice"><name><text>Sprøyte</text></name>
<questiontext format="html"><text>${img(inStem, 'En sprøyte med 2 ml')}</text>${file(inStem)}</questiontext>
<idnumber>syringe</idnumber><single>true</single>
<answer fraction="100" format="html"><text>${img(inOption, 'To streker')}</text>${file(inOption)}</answer>
<answer fraction="0" format="html"><text>3 ml</text></answer></question></quiz>`;
}
