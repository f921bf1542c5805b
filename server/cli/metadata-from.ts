import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FetchMetadata } from '../identity/fetch-metadata.js';
import { IdpMetadataError } from '../identity/idp-metadata-error.js';
import type { CommandInput } from './command.js';

/** What a person names on the command line. */
export interface NamedMetadata {
  /** A path, or an https address. */
  readonly at: string;
  /** The path of the certificate that must have signed it. */
  readonly pin?: string | undefined;
}

export interface ReadMetadata {
  readonly file: Uint8Array;
  readonly source: { readonly url?: string; readonly pinnedSigner?: string };
}

export function namedMetadata({ options }: Pick<CommandInput, 'options'>): NamedMetadata {
  return { at: options['idp-metadata'] ?? '', pin: options['pin'] };
}

/** Reads the file, or fetches it. */
export async function metadataFrom(
  { fetchMetadata }: { readonly fetchMetadata: FetchMetadata },
  { at, pin }: NamedMetadata,
): Promise<ReadMetadata> {
  const pinnedSigner = pin === undefined ? undefined : certificateIn(await fileAt(pin));
  const isAddress = /^https?:\/\//i.test(at);
  return {
    file: await (isAddress ? fetchMetadata(at) : fileAt(at)),
    source: { ...(isAddress && { url: at }), ...(pinnedSigner !== undefined && { pinnedSigner }) },
  };
}

function certificateIn(file: Uint8Array): string {
  try {
    return new X509Certificate(file).toString();
  } catch {
    throw new IdpMetadataError('metadata-signer');
  }
}

async function fileAt(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new Error(`The file ${path} cannot be read.`);
  }
}
