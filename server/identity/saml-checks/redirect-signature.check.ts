import { createVerify } from 'node:crypto';
import { algorithms } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import type { ArrivedRedirect } from './redirect-parameters.check.js';

const digests: Readonly<Record<string, string>> = {
  [algorithms.rsaSha256]: 'RSA-SHA256',
  [algorithms.rsaSha512]: 'RSA-SHA512',
};

/** The library takes logouts by redirect unsigned, or signed with SHA-1 or MD5. This comes before the message is inflated. */
export function redirectSignature(arrived: ArrivedRedirect, certificates: readonly string[]): void {
  const { signature, signatureAlgorithm = '', covered } = arrived;
  if (!signature) throw new SamlRefusal('saml-signature-missing');
  const digest = Object.hasOwn(digests, signatureAlgorithm)
    ? digests[signatureAlgorithm]
    : undefined;
  if (digest === undefined) throw new SamlRefusal('saml-signature-algorithm');
  const bytes = Buffer.from(signature, 'base64');
  const isRight = certificates.some((certificate) =>
    createVerify(digest).update(covered).verify(certificate, bytes),
  );
  if (!isRight) throw new SamlRefusal('saml-signature');
}
