import { z } from 'zod';
import { namespaces } from '../saml-names.js';
import { SamlRefusal } from '../saml-refusal.js';
import { verifiedRoot } from '../xml-signature.js';
import { everyElement, onlyChild } from '../xml-tree.js';
import { allowedAlgorithms } from './algorithms.check.js';
import type { ArrivedLogout } from './arrived-logout.js';
import { decodeMessage } from './encoding.check.js';
import { measuredMessage } from './measured-message.check.js';
import { refuseMessages } from './one-message.check.js';
import { uniqueIds } from './one-assertion.check.js';
import { LONGEST_RELAY_STATE } from './redirect-parameters.check.js';
import type { PostedForm } from './saml-check.js';

const logoutForm = z.union([
  z.strictObject({ SAMLRequest: z.string(), RelayState: z.string().optional() }),
  z.strictObject({ SAMLResponse: z.string(), RelayState: z.string().optional() }),
]);

/** A logout message by HTTP-POST, signed within. */
export function postedLogout({ body, query }: PostedForm): ArrivedLogout {
  refuseMessages({ body: undefined, query });
  const read = logoutForm.safeParse({ ...(body as object | undefined) });
  if (!read.success) throw new SamlRefusal('saml-logout-parameters');
  const { RelayState: relayState } = read.data;
  if ((relayState ?? '').length > LONGEST_RELAY_STATE) throw new SamlRefusal('saml-relay-state');
  const [kind, message] =
    'SAMLRequest' in read.data
      ? (['SAMLRequest', read.data.SAMLRequest] as const)
      : (['SAMLResponse', read.data.SAMLResponse] as const);
  return {
    kind,
    ...(relayState !== undefined && { relayState }),
    open: (certificates) => signedElement(decodeMessage(message), certificates),
  };
}

/** Read anew from what was signed, so that nothing can be wrapped around it. */
function signedElement(xml: string, certificates: readonly string[]): Element {
  const root = measuredMessage(xml);
  const signatures = Array.from(everyElement(root)).filter(
    ({ localName }) => localName === 'Signature',
  );
  const signature = onlyChild(root, namespaces.signature, 'Signature');
  if (signatures.length === 0) throw new SamlRefusal('saml-signature-missing');
  if (signatures.length > 1 || !signature) throw new SamlRefusal('saml-signature-place');
  uniqueIds(root);
  // The digest of an encrypted name's key is none of a signature's.
  allowedAlgorithms(signature);
  const signed = verifiedRoot(xml, certificates);
  if (!signed) throw new SamlRefusal('saml-signature');
  return signed;
}
