import { constants, createDecipheriv, privateDecrypt } from 'node:crypto';
import { namespaces } from './saml-names.js';
import { attributeOf, childrenNamed, onlyChild, textOf } from './xml-tree.js';

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC_11 = 'http://www.w3.org/2009/xmlenc11#';

interface ContentCipher {
  readonly name: string;
  readonly keyBytes: number;
  readonly ivBytes: number;
  readonly tagBytes: number;
}

const gcm = (bits: number): [string, ContentCipher] => [
  `${XENC_11}aes${bits}-gcm`,
  { name: `aes-${bits}-gcm`, keyBytes: bits / 8, ivBytes: 12, tagBytes: 16 },
];
const cbc = (bits: number): [string, ContentCipher] => [
  `${XENC}aes${bits}-cbc`,
  { name: `aes-${bits}-cbc`, keyBytes: bits / 8, ivBytes: 16, tagBytes: 0 },
];
/** CBC can be bent unnoticed, so whoever calls this has verified a signature around it. No triple DES. */
const contentCiphers = new Map([gcm(128), gcm(192), gcm(256), cbc(128), cbc(192), cbc(256)]);

/** The text of an element that was encrypted for our key. Throws whatever it is that goes wrong; nobody is told what it was. */
export function decryptedText(holder: Element, privateKeyPem: string): string {
  const data = required(onlyChild(holder, XENC, 'EncryptedData'));
  const method = attributeOf(onlyChild(data, XENC, 'EncryptionMethod'), 'Algorithm') ?? '';
  const cipher = required(contentCiphers.get(method));
  const key = contentKey(encryptedKeyOf(holder, data), privateKeyPem);
  if (key.length !== cipher.keyBytes) throw new Error('The key has the wrong length');
  return decipher(cipher, key, cipherValue(data));
}

/** Within the data's KeyInfo, or beside the data. */
function encryptedKeyOf(holder: Element, data: Element): Element {
  const keyInfo = onlyChild(data, namespaces.signature, 'KeyInfo');
  const inside = keyInfo ? childrenNamed(keyInfo, XENC, 'EncryptedKey') : [];
  const keys = [...inside, ...childrenNamed(holder, XENC, 'EncryptedKey')];
  // One for each of several recipients would be for others than us.
  return required(keys.length === 1 ? keys[0] : undefined);
}

/** RSA-OAEP only; PKCS #1 v1.5 can be broken by asking often enough. */
function contentKey(encryptedKey: Element, privateKeyPem: string): Buffer {
  const method = required(onlyChild(encryptedKey, XENC, 'EncryptionMethod'));
  const digest = attributeOf(onlyChild(method, namespaces.signature, 'DigestMethod'), 'Algorithm');
  const mask = attributeOf(onlyChild(method, XENC_11, 'MGF'), 'Algorithm');
  const usesSha256 = digest === `${XENC}sha256` && mask === `${XENC_11}mgf1sha256`;
  const usesSha1 =
    (digest === undefined || digest === `${namespaces.signature}sha1`) &&
    (mask === undefined || mask === `${XENC_11}mgf1sha1`);
  const algorithm = attributeOf(method, 'Algorithm');
  const isOaep =
    (algorithm === `${XENC}rsa-oaep-mgf1p` && usesSha1) ||
    (algorithm === `${XENC_11}rsa-oaep` && (usesSha1 || usesSha256));
  if (!isOaep) throw new Error('The key is encrypted in a way that is not accepted');
  return privateDecrypt(
    {
      key: privateKeyPem,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: usesSha256 ? 'sha256' : 'sha1',
    },
    cipherValue(encryptedKey),
  );
}

function decipher(cipher: ContentCipher, key: Buffer, bytes: Buffer): string {
  const { name, ivBytes, tagBytes } = cipher;
  const iv = bytes.subarray(0, ivBytes);
  const end = bytes.length - tagBytes;
  const body = bytes.subarray(ivBytes, end);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  if (tagBytes > 0) {
    const open = createDecipheriv(name as 'aes-128-gcm', key, iv, { authTagLength: tagBytes });
    open.setAuthTag(bytes.subarray(end));
    return utf8.decode(Buffer.concat([open.update(body), open.final()]));
  }
  const open = createDecipheriv(name, key, iv).setAutoPadding(false);
  const padded = Buffer.concat([open.update(body), open.final()]);
  // ISO 10126: only the last byte says how long the padding is.
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > 16) throw new Error('The padding is wrong');
  return utf8.decode(padded.subarray(0, padded.length - padding));
}

function cipherValue(parent: Element): Buffer {
  const data = required(onlyChild(parent, XENC, 'CipherData'));
  const value = textOf(required(onlyChild(data, XENC, 'CipherValue')));
  return Buffer.from(value.replace(/\s/g, ''), 'base64');
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A part of the encrypted element is missing');
  return value;
}
