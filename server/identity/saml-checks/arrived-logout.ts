import type { RedirectedMessage } from '../saml-redirect.js';

/** A logout message by whichever binding, none of it believed yet. */
export interface ArrivedLogout {
  readonly kind: RedirectedMessage['kind'];
  readonly relayState?: string;
  /** The message if one of these certificates has signed it, or a `SamlRefusal`. */
  open(certificates: readonly string[]): Element;
}
