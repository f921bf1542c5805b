/** What metadata decides of a login service's settings; everything else is the municipality's own choice. */
export interface MetadataPart {
  readonly signInUrl: string;
  /** Where logouts that begin here are told, by redirect. None: a logout ends the session here only. */
  readonly signOutUrl?: string;
  /** Where the answers to its own logouts go, if elsewhere. */
  readonly signOutResponseUrl?: string;
  /** PEM. All of them are trusted, so that a municipality can change its key without a day on which nobody gets in. */
  readonly certificates: readonly string[];
}

/** One difference between what we rely on and what the metadata says now. */
export type MetadataChange =
  | {
      readonly kind: 'address';
      readonly field: 'signInUrl' | 'signOutUrl' | 'signOutResponseUrl';
      readonly from?: string;
      readonly to?: string;
    }
  | { readonly kind: 'certificate-added' | 'certificate-removed'; readonly certificate: string };

const ADDRESSES = ['signInUrl', 'signOutUrl', 'signOutResponseUrl'] as const;

/** Empty when nothing has changed; the order of certificates means nothing. */
export function metadataChanges(current: MetadataPart, found: MetadataPart): MetadataChange[] {
  const addresses = ADDRESSES.flatMap((field): MetadataChange[] => {
    const [from, to] = [current[field], found[field]];
    if (from === to) return [];
    return [
      {
        kind: 'address',
        field,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      },
    ];
  });
  const added = found.certificates.filter((one) => !has(current, one));
  const removed = current.certificates.filter((one) => !has(found, one));
  return [
    ...addresses,
    ...added.map((certificate) => ({ kind: 'certificate-added', certificate }) as const),
    ...removed.map((certificate) => ({ kind: 'certificate-removed', certificate }) as const),
  ];
}

function has({ certificates }: MetadataPart, wanted: string): boolean {
  return certificates.some((one) => bare(one) === bare(wanted));
}

/** However the PEM is broken into lines. */
function bare(pem: string): string {
  return pem.replace(/\s/g, '');
}
