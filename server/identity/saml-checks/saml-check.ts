import type { IdentityProviderSettings } from '../identity-provider.js';
import type { SignInRequest } from '../sign-in-request.store.js';

/** A check refuses by throwing a `SamlRefusal`; one that returns has found nothing wrong. */

/** What the browser posted, none of it believed yet. */
export interface PostedForm {
  readonly body: unknown;
  readonly query: Readonly<Record<string, unknown>>;
}
export type FormCheck = (form: PostedForm) => void;

/** On the text, before any parser sees it. */
export type TextCheck = (xml: string) => void;

/** What a message must fit to be for us. From the path and our own records, never from the message. */
export interface Addressee {
  readonly municipalityId: string;
  readonly identityProvider: IdentityProviderSettings;
  readonly acsUrl: string;
  readonly now: Date;
}
export type ResponseCheck = (response: Element, addressee: Addressee) => void;
/** Asked of the assertion, signed or not yet known to be. */
export type ContentCheck = (assertion: Element, addressee: Addressee) => void;

/** Which login of which browser the response claims to answer, beside what we know of that login. */
export interface ClaimedRequest {
  readonly municipalityId: string;
  readonly request: SignInRequest | undefined;
  readonly relayState: string;
  /** Of the secret in this browser's cookie for that login. */
  readonly browserFingerprint: string | undefined;
  readonly now: Date;
}
export type RequestCheck = (claimed: ClaimedRequest) => void;

/** For assertions whose signature holds: the bytes read here are the bytes that were signed. */
export interface AssertionContext extends Addressee {
  readonly requestId: string;
}
export type AssertionCheck = (assertion: Element, context: AssertionContext) => void;

/** Clocks of municipal servers differ by this much at most. The same allowance for every comparison of times. */
export const CLOCK_SKEW_MS = 120_000;

/** Time for a slow network and a second try, and no more: whoever steals an assertion must use it at once. */
export const OLDEST_ASSERTION_MS = 10 * 60 * 1000;
