import { SignedXml } from 'xml-crypto';
import { edit, type Attack, type AttackKeys } from './attack.js';
import { wrapped, wrappings } from './wrapping.js';

const SHA_1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
const SHA_256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA_SHA_1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const RSA_SHA_256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

function everySignature(xml: string): string {
  return xml.replace(/<ds:Signature .*?<\/ds:Signature>/gs, '');
}

/** Algorithm confusion: what everybody may know is made the secret. */
function withHmac(xml: string, element: string, secret: string): string {
  const target = `//*[local-name(.)='${element}']`;
  const signer = new SignedXml({ privateKey: secret, canonicalizationAlgorithm: EXCLUSIVE_C14N });
  signer.enableHMAC();
  signer.signatureAlgorithm = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
  signer.addReference({
    xpath: target,
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE_C14N],
    digestAlgorithm: SHA_256,
  });
  const location = { reference: `${target}/*[local-name(.)='Issuer']`, action: 'after' } as const;
  signer.computeSignature(xml, { prefix: 'ds', location });
  return signer.getSignedXml();
}

export function signatureAttacks({
  genuine,
  attacker,
  otherMunicipality,
}: AttackKeys): readonly Attack[] {
  return [
    ['nothing is signed', 'saml-signature-missing', { leaveUnsigned: ['Response', 'Assertion'] }],
    ['only the response is signed', 'saml-signature-missing', { leaveUnsigned: ['Assertion'] }],
    ['only the assertion is signed', 'saml-signature-missing', { leaveUnsigned: ['Response'] }],
    ['the signatures were cut out', 'saml-signature-missing', { afterwards: everySignature }],
    [
      'the person was changed after signing',
      'saml-signature',
      { afterwards: edit('>nurse-1<', '>mayor<') },
    ],
    [
      'the signature is empty',
      'saml-signature',
      { afterwards: edit(/(<ds:SignatureValue>)[^<]+/, '$1') },
    ],
    ['signed with an unknown key', 'saml-signature', { key: attacker }],
    [
      'signed with an unknown key, the genuine certificate in KeyInfo',
      'saml-signature',
      { key: { ...attacker, certificatePem: genuine.certificatePem } },
    ],
    ["signed with another municipality's key", 'saml-signature', { key: otherMunicipality }],
    [
      'HMAC, with the public certificate as its secret',
      'saml-signature-algorithm',
      {
        leaveUnsigned: ['Response', 'Assertion'],
        afterwards: (xml) =>
          withHmac(
            withHmac(xml, 'Assertion', genuine.certificatePem),
            'Response',
            genuine.certificatePem,
          ),
      },
    ],
    [
      'signed with SHA-1',
      'saml-signature-algorithm',
      { algorithms: { signature: RSA_SHA_1, digest: SHA_256 } },
    ],
    [
      'digested with SHA-1',
      'saml-digest-algorithm',
      { algorithms: { signature: RSA_SHA_256, digest: SHA_1 } },
    ],
    [
      'signed with MD5',
      'saml-signature-algorithm',
      { afterwards: edit(RSA_SHA_256, 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5') },
    ],
    [
      'an XSLT transform',
      'saml-transform',
      {
        afterwards: edit(
          /<ds:Transform Algorithm="[^"]+"/,
          '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"',
        ),
      },
    ],
    [
      'a third transform',
      'saml-signature',
      {
        afterwards: edit(
          '</ds:Transforms>',
          '<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>',
        ),
      },
    ],
    [
      'two SignedInfo',
      'saml-signature-place',
      { afterwards: edit(/(<ds:SignedInfo>.*?<\/ds:SignedInfo>)/s, '$1$1') },
    ],
    [
      'two references',
      'saml-signature-place',
      { afterwards: edit(/(<ds:Reference .*?<\/ds:Reference>)/s, '$1$1') },
    ],
    ['an empty reference', 'saml-signature-place', { afterwards: edit(/URI="#[^"]+"/, 'URI=""') }],
    [
      'a reference to something else',
      'saml-signature-place',
      { afterwards: edit(/URI="#[^"]+"/, 'URI="#_elsewhere"') },
    ],
    [
      'two signatures in one place',
      'saml-signature-place',
      { afterwards: edit(/(<ds:Signature .*?<\/ds:Signature>)/s, '$1$1') },
    ],
    [
      'an Object in the signature',
      'saml-signature-place',
      { afterwards: edit('</ds:SignatureValue>', '</ds:SignatureValue><ds:Object/>') },
    ],
    ...wrappings.map(
      ([title, wrapping]) =>
        [
          title,
          'saml-assertion-count',
          { afterwards: (xml: string) => wrapped(xml, wrapping) },
        ] as const,
    ),
    [
      'an assertion in a namespace of its own',
      'saml-assertion-count',
      { afterwards: edit('</samlp:Response>', '<Assertion xmlns="urn:evil"/></samlp:Response>') },
    ],
    [
      'one identifier twice',
      'saml-duplicate-id',
      {
        afterwards: (xml) =>
          edit(
            '<samlp:Status>',
            `<samlp:Status ID="${/ ID="([^"]+)"/.exec(xml)?.[1] ?? ''}">`,
          )(xml),
      },
    ],
    ...['evil:ID', 'xml:id', 'evil:Id'].map(
      (name) =>
        [
          `one identifier twice, the other as ${name}`,
          'saml-duplicate-id',
          {
            afterwards: (xml: string) =>
              edit(
                '<samlp:Status>',
                `<samlp:Status xmlns:evil="urn:evil" ${name}="${/ ID="([^"]+)"/.exec(xml)?.[1] ?? ''}">`,
              )(xml),
          },
        ] as const,
    ),
    ...['SignatureMethod', 'DigestMethod', 'CanonicalizationMethod', 'Transform'].map(
      (name) =>
        [
          `a ${name} of another namespace first`,
          ({
            SignatureMethod: 'saml-signature-algorithm',
            DigestMethod: 'saml-digest-algorithm',
          }[name] ?? 'saml-transform') as 'saml-transform',
          {
            afterwards: edit(
              '<ds:SignedInfo>',
              `<ds:SignedInfo><evil:${name} xmlns:evil="urn:evil" Algorithm="${RSA_SHA_1}"/>`,
            ),
          },
        ] as const,
    ),
    ...[
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      'http://www.w3.org/2002/06/xmldsig-filter2',
      'http://www.w3.org/2000/09/xmldsig#base64',
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    ].map(
      (transform) =>
        [
          `a transform by ${transform}`,
          'saml-transform',
          { afterwards: edit(/(<ds:Transform Algorithm=")[^"]+"/, `$1${transform}"`) },
        ] as const,
    ),
    [
      'a genuine assertion as Advice of an evil one',
      'saml-assertion-count',
      {
        afterwards: (xml) => {
          const [assertion = ''] = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml) ?? [];
          const evil = assertion
            .replace(/<ds:Signature .*<\/ds:Signature>/s, '')
            .replaceAll('nurse-1', 'mayor')
            .replace(/ ID="[^"]+"/, ' ID="_evil"')
            .replace(
              '</saml:Conditions>',
              `</saml:Conditions><saml:Advice>${assertion}</saml:Advice>`,
            );
          return xml.replace(assertion, evil);
        },
      },
    ],
    [
      'an encrypted assertion beside the genuine one',
      'saml-encrypted',
      {
        afterwards: edit(
          '</samlp:Response>',
          '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/></samlp:Response>',
        ),
      },
    ],
    [
      'the prefix of the assertion bound to another namespace',
      'saml-assertion-count',
      {
        afterwards: edit(
          '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
          '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion"',
        ),
      },
    ],
    ['two documents in one', 'saml-not-xml', { afterwards: (xml) => xml + xml }],
  ];
}
