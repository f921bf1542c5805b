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
}

export interface AuditEntry extends AuditEvent {
  /** 1, 2, 3 … without a gap in each municipality. */
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** What use cases are handed. */
export interface AuditTrail {
  /** Resolves once the entry is durable. */
  record(event: AuditEvent): Promise<void>;
}
