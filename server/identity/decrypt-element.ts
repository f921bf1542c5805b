import { createDecipheriv } from 'node:crypto';
import { decryptOaep } from './rsa-oaep.js';
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

/**
 * The text of an element that was encrypted for one of our keys: during a change of keys there are two. Throws whatever it is that goes
 * wrong; nobody is told what it was.
 */
export function decryptedText(holder: Element, privateKeys: readonly string[]): string {
  for (const [index, privateKeyPem] of privateKeys.entries()) {
    try {
      return decryptedWith(holder, privateKeyPem);
    } catch (error) {
      if (index === privateKeys.length - 1) throw error;
    }
  }
  throw new Error('There is no key to decrypt with');
}

function decryptedWith(holder: Element, privateKeyPem: string): string {
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

const hashes: Readonly<Record<string, string>> = {
  [`${namespaces.signature}sha1`]: 'sha1',
  [`${XENC}sha256`]: 'sha256',
  [`${XENC}sha512`]: 'sha512',
};
const maskHashes: Readonly<Record<string, string>> = {
  [`${XENC_11}mgf1sha1`]: 'sha1',
  [`${XENC_11}mgf1sha256`]: 'sha256',
  [`${XENC_11}mgf1sha512`]: 'sha512',
};

/** RSA-OAEP only; PKCS #1 v1.5 can be broken by asking often enough. */
function contentKey(encryptedKey: Element, privateKeyPem: string): Buffer {
  const method = required(onlyChild(encryptedKey, XENC, 'EncryptionMethod'));
  const digest = attributeOf(onlyChild(method, namespaces.signature, 'DigestMethod'), 'Algorithm');
  const mask = attributeOf(onlyChild(method, XENC_11, 'MGF'), 'Algorithm');
  const algorithm = attributeOf(method, 'Algorithm');
  // The older name means MGF1 with SHA-1, whatever the digest (XML Encryption 1.1, 5.5.2).
  const isOaep =
    algorithm === `${XENC_11}rsa-oaep` ||
    (algorithm === `${XENC}rsa-oaep-mgf1p` && (mask === undefined || maskHashes[mask] === 'sha1'));
  if (!isOaep) throw new Error('The key is encrypted in a way that is not accepted');
  return decryptOaep(cipherValue(encryptedKey), privateKeyPem, {
    hash: required(digest === undefined ? 'sha1' : hashes[digest]),
    maskHash: required(mask === undefined ? 'sha1' : maskHashes[mask]),
  });
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
