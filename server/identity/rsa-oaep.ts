import { constants, createHash, privateDecrypt } from 'node:crypto';

export interface OaepHashes {
  readonly hash: string;
  /** Of the mask generation function. */
  readonly maskHash: string;
}

/**
 * RSAES-OAEP-DECRYPT with an empty label (RFC 8017, 7.1.2). OpenSSL by way of Node knows one hash for both purposes; Keycloak's and OpenSAML's
 * `rsa-oaep-mgf1p` with a SHA-256 digest has two. Only for messages whose signature holds: nobody else may ask.
 */
export function decryptOaep(
  encrypted: Buffer,
  privateKeyPem: string,
  { hash, maskHash }: OaepHashes,
): Buffer {
  if (hash === maskHash) {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt({ key: privateKeyPem, padding, oaepHash: hash }, encrypted);
  }
  const block = privateDecrypt(
    { key: privateKeyPem, padding: constants.RSA_NO_PADDING },
    encrypted,
  );
  const label = createHash(hash).digest();
  const maskedData = block.subarray(1 + label.length);
  const seed = xor(block.subarray(1, 1 + label.length), mask(maskedData, label.length, maskHash));
  const data = xor(maskedData, mask(seed, maskedData.length, maskHash));
  const separator = data.findIndex((byte, index) => index >= label.length && byte !== 0);
  const isRight =
    block[0] === 0 && data.subarray(0, label.length).equals(label) && data[separator] === 1;
  if (!isRight) throw new Error('The key was not encrypted for us');
  return data.subarray(separator + 1);
}

/** MGF1 (RFC 8017, B.2.1). */
function mask(seed: Buffer, length: number, hash: string): Buffer {
  const blocks: Buffer[] = [];
  for (let made = 0, counter = 0; made < length; counter += 1) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    const block = createHash(hash).update(seed).update(number).digest();
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
}
