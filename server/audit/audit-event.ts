/** Something that happened and must be provable later. Only opaque ids: a person's name is never in the chain. */
export interface AuditEvent {
  readonly municipalityId: string;
  /** A person's id, or `system`. */
  readonly actor: string;
  readonly action: string;
  /** What it was done to, as `attempt:<id>`. */
  readonly subject: string;
  readonly at: Date;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** What people wrote or what says who somebody is: kept beside the chain, so that it can be erased without breaking it. */
  readonly aside?: AuditAside;
  /** For what a crash may make us record again: of several events with the same words the first alone is kept. */
  readonly once?: string;
}

export interface AuditAside {
  /** The id of the person it is about; goes when that person is erased. */
  readonly personId: string;
  readonly content: Readonly<Record<string, string>>;
}

export interface AuditEntry extends Omit<AuditEvent, 'aside'> {
  /** 1, 2, 3 … without a gap in each municipality. */
  readonly sequence: number;
  /** The reference of the request it happened in, as error pages and the log have it. */
  readonly requestId?: string;
  /** Salted, so that nothing can be guessed from the digest once the aside is gone. */
  readonly aside?: { readonly id: string; readonly digest: string };
  readonly previousHash: string;
  readonly hash: string;
}

/** What use cases are handed. */
export interface AuditTrail {
  /** Resolves once the entry is durable. */
  record(event: AuditEvent): Promise<void>;
}
