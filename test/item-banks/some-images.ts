import { crc32, deflateSync } from 'node:zlib';

/** A real PNG, grey all over. */
export function aPng(width = 3, height = 2, shade = 200): Buffer {
  const chunk = (kind: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(kind), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, shade)]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
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
