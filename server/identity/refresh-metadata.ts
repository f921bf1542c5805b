import { createHash } from 'node:crypto';
import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import type { FetchMetadata } from './fetch-metadata.js';
import type { IdentityProviderProposal } from './identity-provider.js';
import type { IdentityProviderStore } from './identity-provider.store.js';
import {
  importIdentityProvider,
  metadataPartOf,
  type ImportedIdentityProvider,
} from './idp-metadata.js';
import { IdpMetadataError, type IdpMetadataCode } from './idp-metadata-error.js';
import { metadataChanges, type MetadataPart } from './metadata-changes.rules.js';

interface ProposeDeps {
  readonly identityProviders: Pick<IdentityProviderStore, 'record' | 'propose' | 'withdraw'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

interface RefreshDeps extends ProposeDeps {
  readonly identityProviders: Pick<
    IdentityProviderStore,
    'record' | 'propose' | 'withdraw' | 'noteFetch'
  >;
  readonly fetchMetadata: FetchMetadata;
}

export type RefreshOutcome =
  | { readonly outcome: 'unknown' | 'no-source' | 'unchanged' }
  | { readonly outcome: 'failed'; readonly problem: IdpMetadataCode }
  | { readonly outcome: 'proposed'; readonly proposal: IdentityProviderProposal };

/** Lays metadata beside the settings. A difference becomes a proposal: what an administrator has not accepted changes nothing. */
export function proposeMetadata({ identityProviders, audit, clock }: ProposeDeps) {
  return async (
    providerId: string,
    imported: ImportedIdentityProvider,
  ): Promise<RefreshOutcome> => {
    const record = await identityProviders.record(providerId);
    if (!record) return { outcome: 'unknown' };
    const found = metadataPartOf(imported);
    const changes = metadataChanges(record.settings, found);
    if (changes.length === 0) {
      await identityProviders.withdraw(providerId);
      return { outcome: 'unchanged' };
    }
    const at = clock();
    const proposal = { id: idOf(found), foundAt: at, found, changes };
    if (await identityProviders.propose(providerId, proposal))
      await audit.record({
        municipalityId: record.municipalityId,
        actor: 'system',
        action: 'identity-provider.change-proposed',
        subject: `identity-provider:${providerId}`,
        at,
        details: { proposal: proposal.id, changes: changes.length },
      });
    return { outcome: 'proposed', proposal };
  };
}

/** Reads the metadata anew from where it came from. Its entityID cannot change: that would be another login service. */
export function refreshMetadata(deps: RefreshDeps) {
  const propose = proposeMetadata(deps);
  return async (providerId: string): Promise<RefreshOutcome> => {
    const { identityProviders, fetchMetadata, clock } = deps;
    const record = await identityProviders.record(providerId);
    if (!record) return { outcome: 'unknown' };
    const { settings, source } = record;
    if (!source) return { outcome: 'no-source' };
    try {
      const imported = importIdentityProvider(await fetchMetadata(source.url), {
        entityId: settings.entityId,
        trustedSigner: source.pinnedSigner,
        now: clock(),
      });
      await identityProviders.noteFetch(providerId, { at: clock() });
      return await propose(providerId, imported);
    } catch (error) {
      if (!(error instanceof IdpMetadataError)) throw error;
      await identityProviders.noteFetch(providerId, { at: clock(), problem: error.code });
      return { outcome: 'failed', problem: error.code };
    }
  };
}

/** The same for the same content: what was dismissed once is not proposed again. */
function idOf({ signInUrl, signOutUrl, signOutResponseUrl, certificates }: MetadataPart): string {
  const content = [signInUrl, signOutUrl, signOutResponseUrl, [...certificates].sort()];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
