import { isActiveOn } from './person.js';
import type { PlainDate } from '../platform/plain-date.js';
import type { Membership, MembershipState, Region } from './region.js';

export function membershipState(membership: Membership, day: PlainDate): MembershipState {
  if (membership.declinedAt) return 'declined';
  if (membership.from === undefined) return 'invited';
  return isActiveOn(membership, day) ? 'member' : 'left';
}

/** The municipality's latest membership, whatever became of it. */
export function membershipOf(region: Region, municipalityId: string): Membership | undefined {
  return region.members.findLast((one) => one.municipalityId === municipalityId);
}

export function isMemberOn(region: Region, municipalityId: string, day: PlainDate): boolean {
  const membership = membershipOf(region, municipalityId);
  return membership !== undefined && membershipState(membership, day) === 'member';
}

export type RegionObstacle =
  /** Only the host's administrators invite and remove. */
  | 'not-host'
  | 'unknown-municipality'
  /** There is an invitation or a membership already. */
  | 'already-there'
  | 'not-invited'
  | 'not-member'
  /** The region is where its host's banks come from. */
  | 'host-stays'
  | 'reason-missing'
  | 'changed-meanwhile';

/** What happens to a membership, by whom. Days are those of the municipality that acts. */
export type RegionAct =
  | { readonly kind: 'invite'; readonly municipalityId: string }
  | { readonly kind: 'accept' | 'decline'; readonly municipalityId: string }
  | { readonly kind: 'end'; readonly municipalityId: string; readonly reason: string };

interface Acting {
  /** The municipality for which the person acts. */
  readonly by: string;
  readonly today: PlainDate;
  readonly now: Date;
}

/** The members after the act, or why it cannot be. Nobody but the municipality itself answers its invitation. */
export function membersAfter(
  region: Region,
  act: RegionAct,
  { by, today, now }: Acting,
): { readonly members: readonly Membership[] } | { readonly obstacle: RegionObstacle } {
  const { municipalityId } = act;
  const isHost = by === region.hostMunicipalityId;
  const membership = membershipOf(region, municipalityId);
  const state = membership && membershipState(membership, today);
  const open = state === 'invited' || state === 'member';
  const changed = (changes: Partial<Membership>) => ({
    members: region.members.map((one) => (one === membership ? { ...one, ...changes } : one)),
  });
  switch (act.kind) {
    case 'invite':
      if (!isHost) return { obstacle: 'not-host' };
      if (open) return { obstacle: 'already-there' };
      return { members: [...region.members, { municipalityId, invitedAt: now }] };
    case 'accept':
    case 'decline':
      if (by !== municipalityId || state !== 'invited') return { obstacle: 'not-invited' };
      return changed(act.kind === 'accept' ? { from: today } : { declinedAt: now });
    case 'end':
      if (by !== municipalityId && !isHost) return { obstacle: 'not-host' };
      if (municipalityId === region.hostMunicipalityId) return { obstacle: 'host-stays' };
      if (!open) return { obstacle: 'not-member' };
      if (act.reason.trim() === '') return { obstacle: 'reason-missing' };
      return changed(state === 'member' ? { to: today } : { declinedAt: now });
  }
}
