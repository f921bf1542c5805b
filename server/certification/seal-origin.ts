import { verify } from 'node:crypto';
import { childAt, derTag } from '../platform/keys/der.js';
import { oid } from '../platform/keys/object-identifiers.js';
import { sha256Of } from './cms.js';
import { readSignedData } from './cms-reader.js';
import type { TrustedSeal } from './verify-pdf.js';

/** In hex digits; a seal of ours has room for 16 kB. */
const longestSeal = 256 * 1024;
/** A file may hold any number of things that look like a seal; reading is cheap, but not free. */
const mostSeals = 4;

/**
 * True when one of our seals stands somewhere in a file that is not genuine: somebody has altered it, most often a program that saved it
 * anew. It says where the file comes from and nothing about what is in it now.
 */
export function bearsOurSeal(pdf: Buffer, seals: readonly TrustedSeal[]): boolean {
  const inHex = [...pdf.toString('latin1').matchAll(/\/Contents <([0-9a-f]+)>/g)]
    .map(([, hex = '']) => hex)
    .filter((hex) => hex.length <= longestSeal);
  return inHex.slice(0, mostSeals).some((hex) => isMadeBy(Buffer.from(hex, 'hex'), seals));
}

function isMadeBy(contents: Buffer, seals: readonly TrustedSeal[]): boolean {
  try {
    const { signer } = readSignedData(contents);
    const attribute = signer.signedAttributes.get(oid.signingCertificateV2);
    if (attribute === undefined) return false;
    const hash = childAt(childAt(childAt(attribute, 0), 0), 0, derTag.octetString).value;
    const seal = seals.find(({ certificate }) => sha256Of(certificate.raw).equals(hash));
    return (
      seal !== undefined &&
      verify('sha256', signer.attributes, seal.certificate.publicKey, signer.signature)
    );
  } catch {
    // DER that can't be read is no seal of ours.
    return false;
  }
}
