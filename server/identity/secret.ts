import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody can guess, fit for a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored in place of a secret: whoever reads the database gets no sessions by it. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Spares the database the search for what cannot be one of ours. */
export function looksLikeSecret(text: string): boolean {
  return SECRET.test(text);
}

/** An XML identifier must not begin with a digit. 160 bits. */
export function newSamlId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}
