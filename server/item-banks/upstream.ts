/** Where the items of a bank come from, when another municipality writes them. */
export interface Upstream {
  /** A bank that follows has the text of its releases and no other; a fork is the municipality's own and goes its own way. */
  readonly kind: 'follow' | 'fork';
  readonly bankId: string;
  readonly regionId: string;
  /** The release it has, or began with; 0: none yet. */
  readonly release: number;
  /** Of that release, by its SPDX id. */
  readonly licence: string;
  readonly rightsHolder: string;
  /** A release whose adoption was begun and not finished: adopting it again finishes it. */
  readonly adopting?: number;
  /** A release that the municipality has looked at and does not take for now. */
  readonly held?: {
    readonly release: number;
    readonly reason: string;
    readonly by: string;
    readonly at: Date;
  };
  /** No longer subscribed: what it has stays, and nothing new comes. */
  readonly ended?: boolean;
  /** One more with every change. */
  readonly revision: number;
}

/** An item as upstream had it when the two last agreed. */
export interface ItemUpstream {
  readonly version: number;
  readonly contentHash: string;
  readonly state: 'live' | 'burned' | 'retired';
}
