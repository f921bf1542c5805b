import { decodeMessage } from './saml-checks/encoding.check.js';
import { messageOf } from './saml-checks/one-message.check.js';
import type { Addressee, PostedForm } from './saml-checks/saml-check.js';
import { samlChecks } from './saml-checks/saml-checks.js';
import { SamlRefusal } from './saml-refusal.js';
import { attributeOf, parseXml } from './xml-tree.js';

interface ArrivedResponse {
  /** The request that the response claims to answer. */
  readonly requestId: string;
  readonly relayState: string;
}

/** All that can be found out about a response before its signature is looked at. Cheap, so it comes before anything that costs. */
export function readResponse(form: PostedForm, addressee: Addressee): ArrivedResponse {
  for (const check of samlChecks.form) check(form);
  const message = messageOf(form);

  const xml = decodeMessage(message.response);
  for (const check of samlChecks.text) check(xml);

  const response = parseXml(xml);
  if (!response) throw new SamlRefusal('saml-not-xml');
  for (const check of samlChecks.response) check(response, addressee);

  const requestId = attributeOf(response, 'InResponseTo') ?? '';
  return { requestId, relayState: message.relayState };
}
