import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { asTyped } from './break-glass.rules.js';

/** A slow digest of a passphrase, with what it was made by. */
export interface PassphraseDigest {
  readonly salt: string;
  readonly digest: string;
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

/** 16 MB each time. Less than for passwords that people think up: 150 random bits need no slowness, and whoever knocks pays us nothing for it. */
const SCRYPT = { cost: 2 ** 14, blockSize: 8, parallel: 1 } as const;
const DIGEST_BYTES = 32;

/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const randomLetters = (count: number): string =>
  Array.from(randomBytes(count), (byte) => ALPHABET[byte % ALPHABET.length]).join('');

export function newUserName(): string {
  return `bg-${randomLetters(8)}`;
}

/** 150 bits in six groups, to be written down. */
export function newPassphrase(): string {
  return Array.from({ length: 6 }, () => randomLetters(5)).join('-');
}

export async function digestOf(passphrase: string): Promise<PassphraseDigest> {
  const salt = randomBytes(16);
  const digest = await derive(passphrase, salt, SCRYPT);
  return { ...SCRYPT, salt: salt.toString('base64'), digest: digest.toString('base64') };
}

/** Of no passphrase: as slow to compare with as any other. */
export function digestOfNothing(): PassphraseDigest {
  const random = (bytes: number): string => randomBytes(bytes).toString('base64');
  return { ...SCRYPT, salt: random(16), digest: random(DIGEST_BYTES) };
}

/** Takes the same time for every passphrase. */
export async function isPassphrase(typed: string, kept: PassphraseDigest): Promise<boolean> {
  const digest = await derive(typed, Buffer.from(kept.salt, 'base64'), kept);
  return timingSafeEqual(digest, Buffer.from(kept.digest, 'base64'));
}

type Parameters = Pick<PassphraseDigest, 'cost' | 'blockSize' | 'parallel'>;

function derive(
  passphrase: string,
  salt: Buffer,
  { cost, blockSize, parallel }: Parameters,
): Promise<Buffer> {
  const maxmem = 256 * cost * blockSize;
  const options = { N: cost, r: blockSize, p: parallel, maxmem };
  return new Promise((resolve, reject) => {
    scrypt(asTyped(passphrase), salt, DIGEST_BYTES, options, (error, digest) => {
      if (error) reject(error);
      else resolve(digest);
    });
  });
}

const STEP_S = 30;
const CODES = { algorithm: 'SHA1', digits: 6, period: STEP_S } as const;

/** For an authenticator app (RFC 6238): 160 bits, as RFC 4226, 4 recommends. */
export function newCodeSecret(): string {
  return Secret.fromHex(randomBytes(20).toString('hex')).base32;
}

/** What an authenticator app reads as a QR code. */
export function codeAddress(secret: string, userName: string, municipality: string): string {
  const issuer = `Medsert ${municipality}`;
  return new TOTP({
    ...CODES,
    issuer,
    label: userName,
    secret: Secret.fromBase32(secret),
  }).toString();
}

/** The time step that the code is of: this one, or a neighbour for clocks that differ (RFC 6238, 5.2). Undefined for a wrong code. */
export function stepOfCode(code: string, secret: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const codes = new TOTP({ ...CODES, secret: Secret.fromBase32(secret) });
  const delta = codes.validate({ token: code.replace(/\s/g, ''), timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / STEP_S) + delta;
}

/**
 * Keeps the secrets of authenticator apps under a key outside the database: AES-256-GCM, the key derived from the service's secret under a label
 * of its own (RFC 5869), bound to the account, so that one put into another account's place opens nothing.
 */
export function codeSecretBox(serviceSecret: string) {
  const label = 'medsert break-glass code secret';
  const key = Buffer.from(hkdfSync('sha256', serviceSecret, '', label, 32));
  return {
    seal(secret: string, accountId: string): string {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(accountId));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },

    /** Undefined when it was sealed under another key, or for another account. */
    open(sealed: string, accountId: string): string | undefined {
      const bytes = Buffer.from(sealed, 'base64');
      const options = { authTagLength: 16 };
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), options)
          .setAAD(Buffer.from(accountId))
          .setAuthTag(bytes.subarray(12, 28));
        return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
