import type { PlainDate } from '../platform/plain-date.js';

/** Municipalities that share banks. Its host's administrators act for it; of the others they see counts, and never people. */
export interface Region {
  readonly id: string;
  readonly name: string;
  readonly hostMunicipalityId: string;
  /** One more with every change: who writes says which they have seen. */
  readonly revision: number;
  /** In the order of the invitations; a municipality that has left and comes back has two. */
  readonly members: readonly Membership[];
}

/** A municipality is invited by the host, and is a member only once its own administrator has said yes. */
export interface Membership {
  readonly municipalityId: string;
  readonly invitedAt: Date;
  /** The first day. Absent: not answered yet, or declined. */
  readonly from?: PlainDate;
  /** The last day. */
  readonly to?: PlainDate;
  readonly declinedAt?: Date;
}

export type MembershipState = 'invited' | 'declined' | 'member' | 'left';
