import type { AuditHead } from './audit-head.js';
import type { AuditAside, AuditEntry } from './audit-event.js';
import type { AuditStore } from './audit.store.js';
import { digestOf, EMPTY_CHAIN, follows, type ChainEnd } from './chain.rules.js';

export type TrailFault =
  /** The entry of this number is missing, was changed, or does not follow from the one before. */
  | { readonly code: 'broken-link'; readonly sequence: number }
  /** What stands beside the entry was changed. (What was erased is no fault.) */
  | { readonly code: 'aside-changed'; readonly sequence: number }
  /** A signed head says that the entry of this number was another one. */
  | { readonly code: 'head-differs'; readonly sequence: number }
  /** A signed head says that the chain was longer: its end was cut off. */
  | { readonly code: 'cut-off'; readonly sequence: number };

export interface TrailVerdict {
  readonly entries: number;
  /** Absent: the trail is whole. Otherwise the first fault in the order of the chain. */
  readonly fault?: TrailFault;
}

/** Follows a municipality's chain from its beginning to its end, past every signed head. */
export function verifyTrail({
  audit,
  key,
}: {
  readonly audit: Pick<AuditStore, 'streamOf' | 'asidesOf'>;
  readonly key: string;
}) {
  return async (municipalityId: string, heads: readonly AuditHead[]): Promise<TrailVerdict> => {
    const headAt = new Map(heads.map((head) => [head.sequence, head]));
    let end: ChainEnd = EMPTY_CHAIN;
    for await (const entry of audit.streamOf(municipalityId)) {
      const fault = faultOf(entry, end, key, headAt) ?? (await asideFaultOf(entry));
      if (fault) return { entries: end.sequence, fault };
      end = entry;
    }
    const longest = Math.max(0, ...headAt.keys());
    return longest > end.sequence
      ? { entries: end.sequence, fault: { code: 'cut-off', sequence: end.sequence + 1 } }
      : { entries: end.sequence };
  };

  async function asideFaultOf(entry: AuditEntry): Promise<TrailFault | undefined> {
    if (!entry.aside) return undefined;
    const asides = await audit.asidesOf(entry.municipalityId, [entry]);
    const aside = asides.get(entry.aside.id);
    return aside && !isUnchanged(aside, entry.aside.digest)
      ? { code: 'aside-changed', sequence: entry.sequence }
      : undefined;
  }
}

function isUnchanged(
  { personId, content, salt }: AuditAside & { readonly salt: string },
  digest: string,
): boolean {
  return digestOf({ personId, content }, salt) === digest;
}

function faultOf(
  entry: AuditEntry,
  end: ChainEnd,
  key: string,
  headAt: ReadonlyMap<number, AuditHead>,
): TrailFault | undefined {
  const sequence = end.sequence + 1;
  if (!follows(entry, end, key)) return { code: 'broken-link', sequence };
  const head = headAt.get(sequence);
  return head && head.hash !== entry.hash ? { code: 'head-differs', sequence } : undefined;
}
