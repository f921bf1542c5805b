import { SamlRefusal } from '../saml-refusal.js';
import type { SignInRequestStore } from '../sign-in-request.store.js';
import type { UsedAssertionStore } from '../used-assertion.store.js';

export interface Use {
  readonly municipalityId: string;
  readonly assertionId: string;
  readonly requestId: string;
  readonly now: Date;
}

export interface UseStores {
  readonly requests: Pick<SignInRequestStore, 'answer'>;
  readonly usedAssertions: Pick<UsedAssertionStore, 'use'>;
}

export type UseCheck = (use: Use, stores: UseStores) => Promise<void>;

/**
 * The last check, because it cannot be taken back. Of any number of posts of one response at once exactly one gets past both writes:
 * each assertion is good for one login, and each login for one assertion.
 */
export const usedOnce: UseCheck = async (use, { requests, usedAssertions }) => {
  if (!(await usedAssertions.use(use.municipalityId, use.assertionId, use.now))) {
    throw new SamlRefusal('saml-replay');
  }
  if (!(await requests.answer(use.requestId, use.now))) throw new SamlRefusal('saml-replay');
};
