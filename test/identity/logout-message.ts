import { createSign } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  signed,
  type SignatureAlgorithms,
  type SigningKey,
} from '../../server/identity/demo-assertion.js';
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
  /** Of a signature within the message. */
  readonly algorithms?: SignatureAlgorithms;
  /** Of the whole query, once everything was signed. */
  readonly afterwards?: (query: string) => string;
}

/** What a login service posts to call for a logout, or to answer one. */
export function postedLogout(
  { slug, identityProvider }: TestMunicipality,
  ownKey: SigningKey,
  bend: LogoutBend & { readonly afterSigning?: (xml: string) => string } = {},
): Record<string, string> {
  const { kind = 'SAMLRequest', key = ownKey, relayState } = bend;
  const unchanged = (xml: string) => xml;
  const plain = (bend.edit ?? unchanged)(plainLogout(slug, identityProvider.entityId, bend));
  const element = kind === 'SAMLRequest' ? 'LogoutRequest' : 'LogoutResponse';
  const sent = bend.unsigned === true ? plain : signed(plain, element, key, bend.algorithms);
  return {
    [kind]: Buffer.from((bend.afterSigning ?? unchanged)(sent)).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  };
}

/** The path and query by which a login service calls for a logout, or answers one. */
export function logoutPath(
  { slug, identityProvider }: TestMunicipality,
  ownKey: SigningKey,
  bend: LogoutBend = {},
  publicUrl = 'http://127.0.0.1:3000',
): string {
  const kind = bend.kind ?? 'SAMLRequest';
  const plain = plainLogout(slug, identityProvider.entityId, bend, publicUrl);
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
  const sent = bend.unsigned ? query : `${query}&Signature=${encodeURIComponent(signature)}`;
  return `/m/${slug}/saml/slo?${(bend.afterwards ?? ((text) => text))(sent)}`;
}

function plainLogout(
  slug: string,
  entityId: string,
  bend: LogoutBend,
  publicUrl = 'http://127.0.0.1:3000',
): string {
  const { sloUrl } = serviceProviderUrls(publicUrl, slug);
  const envelope = {
    id: bend.id ?? newSamlId(),
    issuer: bend.issuer ?? entityId,
    destination: bend.destination ?? sloUrl,
    issuedAt: bend.issuedAt ?? new Date(),
  };
  const { sessionIndex } = bend;
  return bend.kind === 'SAMLResponse'
    ? logoutResponseXml(envelope, bend.inResponseTo ?? '_unknown')
    : logoutRequestXml(envelope, {
        nameId: bend.nameId ?? 'kari',
        nameIdFormat: nameIdFormats.persistent,
        ...(sessionIndex !== undefined && { sessionIndex }),
      });
}

/** The message that an address carries. */
export function messageIn(address: string, kind: 'SAMLRequest' | 'SAMLResponse'): string {
  const deflated = Buffer.from(new URL(address).searchParams.get(kind) ?? '', 'base64');
  return inflateRawSync(deflated).toString('utf8');
}
