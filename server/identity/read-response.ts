import { decodeMessage } from './saml-checks/encoding.check.js';
import { messageOf } from './saml-checks/one-message.check.js';
import type { Addressee, PostedForm } from './saml-checks/saml-check.js';
import { samlChecks } from './saml-checks/saml-checks.js';
import { isEncrypted, openEncrypted } from './open-encrypted.js';
import { SamlRefusal } from './saml-refusal.js';
import { decryptionKeysOf, type ServiceProviderKey } from './service-provider.js';
import { attributeOf, parseXml } from './xml-tree.js';

/** A message that can be read. None of it is believed yet. */
export interface ReadableResponse {
  readonly xml: string;
  readonly response: Element;
  readonly relayState: string;
}

interface ArrivedResponse {
  /** The request that the response claims to answer. */
  readonly requestId: string;
  readonly relayState: string;
  /** In place of the posted message, where its assertion was encrypted: as base64, its own signature verified. */
  readonly opened?: string;
}

/** What was posted, as far as any parser may go. */
export function openForm(form: PostedForm): ReadableResponse {
  for (const check of samlChecks.form) check(form);
  const message = messageOf(form);

  const xml = decodeMessage(message.response);
  for (const check of samlChecks.text) check(xml);

  const response = parseXml(xml);
  if (!response) throw new SamlRefusal('saml-not-xml');
  return { xml, response, relayState: message.relayState };
}

/** The request that the response claims to answer, before anything is known of it. */
export function claimedRequestOf({ response }: ReadableResponse): string {
  return attributeOf(response, 'InResponseTo') ?? '';
}

/** All that can be found out about a response before its signature is looked at. Cheap, so it comes before anything that costs. */
export function readResponse(
  { xml, response, relayState }: ReadableResponse,
  addressee: Addressee,
  key: ServiceProviderKey,
): ArrivedResponse {
  const opened = isEncrypted(response)
    ? openEncrypted(xml, response, addressee, decryptionKeysOf(key))
    : undefined;
  const readable = opened === undefined ? response : parseXml(opened);
  if (!readable) throw new SamlRefusal('saml-encrypted');
  const asked = opened === undefined ? addressee : withoutOuterSignature(addressee);
  for (const check of samlChecks.response) check(readable, asked);

  const requestId = attributeOf(readable, 'InResponseTo') ?? '';
  return {
    requestId,
    relayState,
    ...(opened !== undefined && { opened: Buffer.from(opened).toString('base64') }),
  };
}

/** For a response whose signature was verified and is gone: that of the assertion is still to come. */
export function withoutOuterSignature<T extends Pick<Addressee, 'identityProvider'>>(
  context: T,
): T {
  return {
    ...context,
    identityProvider: { ...context.identityProvider, wantResponseSigned: false },
  };
}
