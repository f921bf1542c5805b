import { Router, type Response } from 'express';
import { z } from 'zod';
import { NotFound } from '../platform/errors.js';
import { publicJwkOf } from '../platform/keys/seal-key.js';
import type { TrustedSeal } from './verify-pdf.js';

const address = z.object({ kid: z.string() });

export interface SealKeyRoutesDeps {
  /** In use, or used before. */
  readonly seals: readonly TrustedSeal[];
}

/** Public keys and certificates of our seals, so that anybody can check a certificate without asking us. */
export function sealKeyRoutes({ seals }: SealKeyRoutesDeps): Router {
  const router = Router();
  // A renewed certificate may carry the same key.
  const keys = new Map(
    seals.map(({ certificate }) => publicJwkOf(certificate)).map((jwk) => [jwk.kid, jwk]),
  );
  const pem = seals.map(({ certificate }) => certificate.toString()).join('');

  router.get('/keys/:kid', (req, res) => {
    const jwk = keys.get(address.parse(req.params).kid);
    if (!jwk) throw new NotFound('key');
    publish(res, 'application/jwk+json', JSON.stringify(jwk));
  });

  router.get('/.well-known/jwks.json', (_req, res) => {
    publish(res, 'application/jwk-set+json', JSON.stringify({ keys: [...keys.values()] }));
  });

  router.get('/.well-known/seal-certificates.pem', (_req, res) => {
    publish(res, 'application/pem-certificate-chain', pem);
  });

  return router;
}

/** For verifiers anywhere, in browsers too. Short-lived, so that a key taken out of use is missed soon. */
function publish(res: Response, type: string, content: string): void {
  res.set({
    'Content-Type': type,
    'Cache-Control': 'public, max-age=300',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  res.send(Buffer.from(content, 'utf8'));
}
