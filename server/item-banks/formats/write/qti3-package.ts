import { escapeXml } from '../escape-xml.js';
import type { WrittenPart } from './format-writer.js';
import { zipped } from './zipped.js';

/** A content package of QTI 3.0: the manifest, one file an item, and the images. */
export function packageOf(parts: readonly WrittenPart[], modified: Date): Promise<Uint8Array> {
  const images = new Map(
    parts.flatMap(({ content }) => content.images ?? []).map((one) => [one.source, one.bytes]),
  );
  return zipped(
    [
      { path: 'imsmanifest.xml', text: manifest(parts) },
      ...parts.map(({ content, text }) => ({ path: pathOf(content.id), text })),
      ...[...images].map(([name, bytes]) => ({ path: `images/${name}`, text: bytes })),
    ],
    modified,
  );
}

const pathOf = (id: string | null): string => `items/${id ?? ''}.xml`;

function manifest(parts: readonly WrittenPart[]): string {
  const resources = parts.map(({ content: { id, images = [] } }) => {
    const path = escapeXml(pathOf(id));
    const files = images.map(({ source }) => `<file href="images/${source}"/>`);
    return `<resource identifier="${escapeXml(id ?? '')}" type="imsqti_item_xmlv3p0" href="${path}"><file href="${path}"/>${files.join('')}</resource>`;
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
