import { compactVerify, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { JWS_ALGORITHMS, signJws } from '../platform/keys/seal-jws.js';
import type { Seal } from '../platform/keys/seal-key.js';

/** Where a municipality's chain ended at some time. Kept outside the database it shows whether the end of the chain was cut off since. */
export interface AuditHead {
  readonly municipalityId: string;
  readonly sequence: number;
  readonly hash: string;
  readonly at: Date;
}

const TYPE = 'medsert-audit-head+jwt';
const MAX_LENGTH = 4096;

const content = z.object({
  municipalityId: z.string(),
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.coerce.date(),
});

/** As a compact JWS by the service's seal. */
export function signHead(head: AuditHead, seal: Seal): Promise<string> {
  return signJws({ kid: seal.kid, typ: TYPE }, head, seal);
}

/** Those of the municipality among signed heads; what no key of ours has signed is left out. */
export async function readHeadsOf(
  municipalityId: string,
  signed: readonly string[],
  keys: readonly JWK[],
): Promise<AuditHead[]> {
  const read = await Promise.all(signed.map((jws) => readHead(jws, keys)));
  return read.flatMap((head) => (head?.municipalityId === municipalityId ? head : []));
}

/** The head that somebody kept; nothing when no key of ours has signed it. */
export async function readHead(jws: string, keys: readonly JWK[]): Promise<AuditHead | undefined> {
  if (jws.length > MAX_LENGTH) return undefined;
  for (const key of keys) {
    try {
      const options = { algorithms: Object.values(JWS_ALGORITHMS) };
      const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key), options);
      if (protectedHeader.typ !== TYPE) continue;
      return content.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
    } catch {
      // Not by this key.
    }
  }
  return undefined;
}
