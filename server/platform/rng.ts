import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A number in [0, 1), every value equally likely. */
export type Rng = () => number;

/**
 * A stream of numbers that depends on the seed alone: HMAC-SHA-256 in counter mode. A dependency's update can never change it,
 * so a form can be drawn again years later in an appeal; a candidate who does not know the seed can't predict it.
 */
export function rngFromSeed(seed: string): Rng {
  const key = createHash('sha256').update(seed).digest();
  let counter = 0;
  let block = Buffer.alloc(0);
  let offset = 0;
  return () => {
    if (offset + 6 > block.length) {
      block = createHmac('sha256', key).update(String(counter)).digest();
      counter += 1;
      offset = 0;
    }
    const value = block.readUIntBE(offset, 6);
    offset += 6;
    return value / 2 ** 48;
  };
}

/** The same for counting many dry draws: some hundred times faster, and good enough to count by. Never for what a person is drawn (sfc32, Doty-Humphrey). */
export function quickRngFromSeed(seed: string): Rng {
  const bytes = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((offset) => bytes.readInt32LE(offset)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** A fresh seed nobody can guess: 128 bits. */
export type SeedSource = () => string;

export const systemSeeds: SeedSource = () => randomText(16);

/** A fresh random identifier: 96 bits as 24 hex characters. */
export type IdSource = () => string;

export const systemIds: IdSource = () => randomText(12);

const AT_ONCE_BYTES = 4096;
let drawn = Buffer.alloc(0);

/** Never the same bytes twice. The system is asked for many at once: that costs no more than a few do. */
function randomText(bytes: number): string {
  if (drawn.length < bytes) drawn = randomBytes(AT_ONCE_BYTES);
  const text = drawn.toString('hex', 0, bytes);
  drawn = drawn.subarray(bytes);
  return text;
}
