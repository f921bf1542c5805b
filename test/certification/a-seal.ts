import { createSelfSigned } from '../../server/platform/keys/self-signed.js';
import type {
  KeyAndCertificate,
  SelfSignedRequest,
} from '../../server/platform/keys/self-signed.js';
import { loadSeal } from '../../server/platform/keys/seal-key.js';
import type { Seal } from '../../server/platform/keys/seal-key.js';
import { sealedAt } from './a-certificate.js';

export function aKeyAndCertificate(changes: Partial<SelfSignedRequest> = {}): KeyAndCertificate {
  return createSelfSigned({
    commonName: 'Skien kommune – sertifikater',
    organisation: 'Skien kommune',
    country: 'NO',
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2031-01-01T00:00:00Z'),
    ...changes,
  });
}

// An RSA key takes about a second to make, and seals never change: all tests share these two.
let skien: KeyAndCertificate | undefined;
let porsgrunn: KeyAndCertificate | undefined;

export const skienKey = (): KeyAndCertificate => (skien ??= aKeyAndCertificate());
export const skienSeal = (): Seal => loadSeal(skienKey(), sealedAt);

/** Another municipality's: right in form, but not trusted unless a test says so. */
export function porsgrunnSeal(): Seal {
  porsgrunn ??= aKeyAndCertificate({
    commonName: 'Porsgrunn kommune – sertifikater',
    organisation: 'Porsgrunn kommune',
  });
  return loadSeal(porsgrunn, sealedAt);
}
