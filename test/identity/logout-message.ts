import { createSign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { SigningKey } from '../../server/identity/demo-assertion.js';
import { logoutRequestXml, logoutResponseXml } from '../../server/identity/logout-messages.js';
import { algorithms, nameIdFormats } from '../../server/identity/saml-names.js';
import { newSamlId } from '../../server/identity/secret.js';
import { serviceProviderUrls } from '../../server/identity/service-provider.js';
import type { TestMunicipality } from './identity-app.js';

/** What a faulty or hostile login service does otherwise than a good one. */
export interface LogoutBend {
  readonly kind?: 'SAMLRequest' | 'SAMLResponse';
  readonly issuer?: string;
  readonly destination?: string;
  readonly issuedAt?: Date;
  readonly id?: string;
  readonly nameId?: string;
  readonly sessionIndex?: string | undefined;
  readonly inResponseTo?: string;
  readonly relayState?: string;
  readonly edit?: (xml: string) => string;
  /** In place of the deflated message. */
  readonly message?: Buffer;
  readonly key?: SigningKey;
  readonly signatureAlgorithm?: string;
  readonly digest?: string;
  readonly unsigned?: boolean;
  /** Of the whole query, once everything was signed. */
  readonly afterwards?: (query: string) => string;
}

/** The path and query by which a login service calls for a logout, or answers one. */
export function logoutPath(
  { slug, identityProvider }: TestMunicipality,
  ownKey: SigningKey,
  bend: LogoutBend = {},
  publicUrl = 'http://127.0.0.1:3000',
): string {
  const { sloUrl } = serviceProviderUrls(publicUrl, slug);
  const envelope = {
    id: bend.id ?? newSamlId(),
    issuer: bend.issuer ?? identityProvider.entityId,
    destination: bend.destination ?? sloUrl,
    issuedAt: bend.issuedAt ?? new Date(),
  };
  const { sessionIndex } = bend;
  const nameId = bend.nameId ?? 'kari';
  const kind = bend.kind ?? 'SAMLRequest';
  const plain =
    kind === 'SAMLRequest'
      ? logoutRequestXml(envelope, {
          nameId,
          nameIdFormat: nameIdFormats.persistent,
          ...(sessionIndex !== undefined && { sessionIndex }),
        })
      : logoutResponseXml(envelope, bend.inResponseTo ?? '_unknown');
  const message = bend.message ?? deflateRawSync((bend.edit ?? ((xml) => xml))(plain));
  const parameters = [
    [kind, message.toString('base64')],
    ...(bend.relayState === undefined ? [] : [['RelayState', bend.relayState]]),
    ['SigAlg', bend.signatureAlgorithm ?? algorithms.rsaSha256],
  ];
  const query = parameters
    .map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const signature = createSign(bend.digest ?? 'RSA-SHA256')
    .update(query)
    .sign((bend.key ?? ownKey).privateKeyPem, 'base64');
  const signed = bend.unsigned ? query : `${query}&Signature=${encodeURIComponent(signature)}`;
  return `/m/${slug}/saml/slo?${(bend.afterwards ?? ((text) => text))(signed)}`;
}

/** The message that an address carries. */
export function messageIn(address: string, kind: 'SAMLRequest' | 'SAMLResponse'): string {
  const deflated = Buffer.from(new URL(address).searchParams.get(kind) ?? '', 'base64');
  return inflateRawSync(deflated).toString('utf8');
}
