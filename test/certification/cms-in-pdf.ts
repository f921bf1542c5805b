import { readElement } from '../../server/platform/keys/der.js';

/** Takes a sealed file apart without the code under test: by what /ByteRange says, as any PDF reader would. */
export function takeApart(pdf: Buffer): {
  cms: Buffer;
  sealedBytes: Buffer;
  gap: [number, number];
} {
  const found = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(pdf.toString('latin1'));
  if (found === null) throw new Error('not sealed');
  const [start = 0, end = 0, rest = 0] = found.slice(1).map(Number);
  const hex = pdf.toString('latin1', start + 1, end - 1);
  return {
    cms: readElement(Buffer.from(hex, 'hex')).raw,
    sealedBytes: Buffer.concat([pdf.subarray(0, start), pdf.subarray(end, end + rest)]),
    gap: [start, end],
  };
}
