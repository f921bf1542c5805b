import type { AuditTrail } from '../../audit/audit-event.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { BankRecord, BankStore } from '../bank.store.js';
import type { Actor } from '../change-state.js';
import {
  exportLanguages,
  writeItems,
  type EXPORT_LANGUAGES,
  type Export,
} from '../formats/writers.js';
import type { FormatWriter } from '../formats/write/format-writer.js';
import { imagesOf, type ItemImage } from '../images/image.rules.js';
import type { ItemImageStore } from '../images/image.store.js';
import type { ItemStore } from '../item.store.js';
import type { ItemRecord } from '../life-cycle.js';
import { currentVersion, liveVersion, stateOf } from '../life-cycle.rules.js';

export interface ExportItemsDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly itemImages: ItemImageStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** What is wanted: a bank, or one item of it, in which format and languages. */
export interface ExportCommand extends Pick<Actor, 'person'> {
  readonly bankId: string;
  readonly itemId?: string | undefined;
  readonly writer?: FormatWriter | undefined;
  readonly language?: (typeof EXPORT_LANGUAGES)[number] | undefined;
}

export interface PlannedExport {
  readonly bank: BankRecord;
  readonly items: number;
  /** Exam items that candidates may be given: what the file gives away. */
  readonly secret: number;
  /** Absent until a format is chosen. */
  readonly file?: Export;
}

/** What the file would hold, and what it can't: nothing leaves the service, and nothing is recorded. */
export function planExport({ banks, items, itemImages, clock }: ExportItemsDeps) {
  return async ({
    bankId,
    itemId,
    writer,
    language,
    person,
  }: ExportCommand): Promise<PlannedExport> => {
    const bank = await banks.findReadable(bankId, person.municipalityId);
    if (!bank) throw new NotFound('item bank');
    const records =
      itemId === undefined ? await items.allOf(bankId) : [await items.find(bankId, itemId)];
    const wanted = records.flatMap((record) =>
      record && (itemId !== undefined || isInUse(record)) ? [record] : [],
    );
    if (itemId !== undefined && wanted.length === 0) throw new NotFound('item');
    const contents = wanted.map((record) => exported(record).content);
    const images = new Map<string, ItemImage>();
    for (const name of writer?.holdsImages ? contents.flatMap(imagesOf) : []) {
      const image = images.get(name) ?? (await itemImages.find(bankId, name));
      if (image) images.set(name, image);
    }
    return {
      bank,
      items: wanted.length,
      secret: wanted.filter(isSecret).length,
      ...(writer
        ? {
            file: await writeItems(contents, writer, {
              languages: exportLanguages(language),
              alone: itemId !== undefined,
              modified: clock(),
              images,
            }),
          }
        : {}),
    };
  };
}

/** The file, and an entry in the trail that it was taken. When other items are left out than the person was shown, the plan alone. */
export function exportItems(deps: ExportItemsDeps) {
  const plan = planExport(deps);
  return async (
    command: ExportCommand & {
      readonly writer: FormatWriter;
      readonly leftOut: readonly string[];
    },
  ): Promise<{ readonly planned: PlannedExport; readonly file?: Export }> => {
    const { bankId, itemId, writer, language, person, leftOut } = command;
    const planned = await plan(command);
    const { file } = planned;
    if (!file || file.questions === 0 || file.refused.join() !== leftOut.join()) return { planned };
    await deps.audit.record({
      municipalityId: person.municipalityId,
      actor: person.id,
      action: 'item.exported',
      subject: itemId === undefined ? `bank:${bankId}` : `item:${bankId}/${itemId}`,
      at: deps.clock(),
      details: {
        format: writer.id,
        language: language ?? 'default',
        items: file.rows.length - file.refused.length,
        liveExamItems: planned.secret,
      },
    });
    return { planned, file };
  };
}

/** The version that candidates get; before there is one, the newest. */
function exported(record: ItemRecord) {
  return liveVersion(record) ?? currentVersion(record);
}

function isInUse(record: ItemRecord): boolean {
  return stateOf(exported(record)) !== 'retired';
}

function isSecret(record: ItemRecord): boolean {
  return liveVersion(record)?.content.pool === 'exam';
}
