/** Where `samlRoutes` is mounted; the addresses below follow from it. */
export const SAML_MOUNT_PATH = '/m/:slug/saml';

interface KeyPair {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

/** What this service signs its messages with, and what is encrypted for it. */
export interface ServiceProviderKey extends KeyPair {
  /**
   * During a change of keys: the one that comes, or the one that was. It never signs; our metadata names it, so that login services know it
   * by the day it does, and what is encrypted for it is read.
   */
  readonly second?: KeyPair;
}

/** PEM of the private keys, the present one first. */
export function decryptionKeysOf({ privateKeyPem, second }: ServiceProviderKey): string[] {
  return [privateKeyPem, ...(second ? [second.privateKeyPem] : [])];
}

/** PEM of the certificates, the present one first. */
export function certificatesOf({ certificatePem, second }: ServiceProviderKey): string[] {
  return [certificatePem, ...(second ? [second.certificatePem] : [])];
}

export interface ServiceProviderUrls {
  /** One per municipality, so that the audience keeps them apart even behind one login service. */
  readonly entityId: string;
  readonly acsUrl: string;
  /** Logouts, and answers to ours, by redirect or by post. */
  readonly sloUrl: string;
}

export function serviceProviderUrls(publicUrl: string, slug: string): ServiceProviderUrls {
  const base =
    publicUrl.replace(/\/+$/, '') + SAML_MOUNT_PATH.replace(':slug', encodeURIComponent(slug));
  return { entityId: `${base}/metadata`, acsUrl: `${base}/acs`, sloUrl: `${base}/slo` };
}
