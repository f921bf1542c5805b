import { z } from 'zod';
import { SamlRefusal } from '../saml-refusal.js';
import type { FormCheck, PostedForm } from './saml-check.js';

const MESSAGE_PARAMETER = /^saml/i;

/**
 * passport-saml looks for messages in the query first, then in the body, on every route that uses it, and takes any of them for a login or a logout.
 * So a route may carry exactly what it is for: the assertion consumer one response, all others none.
 */
export function refuseMessages({ body, query }: PostedForm): void {
  const names = [...Object.keys(query), ...Object.keys(asFields(body))];
  if (names.some((name) => MESSAGE_PARAMETER.test(name))) {
    throw new SamlRefusal('saml-message-elsewhere');
  }
}

export const oneMessage: FormCheck = ({ body, query }) => {
  refuseMessages({ body: undefined, query });
  const fields = asFields(body);
  const messages = Object.keys(fields).filter((name) => MESSAGE_PARAMETER.test(name));
  const onlyOurs = messages.length === 1 && messages[0] === 'SAMLResponse';
  // A repeated field arrives as an array.
  if (!onlyOurs || typeof fields['SAMLResponse'] !== 'string') throw new SamlRefusal('saml-form');
  if (typeof fields['RelayState'] !== 'string') throw new SamlRefusal('saml-relay-state');
};

/** Only for a form that has passed `oneMessage`. */
const readable = z.object({ SAMLResponse: z.string(), RelayState: z.string() });

export function messageOf({ body }: PostedForm): { response: string; relayState: string } {
  const { SAMLResponse: response, RelayState: relayState } = readable.parse(body);
  return { response, relayState };
}

function asFields(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
