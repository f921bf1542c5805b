/** What a person reads of a mail. */
export interface ReadableMail {
  /** By name in lower case, decoded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Reads a mail as our own mailer writes it: encoded words in headers, one plain text part in quoted-printable or as it is. */
export function readEml(source: string): ReadableMail {
  const { headers, body } = partOf(source);
  const contentType = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return { headers, text: textOf({ headers, body }) };
  const plain = body
    .split(`--${boundary}`)
    .slice(1)
    .map((part) => partOf(part.replace(/^\n/, '')))
    .find((part) => part.headers.get('content-type')?.startsWith('text/plain') === true);
  return { headers, text: plain ? textOf(plain) : '' };
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function partOf(source: string): Part {
  const text = source.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const head = end === -1 ? text : text.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0)
      headers.set(line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim()));
  }
  return { headers, body: end === -1 ? '' : text.slice(end + 2) };
}

function textOf({ headers, body }: Part): string {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  const text =
    encoding === 'quoted-printable'
      ? bytesOf(body.replace(/[ \t]+$/gm, '').replace(/=\n/g, '')).toString('utf8')
      : body;
  return text.replaceAll('\r\n', '\n').trim();
}

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=` (RFC 2047). Space between two of them is none; a character may be split over two. */
function decodeWords(value: string): string {
  return value.replace(/(?:=\?utf-8\?[qb]\?[^?]*\?=(?:\s+(?==\?utf-8\?))?)+/gi, (words) => {
    const bytes = [...words.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(
      ([, kind = '', encoded = '']) =>
        kind.toLowerCase() === 'b'
          ? Buffer.from(encoded, 'base64')
          : bytesOf(encoded.replaceAll('_', ' ')),
    );
    return Buffer.concat(bytes).toString('utf8');
  });
}

function bytesOf(quoted: string): Buffer {
  return Buffer.from(
    quoted.replace(/=([0-9A-F]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );
}
