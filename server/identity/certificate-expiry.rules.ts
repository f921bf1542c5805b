/** Days before its end at which a certificate is spoken of, and how loudly. */
const STAGES = [
  { days: 0, state: 'expired' },
  { days: 7, state: 'within-7-days' },
  { days: 30, state: 'within-30-days' },
  { days: 60, state: 'within-60-days' },
] as const;

export type ExpiryState = (typeof STAGES)[number]['state'] | 'good';

const DAY_MS = 86_400_000;

/**
 * Nobody is shut out at that instant: trust comes from the metadata, and SAML metadata (2.0 interoperability profile, 2.6.1) says that dates in
 * certificates mean nothing. But whoever renews theirs on time sends a new key then, and that is what must not come as a surprise.
 */
export function expiryState(expiresAt: Date, now: Date): ExpiryState {
  const left = expiresAt.getTime() - now.getTime();
  return STAGES.find(({ days }) => left <= days * DAY_MS)?.state ?? 'good';
}
