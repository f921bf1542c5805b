import type { AuditTrail } from '../audit/audit-event.js';
import { may, type Refusal } from '../organisation/policy.rules.js';
import type { Clock } from '../platform/clock.js';
import { NotFound } from '../platform/errors.js';
import type { BankStore } from './bank.store.js';
import type { Actor } from './change-state.js';
import { hashOf } from './content-hash.rules.js';
import type { Item } from './item.js';
import { imagesOf } from './images/image.rules.js';
import type { ItemImageStore } from './images/image.store.js';
import type { ItemStore } from './item.store.js';
import type { ItemRecord, ItemVersion } from './life-cycle.js';
import { latestVersion, placeOfDraft, replacements } from './life-cycle.rules.js';

export interface SaveDraftDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly itemImages: ItemImageStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export interface DraftCommand extends Actor {
  readonly bankId: string;
  readonly content: Item;
  /** The item's revision that the author began with; 0 for a new item. */
  readonly revision: number;
}

export type DraftOutcome =
  | { readonly saved: true; readonly version: number; readonly revision: number }
  | {
      readonly saved: false;
      readonly reason:
        Refusal | 'shipped-bank' | 'id-taken' | 'changed-meanwhile' | 'in-review' | 'no-such-image';
    };

/**
 * Saves what an author wrote as a draft: a new item, a new version of one that is in use (which stays in use until the new one goes live), or
 * again into the draft that nobody has reviewed yet. The content has been read and checked before.
 */
export function saveDraft(deps: SaveDraftDeps) {
  return async (command: DraftCommand): Promise<DraftOutcome> => {
    const { bankId, content, person, today, revision } = command;
    const bank = await deps.banks.findReadable(bankId, person.municipalityId);
    if (!bank) throw new NotFound('item bank');
    const { ownerMunicipalityId } = bank;
    if (ownerMunicipalityId === undefined) return { saved: false, reason: 'shipped-bank' };
    const subject = { municipalityId: ownerMunicipalityId };
    const [refusal] = may(person, 'write-items', subject, today).reasons;
    if (refusal) return { saved: false, reason: refusal };
    if (!(await deps.itemImages.keep(bankId, imagesOf(content))))
      return { saved: false, reason: 'no-such-image' };

    const record = await deps.items.find(bankId, content.id);
    if (!record)
      return revision === 0
        ? created(deps, command)
        : { saved: false, reason: 'changed-meanwhile' };
    if (revision === 0) return { saved: false, reason: 'id-taken' };
    if (record.revision !== revision) return { saved: false, reason: 'changed-meanwhile' };
    return changed(deps, command, record);
  };
}

async function created(deps: SaveDraftDeps, command: DraftCommand): Promise<DraftOutcome> {
  const { bankId, content, person } = command;
  const first = draftVersion(1, command, deps.clock());
  const record = { bankId, itemId: content.id, ownerId: person.id, versions: [first] };
  if (!(await deps.items.create(record))) return { saved: false, reason: 'id-taken' };
  await audited(deps, command, first);
  return { saved: true, version: 1, revision: 1 };
}

async function changed(
  deps: SaveDraftDeps,
  command: DraftCommand,
  record: ItemRecord,
): Promise<DraftOutcome> {
  const { items, clock } = deps;
  const latest = latestVersion(record);
  const saved = { saved: true, version: latest.version, revision: record.revision } as const;
  const contentHash = hashOf(command.content);
  const place = placeOfDraft(record);
  if (place === 'in-review') return { saved: false, reason: 'in-review' };
  if (contentHash === latest.contentHash) return saved;
  if (place === 'rewrite') {
    const { content, person } = command;
    const rewritten = { version: latest.version, content, contentHash };
    return (await items.rewrite(record, rewritten, person.id))
      ? { ...saved, revision: record.revision + 1 }
      : { saved: false, reason: 'changed-meanwhile' };
  }
  const at = clock();
  const added = draftVersion(latest.version + 1, command, at);
  const events = replacements(record, added.version, ['draft'], command.person.id, at);
  if (!(await items.addVersion(record, added, { events })))
    return { saved: false, reason: 'changed-meanwhile' };
  await audited(deps, command, added);
  return { saved: true, version: added.version, revision: record.revision + 1 };
}

function draftVersion(version: number, { content, person }: DraftCommand, at: Date): ItemVersion {
  return {
    version,
    content,
    contentHash: hashOf(content),
    authors: [person.id],
    addedAt: at,
    events: [{ to: 'draft', by: person.id, at }],
  };
}

async function audited(
  { audit }: SaveDraftDeps,
  { bankId, content, person }: DraftCommand,
  { version, contentHash, addedAt }: ItemVersion,
): Promise<void> {
  await audit.record({
    municipalityId: person.municipalityId,
    actor: person.id,
    action: 'item.draft',
    subject: `item:${bankId}/${content.id}`,
    at: addedAt,
    details: { version, contentHash },
  });
}
