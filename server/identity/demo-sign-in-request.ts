import { createVerify } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { boundedText } from './saml-checks/bounded-tree.check.js';
import { plainMarkup } from './saml-checks/plain-markup.check.js';
import { algorithms, namespaces } from './saml-names.js';
import { attributeOf, onlyChild, parseXml, textOf } from './xml-tree.js';

/** The one service that a demo login service answers. */
export interface DemoServiceProvider {
  readonly entityId: string;
  readonly acsUrl: string;
  readonly sloUrl: string;
  readonly certificatePem: string;
}

export interface DemoSignInRequest {
  readonly id: string;
  readonly relayState: string;
}

class DemoRequestRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'DemoRequestRefused';
  }
}

const LONGEST_REQUEST = 65_536;

/** Reads a request sent by redirect, as a careful login service does: nothing in it counts unless the service signed the query. */
export function readSignInRequest(
  rawQuery: string,
  signInUrl: string,
  service: DemoServiceProvider,
): DemoSignInRequest {
  requireSignature(rawQuery, service.certificatePem);
  const request = parseRequest(parameterOf(rawQuery, 'SAMLRequest'));
  const id = attributeOf(request, 'ID');
  const acsUrl = attributeOf(request, 'AssertionConsumerServiceURL');
  const issuer = textOf(onlyChild(request, namespaces.assertion, 'Issuer'));
  if (issuer !== service.entityId) throw new DemoRequestRefused('from another service');
  if (attributeOf(request, 'Destination') !== signInUrl) {
    throw new DemoRequestRefused('for another login service');
  }
  if (acsUrl !== undefined && acsUrl !== service.acsUrl) {
    throw new DemoRequestRefused('to be answered elsewhere');
  }
  if (id === undefined) throw new DemoRequestRefused('without an ID');
  return { id, relayState: parameterOf(rawQuery, 'RelayState') };
}

/** The signature covers the parameters as they were written, so they are taken from the raw query and never encoded anew. */
function requireSignature(rawQuery: string, certificatePem: string): void {
  const covered = ['SAMLRequest', 'RelayState', 'SigAlg'].map((name) => rawPair(rawQuery, name));
  const signature = Buffer.from(parameterOf(rawQuery, 'Signature'), 'base64');
  const isRight =
    parameterOf(rawQuery, 'SigAlg') === algorithms.rsaSha256 &&
    createVerify('RSA-SHA256').update(covered.join('&')).verify(certificatePem, signature);
  if (!isRight) throw new DemoRequestRefused('not signed by the service');
}

function rawPair(rawQuery: string, name: string): string {
  const pairs = rawQuery.split('&').filter((pair) => pair.startsWith(`${name}=`));
  const [pair] = pairs;
  if (pair === undefined || pairs.length > 1) throw new DemoRequestRefused(`needs one ${name}`);
  return pair;
}

function parameterOf(rawQuery: string, name: string): string {
  return new URLSearchParams(rawPair(rawQuery, name)).get(name) ?? '';
}

function parseRequest(deflated: string): Element {
  const xml = inflate(deflated);
  plainMarkup(xml);
  boundedText(xml);
  const request = parseXml(xml);
  if (request?.localName !== 'AuthnRequest' || request.namespaceURI !== namespaces.protocol) {
    throw new DemoRequestRefused('not an AuthnRequest');
  }
  return request;
}

function inflate(deflated: string): string {
  try {
    const bytes = Buffer.from(deflated, 'base64');
    return inflateRawSync(bytes, { maxOutputLength: LONGEST_REQUEST }).toString('utf8');
  } catch {
    throw new DemoRequestRefused('not deflated, or too long');
  }
}
