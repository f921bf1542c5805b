import { edit, type Attack } from './attack.js';

const doctype = (definition: string) => (xml: string) => `<!DOCTYPE x ${definition}>${xml}`;

const declared = (declaration: string) => (xml: string) => declaration + xml;

export function xmlAttacks(): readonly Attack[] {
  return [
    ['a comment in the NameID', 'saml-comment', { editAssertion: edit('>kari<', '>ka<!---->ri<') }],
    [
      'a comment in the digest',
      'saml-comment',
      { afterwards: edit('<ds:DigestValue>', '<ds:DigestValue><!--x-->') },
    ],
    ['CDATA', 'saml-cdata', { afterwards: edit('>nurse-1<', '><![CDATA[nurse-1]]><') }],
    [
      'a processing instruction',
      'saml-processing-instruction',
      { afterwards: (xml) => `<?evil x?>${xml}` },
    ],
    ['a DOCTYPE that is not used', 'saml-doctype', { afterwards: doctype('') }],
    [
      'an external DOCTYPE',
      'saml-doctype',
      { afterwards: doctype('SYSTEM "http://127.0.0.1:1/evil.dtd"') },
    ],
    [
      'an external entity',
      'saml-entity',
      { afterwards: doctype('[<!ENTITY e SYSTEM "file:///etc/passwd">]') },
    ],
    [
      'a billion laughs',
      'saml-entity',
      { afterwards: doctype('[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]') },
    ],
    [
      'an entity that nobody defined',
      'saml-entity',
      { afterwards: edit('>nurse-1<', '>&mayor;<') },
    ],
    ['unquoted attributes', 'saml-not-xml', { afterwards: edit('Version="2.0"', 'Version=2.0') }],
    ['an unclosed element', 'saml-not-xml', { afterwards: edit('</samlp:Response>', '') }],
    [
      'one attribute twice',
      'saml-not-xml',
      { afterwards: edit('Version="2.0"', 'Version="2.0" Version="2.0"') },
    ],
    ['XML 1.1', 'saml-xml-declaration', { afterwards: declared('<?xml version="1.1"?>') }],
    ...['utf-16', 'UTF-7', 'ISO-8859-1', 'utf-8" evil="'].map(
      (encoding) =>
        [
          `a declaration that says ${encoding}`,
          'saml-xml-declaration',
          { afterwards: declared(`<?xml version="1.0" encoding="${encoding}"?>`) },
        ] as const,
    ),
    [
      'a declaration in the middle',
      'saml-processing-instruction',
      { afterwards: edit('<samlp:Status>', '<?xml version="1.0"?><samlp:Status>') },
    ],
    ...['#0', '#1', '#x1F', '#xD800', '#xFFFE', '#x110000', '#9999999'].map(
      (reference) =>
        [
          `a character that is none: ${reference}`,
          'saml-character',
          { afterwards: edit('>nurse-1<', `>nurse-1&${reference};<`) },
        ] as const,
    ),
    ['a control character', 'saml-character', { afterwards: edit('>nurse-1<', '>nurse-1\u0001<') }],
    [
      'as much as is allowed, under a wrong signature',
      'saml-signature',
      {
        afterwards: edit(
          '<samlp:Status>',
          `<samlp:Extensions>${`${'<a b="" xmlns:f="g">'.repeat(12)}${'</a>'.repeat(12)}`.repeat(16)}</samlp:Extensions><samlp:Status>`,
        ),
      },
    ],
    [
      '150 kB in one attribute, under a wrong signature',
      'saml-signature',
      { afterwards: edit('<samlp:Status>', `<samlp:Status a="${'x'.repeat(150_000)}">`) },
    ],
    [
      '20 000 empty elements side by side',
      'saml-too-many-elements',
      { afterwards: edit('</samlp:Response>', `${'<a/>'.repeat(20_000)}</samlp:Response>`) },
    ],
    [
      '500 elements side by side',
      'saml-tree-shape',
      { afterwards: edit('</samlp:Response>', `${'<a/>'.repeat(500)}</samlp:Response>`) },
    ],
    [
      '100 elements inside each other',
      'saml-tree-shape',
      {
        afterwards: edit(
          '</samlp:Response>',
          `${'<a>'.repeat(100)}${'</a>'.repeat(100)}</samlp:Response>`,
        ),
      },
    ],
    [
      '2 000 genuine attribute values',
      'saml-too-many-elements',
      { content: { attributes: { groups: Array.from({ length: 2000 }, (_, n) => `g${n}`) } } },
    ],
    [
      '10 000 attributes of one element',
      'saml-too-many-elements',
      {
        afterwards: edit(
          'Version="2.0"',
          `Version="2.0" ${Array.from({ length: 10_000 }, (_, n) => `a${n}=""`).join(' ')}`,
        ),
      },
    ],
    [
      'something that is not a response',
      'saml-root',
      { afterwards: (xml) => xml.replaceAll('samlp:Response', 'samlp:LogoutResponse') },
    ],
    [
      'a response of another protocol',
      'saml-root',
      {
        afterwards: edit(
          'urn:oasis:names:tc:SAML:2.0:protocol',
          'urn:oasis:names:tc:SAML:1.0:protocol',
        ),
      },
    ],
    [
      'an unsolicited response',
      'saml-unsolicited',
      { editResponse: edit(/ InResponseTo="[^"]+"/, '') },
    ],
    [
      'an answer to a request that we never made',
      'saml-request-unknown',
      { around: { inResponseTo: '_unknown' }, content: { inResponseTo: '_unknown' } },
    ],
  ];
}
