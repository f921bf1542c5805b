import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC_11 = 'http://www.w3.org/2009/xmlenc11#';
const DS = 'http://www.w3.org/2000/09/xmldsig#';

export interface EncryptionInWords {
  readonly content?: 'aes128-gcm' | 'aes256-gcm' | 'aes128-cbc' | 'aes256-cbc' | 'tripledes-cbc';
  readonly transport?: 'oaep' | 'oaep-sha256' | 'pkcs1';
  readonly keyBeside?: boolean;
}

/** A SAML message with its assertion encrypted for a certificate. */
export function withEncryptedAssertion(
  xml: string,
  certificatePem: string,
  { content = 'aes256-gcm', transport = 'oaep', keyBeside = false }: EncryptionInWords = {},
): string {
  const [assertion = ''] = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml) ?? [];
  const [, bits = '192', mode = 'cbc'] = /^aes(\d+)-(\w+)$/.exec(content) ?? [];
  const key = randomBytes(Number(bits) / 8);
  const iv = randomBytes(mode === 'gcm' ? 12 : content === 'tripledes-cbc' ? 8 : 16);
  const { body, tag } =
    mode === 'gcm'
      ? sealedByGcm(`aes-${bits}-gcm` as 'aes-256-gcm', key, iv, assertion)
      : sealedByCbc(
          content === 'tripledes-cbc' ? 'des-ede3-cbc' : `aes-${bits}-cbc`,
          key,
          iv,
          assertion,
        );
  const sealed = publicEncrypt(
    {
      key: certificatePem,
      padding:
        transport === 'pkcs1' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: transport === 'oaep-sha256' ? 'sha256' : 'sha1',
    },
    key,
  );
  const value = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
  const methods = {
    oaep: `<xenc:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"><ds:DigestMethod xmlns:ds="${DS}" Algorithm="${DS}sha1"/></xenc:EncryptionMethod>`,
    'oaep-sha256': `<xenc:EncryptionMethod Algorithm="${XENC_11}rsa-oaep"><ds:DigestMethod xmlns:ds="${DS}" Algorithm="${XENC}sha256"/><x:MGF xmlns:x="${XENC_11}" Algorithm="${XENC_11}mgf1sha256"/></xenc:EncryptionMethod>`,
    pkcs1: `<xenc:EncryptionMethod Algorithm="${XENC}rsa-1_5"/>`,
  };
  const encryptedKey = `<xenc:EncryptedKey xmlns:xenc="${XENC}">${methods[transport]}${value(sealed)}</xenc:EncryptedKey>`;
  const keyInfo = `<ds:KeyInfo xmlns:ds="${DS}">${encryptedKey}</ds:KeyInfo>`;
  const encrypted = [
    '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">',
    `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element">`,
    `<xenc:EncryptionMethod Algorithm="${mode === 'gcm' ? XENC_11 : XENC}${content}"/>`,
    keyBeside ? '' : keyInfo,
    value(Buffer.concat([iv, body, tag])),
    '</xenc:EncryptedData>',
    keyBeside ? encryptedKey : '',
    '</saml:EncryptedAssertion>',
  ].join('');
  return xml.replace(assertion, () => encrypted);
}

interface Sealed {
  readonly body: Buffer;
  readonly tag: Buffer;
}

function sealedByGcm(name: 'aes-256-gcm', key: Buffer, iv: Buffer, text: string): Sealed {
  const cipher = createCipheriv(name, key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { body, tag: cipher.getAuthTag() };
}

function sealedByCbc(name: string, key: Buffer, iv: Buffer, text: string): Sealed {
  const cipher = createCipheriv(name, key, iv);
  return {
    body: Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]),
    tag: Buffer.alloc(0),
  };
}
