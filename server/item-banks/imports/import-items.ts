import type { Locale } from '../../platform/locale.js';
import { may } from '../../organisation/policy.rules.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import { addMonths } from '../../platform/plain-date.js';
import type { IdSource } from '../../platform/rng.js';
import type { BankRecord, BankStore } from '../bank.store.js';
import type { Actor } from '../change-state.js';
import { fileFormOf } from '../content-hash.rules.js';
import { heldByImport, imagesOf } from '../images/image.rules.js';
import type { ItemImageStore } from '../images/image.store.js';
import type { readPictures } from '../images/read-pictures.js';
import type { Pictures } from '../lint/picture-contrast.js';
import type { FiledItem, Item } from '../item.js';
import type { ItemStore } from '../item.store.js';
import { asHeldIn } from '../lint/decide-lint.js';
import type { LintStandingStore } from '../lint/lint-standing.store.js';
import type { saveDraft } from '../save-draft.js';
import type { PlanEntry } from '../formats/plan-import.js';
import type { ItemImport, ItemImportStore } from './item-import.store.js';
import type { planUpload } from './plan-upload.js';

export interface ImportItemsDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly itemImports: ItemImportStore;
  readonly itemImages: ItemImageStore;
  readonly lintStandings: LintStandingStore;
  readonly readPictures: ReturnType<typeof readPictures>;
  readonly saveDraft: ReturnType<typeof saveDraft>;
  readonly planUpload: typeof planUpload;
  readonly ids: IdSource;
  readonly clock: Clock;
}

/** A file and what it does not say itself. */
export interface UploadCommand extends Actor {
  readonly bankId: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Of texts whose language is not marked. */
  readonly language: Locale;
  /** Of questions that name none of the bank. */
  readonly topic?: string | undefined;
  /** Of numbers without a unit. */
  readonly unit?: string | undefined;
}

export type UploadOutcome =
  | { readonly read: true; readonly importId: string }
  | { readonly read: false; readonly reason: 'too-slow' | 'too-many' };

const HOURS_KEPT = 24;
/** A person has to look at each; more come with `medsert bank import`. */
const MOST_QUESTIONS = 1000;

/** Reads an uploaded file and keeps what it would bring, until its person confirms it or a day is over. Nothing goes into the bank. */
export function uploadItems(deps: ImportItemsDeps) {
  return async (command: UploadCommand): Promise<UploadOutcome> => {
    const { bankId, fileName, bytes, language, topic, unit, person, today } = command;
    const bank = await writtenBank(deps, command);
    const records = await deps.items.allOf(bankId);
    const entries = await deps.planUpload({
      name: fileName,
      bytes,
      target: {
        items: records.map(fileFormOf).map(({ item, status }): FiledItem => ({ ...item, status })),
        topics: Object.keys(bank.topics),
      },
      defaults: { language, topic, unit, pool: 'exam', reviewBy: addMonths(today, 12) },
    });
    if (!entries) return { read: false, reason: 'too-slow' };
    if (entries.length > MOST_QUESTIONS) return { read: false, reason: 'too-many' };
    const at = deps.clock();
    const expiresAt = new Date(at.getTime() + HOURS_KEPT * 3_600_000);
    const { municipalityId, id: personId } = person;
    const importId = deps.ids();
    const kept = { id: importId, municipalityId, personId, bankId, fileName, at, expiresAt };
    for (const image of entries.flatMap(({ images = [] }) => images))
      await deps.itemImages.put(heldByImport(importId), image, expiresAt);
    await deps.itemImports.add({ ...kept, entries: entries.map(withoutImages) });
    return { read: true, importId };
  };
}

interface ImportCommand extends Actor {
  readonly bankId: string;
  readonly importId: string;
}

export interface FoundImport {
  readonly bank: BankRecord;
  readonly found: ItemImport;
  readonly pictures: Pictures;
}

/** What was reported to the person, who alone may see it. */
export function readImport(
  deps: Pick<ImportItemsDeps, 'banks' | 'itemImports' | 'lintStandings' | 'readPictures' | 'clock'>,
) {
  return async (command: ImportCommand): Promise<FoundImport> => {
    const { bankId, importId, person } = command;
    const bank = await writtenBank(deps, command);
    const owner = { municipalityId: person.municipalityId, personId: person.id, bankId };
    const found = await deps.itemImports.find(importId, owner, deps.clock());
    if (!found) throw new NotFound('import');
    const names = found.entries.flatMap(({ item }) => (item ? imagesOf(item) : []));
    const pictures = await deps.readPictures(heldByImport(found.id), names);
    return { bank: await asHeldIn(deps, person.municipalityId, bank), found, pictures };
  };
}

/** Item to why it was not kept; empty when all were. */
export type ConfirmOutcome = ReadonlyMap<string, string>;

/**
 * Keeps what was reported as drafts, exactly as it was reported. What somebody has given the bank meanwhile under the same id is left alone
 * and named. A confirmation that was interrupted can be given again.
 */
export function confirmImport(deps: ImportItemsDeps) {
  const read = readImport(deps);
  return async (command: ImportCommand): Promise<ConfirmOutcome> => {
    const { found } = await read(command);
    const { bankId, person, today } = command;
    const left = new Map<string, string>();
    for (const { outcome, item } of found.entries) {
      if (outcome !== 'new' || !item) continue;
      const content = withoutStatus(item);
      await deps.itemImages.copy(heldByImport(found.id), bankId, imagesOf(content));
      const kept = await deps.saveDraft({ bankId, content, revision: 0, person, today });
      if (!kept.saved) left.set(item.id, kept.reason);
    }
    await deps.itemImports.remove(found.id);
    await deps.itemImages.removeAll(heldByImport(found.id));
    return left;
  };
}

function withoutImages({ images: _images, ...entry }: PlanEntry): PlanEntry {
  return entry;
}

function withoutStatus({ status: _status, ...item }: FiledItem): Item {
  return item;
}

async function writtenBank(
  { banks }: Pick<ImportItemsDeps, 'banks'>,
  { bankId, person, today }: Actor & { readonly bankId: string },
): Promise<BankRecord> {
  const bank = await banks.findReadable(bankId, person.municipalityId);
  const subject = { municipalityId: bank?.ownerMunicipalityId ?? '' };
  if (!bank || !may(person, 'write-items', subject, today).allowed) throw new NotFound('item bank');
  return bank;
}
