import {
  constants,
  createCipheriv,
  createHash,
  publicEncrypt,
  randomBytes,
  X509Certificate,
} from 'node:crypto';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC_11 = 'http://www.w3.org/2009/xmlenc11#';
const DS = 'http://www.w3.org/2000/09/xmldsig#';

export interface EncryptionInWords {
  readonly content?: 'aes128-gcm' | 'aes256-gcm' | 'aes128-cbc' | 'aes256-cbc' | 'tripledes-cbc';
  readonly transport?: 'oaep' | 'oaep-sha256' | 'oaep-mixed' | 'pkcs1';
  readonly keyBeside?: boolean;
}

/** A SAML message with its assertion encrypted for a certificate. */
export function withEncryptedAssertion(
  xml: string,
  certificatePem: string,
  words: EncryptionInWords = {},
): string {
  return encryptedElement(xml, 'saml:Assertion', 'saml:EncryptedAssertion', certificatePem, words);
}

/** A message with its one element of that name encrypted, inside an element of the other name. */
export function encryptedElement(
  xml: string,
  name: string,
  holder: string,
  certificatePem: string,
  { content = 'aes256-gcm', transport = 'oaep', keyBeside = false }: EncryptionInWords = {},
): string {
  const [element = ''] = new RegExp(`<${name} .*</${name}>`, 's').exec(xml) ?? [];
  const [, bits = '192', mode = 'cbc'] = /^aes(\d+)-(\w+)$/.exec(content) ?? [];
  const key = randomBytes(Number(bits) / 8);
  const iv = randomBytes(mode === 'gcm' ? 12 : content === 'tripledes-cbc' ? 8 : 16);
  const { body, tag } =
    mode === 'gcm'
      ? sealedByGcm(`aes-${bits}-gcm` as 'aes-256-gcm', key, iv, element)
      : sealedByCbc(
          content === 'tripledes-cbc' ? 'des-ede3-cbc' : `aes-${bits}-cbc`,
          key,
          iv,
          element,
        );
  const sealed =
    transport === 'oaep-mixed'
      ? sealedByMixedOaep(certificatePem, key)
      : publicEncrypt(
          {
            key: certificatePem,
            padding:
              transport === 'pkcs1'
                ? constants.RSA_PKCS1_PADDING
                : constants.RSA_PKCS1_OAEP_PADDING,
            oaepHash: transport === 'oaep-sha256' ? 'sha256' : 'sha1',
          },
          key,
        );
  const value = (bytes: Buffer) =>
    `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`;
  const methods = {
    oaep: `<xenc:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"><ds:DigestMethod xmlns:ds="${DS}" Algorithm="${DS}sha1"/></xenc:EncryptionMethod>`,
    'oaep-sha256': `<xenc:EncryptionMethod Algorithm="${XENC_11}rsa-oaep"><ds:DigestMethod xmlns:ds="${DS}" Algorithm="${XENC}sha256"/><x:MGF xmlns:x="${XENC_11}" Algorithm="${XENC_11}mgf1sha256"/></xenc:EncryptionMethod>`,
    'oaep-mixed': `<xenc:EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"><ds:DigestMethod xmlns:ds="${DS}" Algorithm="${XENC}sha256"/></xenc:EncryptionMethod>`,
    pkcs1: `<xenc:EncryptionMethod Algorithm="${XENC}rsa-1_5"/>`,
  };
  const encryptedKey = `<xenc:EncryptedKey xmlns:xenc="${XENC}">${methods[transport]}${value(sealed)}</xenc:EncryptedKey>`;
  const keyInfo = `<ds:KeyInfo xmlns:ds="${DS}">${encryptedKey}</ds:KeyInfo>`;
  const encrypted = [
    `<${holder} xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">`,
    `<xenc:EncryptedData xmlns:xenc="${XENC}" Type="${XENC}Element">`,
    `<xenc:EncryptionMethod Algorithm="${mode === 'gcm' ? XENC_11 : XENC}${content}"/>`,
    keyBeside ? '' : keyInfo,
    value(Buffer.concat([iv, body, tag])),
    '</xenc:EncryptedData>',
    keyBeside ? encryptedKey : '',
    `</${holder}>`,
  ].join('');
  return xml.replace(element, () => encrypted);
}

/** OAEP with SHA-256 and a mask by SHA-1 (RFC 8017, 7.1.1), as Keycloak and OpenSAML write it. */
function sealedByMixedOaep(certificatePem: string, message: Buffer): Buffer {
  const sha1 = (...parts: Buffer[]) => createHash('sha1').update(Buffer.concat(parts)).digest();
  const mask = (seed: Buffer, length: number) =>
    Buffer.concat(
      Array.from({ length: Math.ceil(length / 20) }, (_, n) =>
        sha1(seed, Buffer.from([0, 0, 0, n])),
      ),
    ).subarray(0, length);
  const xor = (one: Buffer, by: Buffer) => Buffer.from(one.map((byte, n) => byte ^ (by[n] ?? 0)));
  const label = createHash('sha256').digest();
  const bytes =
    (new X509Certificate(certificatePem).publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const data = Buffer.alloc(bytes - 33);
  label.copy(data);
  data[data.length - message.length - 1] = 1;
  message.copy(data, data.length - message.length);
  const seed = randomBytes(32);
  const maskedData = xor(data, mask(seed, data.length));
  const maskedSeed = xor(seed, mask(maskedData, 32));
  return publicEncrypt(
    { key: certificatePem, padding: constants.RSA_NO_PADDING },
    Buffer.concat([Buffer.from([0]), maskedSeed, maskedData]),
  );
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
