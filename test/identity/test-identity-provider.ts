import { inflateRawSync } from 'node:zlib';
import assert from 'node:assert/strict';
import type { Response } from 'supertest';
import {
  assertionXml,
  responseXml,
  signed,
  type AssertionContent,
  type ResponseContent,
  type SignatureAlgorithms,
  type SigningKey,
} from '../../server/identity/demo-assertion.js';
import { nameIdFormats } from '../../server/identity/saml-names.js';
import { newSamlId } from '../../server/identity/secret.js';
import { serviceProviderUrls } from '../../server/identity/service-provider.js';
import type { TestMunicipality } from './identity-app.js';

/** A login that a browser has begun, as its login service sees it. */
export interface BegunLogin {
  readonly requestId: string;
  readonly relayState: string;
  readonly location: URL;
  readonly requestXml: string;
}

export async function beginLogin(
  browser: { get(path: string): PromiseLike<Response> },
  slug: string,
  returnTo?: string,
  provider?: string,
): Promise<BegunLogin> {
  const asked = {
    ...(returnTo !== undefined && { returnTo }),
    ...(provider !== undefined && { provider }),
  };
  const query = Object.keys(asked).length === 0 ? '' : `?${new URLSearchParams(asked).toString()}`;
  const response = await browser.get(`/m/${slug}/saml/login${query}`);
  assert.equal(response.status, 302);
  const location = new URL(String(response.headers['location']));
  const deflated = Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64');
  const requestXml = inflateRawSync(deflated).toString('utf8');
  return {
    requestId: / ID="([^"]+)"/.exec(requestXml)?.[1] ?? '',
    relayState: location.searchParams.get('RelayState') ?? '',
    location,
    requestXml,
  };
}

/** What a faulty or hostile login service does otherwise than a good one. */
export interface Bend {
  readonly content?: Partial<AssertionContent>;
  readonly around?: Partial<ResponseContent>;
  /** Before anything is signed. */
  readonly editAssertion?: (xml: string) => string;
  /** After the assertion was signed, before the response is. */
  readonly editResponse?: (xml: string) => string;
  /** After everything was signed. */
  readonly afterwards?: (xml: string) => string;
  readonly key?: SigningKey;
  readonly algorithms?: SignatureAlgorithms;
  readonly leaveUnsigned?: readonly ('Response' | 'Assertion')[];
}

export interface TestIdentityProvider {
  /** The response in XML. */
  respond(login: Pick<BegunLogin, 'requestId'>, bend?: Bend): string;
}

export const nurse = {
  uid: ['nurse-1'],
  fornavn: ['Kari'],
  etternavn: ['Nordmann'],
  epost: ['kari.nordmann@kommune.example'],
} as const;

export function anIdentityProvider(
  { slug, identityProvider }: TestMunicipality,
  ownKey: SigningKey,
  publicUrl = 'http://127.0.0.1:3000',
): TestIdentityProvider {
  const { entityId, acsUrl } = serviceProviderUrls(publicUrl, slug);
  return {
    respond({ requestId }, bend = {}) {
      const issuedAt = new Date();
      const key = bend.key ?? ownKey;
      const unchanged = (xml: string) => xml;
      const sign = (xml: string, element: 'Response' | 'Assertion') =>
        bend.leaveUnsigned?.includes(element) ? xml : signed(xml, element, key, bend.algorithms);

      const assertion = assertionXml({
        id: newSamlId(),
        issuer: identityProvider.entityId,
        audience: entityId,
        recipient: acsUrl,
        inResponseTo: requestId,
        nameId: 'kari',
        nameIdFormat: nameIdFormats.persistent,
        sessionIndex: newSamlId(),
        issuedAt,
        validUntil: new Date(issuedAt.getTime() + 300_000),
        attributes: nurse,
        ...bend.content,
      });
      const response = responseXml(
        {
          id: newSamlId(),
          issuer: identityProvider.entityId,
          destination: acsUrl,
          inResponseTo: requestId,
          issuedAt,
          ...bend.around,
        },
        sign((bend.editAssertion ?? unchanged)(assertion), 'Assertion'),
      );
      const sent = sign((bend.editResponse ?? unchanged)(response), 'Response');
      return (bend.afterwards ?? unchanged)(sent);
    },
  };
}

export function asForm(login: Pick<BegunLogin, 'relayState'>, xml: string): Record<string, string> {
  return { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: login.relayState };
}
