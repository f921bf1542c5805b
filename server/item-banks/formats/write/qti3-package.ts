import { ZipFile } from 'yazl';
import { escapeXml } from '../escape-xml.js';
import type { WrittenPart } from './format-writer.js';

/** A content package of QTI 3.0: the manifest and one file an item. */
export async function packageOf(
  parts: readonly WrittenPart[],
  modified: Date,
): Promise<Uint8Array> {
  const zip = new ZipFile();
  const options = { mtime: modified, forceDosTimestamp: true };
  zip.addBuffer(Buffer.from(manifest(parts)), 'imsmanifest.xml', options);
  for (const { content, text } of parts)
    zip.addBuffer(Buffer.from(text), pathOf(content.id), options);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const pathOf = (id: string | null): string => `items/${id ?? ''}.xml`;

function manifest(parts: readonly WrittenPart[]): string {
  const resources = parts.map(({ content: { id } }) => {
    const path = escapeXml(pathOf(id));
    return `<resource identifier="${escapeXml(id ?? '')}" type="imsqti_item_xmlv3p0" href="${path}"><file href="${path}"/></resource>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<manifest xmlns="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1" identifier="MANIFEST">',
    '<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>',
    '<organizations/>',
    '<resources>',
    ...resources,
    '</resources>',
    '</manifest>',
    '',
  ].join('\n');
}
