import type { AuditTrail } from '../audit/audit-event.js';
import type { Clock } from '../platform/clock.js';
import type { IdentityProviderStore } from './identity-provider.store.js';

interface DecideDeps {
  readonly identityProviders: Pick<IdentityProviderStore, 'accept' | 'dismiss'>;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

interface Decision {
  readonly municipalityId: string;
  readonly providerId: string;
  readonly proposalId: string;
  readonly answer: 'accept' | 'dismiss';
  /** A person's id, or `system` for the command line. */
  readonly actor: string;
}

/** What the administrator says to a change at the login service. False when that proposal is not the present one any more. */
export function decideProposal({ identityProviders, audit, clock }: DecideDeps) {
  return async ({
    municipalityId,
    providerId,
    proposalId,
    answer,
    actor,
  }: Decision): Promise<boolean> => {
    const decided = await identityProviders[answer](providerId, proposalId);
    if (!decided) return false;
    await audit.record({
      municipalityId,
      actor,
      action: `identity-provider.change-${answer === 'accept' ? 'accepted' : 'dismissed'}`,
      subject: `identity-provider:${providerId}`,
      at: clock(),
      details: { proposal: proposalId },
    });
    return true;
  };
}
