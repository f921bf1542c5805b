/** Where `samlRoutes` is mounted; the addresses below follow from it. */
export const SAML_MOUNT_PATH = '/m/:slug/saml';

/** What this service signs its requests with. */
export interface ServiceProviderKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  /** Of the key that comes next: told in the metadata ahead of the change, so that login services know it when it begins to sign. */
  readonly announcedCertificates?: readonly string[];
}

export interface ServiceProviderUrls {
  /** One per municipality, so that the audience keeps them apart even behind one login service. */
  readonly entityId: string;
  readonly acsUrl: string;
  /** Logouts, and answers to ours, by redirect. */
  readonly sloUrl: string;
}

export function serviceProviderUrls(publicUrl: string, slug: string): ServiceProviderUrls {
  const base =
    publicUrl.replace(/\/+$/, '') + SAML_MOUNT_PATH.replace(':slug', encodeURIComponent(slug));
  return { entityId: `${base}/metadata`, acsUrl: `${base}/acs`, sloUrl: `${base}/slo` };
}
