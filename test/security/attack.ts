import type { SamlRefusalCode } from '../../server/identity/saml-refusal.js';
import type { KeyAndCertificate } from '../../server/platform/keys/self-signed.js';
import type { Bend } from '../identity/test-identity-provider.js';

/** A message that must be refused: what is wrong with it, the code of the refusal, how it is made. */
export type Attack = readonly [title: string, code: SamlRefusalCode, bend: Bend];

export interface AttackKeys {
  readonly genuine: KeyAndCertificate;
  readonly attacker: KeyAndCertificate;
  readonly otherMunicipality: KeyAndCertificate;
}

/** Replaces the first match and insists that there is one: an attack that changes nothing would prove nothing. */
export function edit(pattern: RegExp | string, by: string): (xml: string) => string {
  return (xml) => {
    const changed = xml.replace(pattern, by);
    if (changed === xml) throw new Error(`Nothing to change: ${String(pattern)}`);
    return changed;
  };
}
