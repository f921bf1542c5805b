import { NotFound } from '../../platform/errors.js';
import type { BankRecord, BankStore } from '../bank.store.js';
import type { ItemStore } from '../item.store.js';
import { asHeldIn } from '../lint/decide-lint.js';
import type { LintStandingStore } from '../lint/lint-standing.store.js';
import type { ItemRecord } from '../life-cycle.js';

export interface OpenItem {
  readonly bank: BankRecord;
  /** Absent for an item that is new. */
  readonly record?: ItemRecord;
}

/** A bank that the municipality writes, with one of its items. What others write is not found here. */
export function openToWrite(deps: {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly lintStandings: LintStandingStore;
}) {
  return async (
    municipalityId: string,
    bankId: string,
    itemId: string | undefined,
  ): Promise<OpenItem> => {
    const kept = await deps.banks.findReadable(bankId, municipalityId);
    if (kept?.ownerMunicipalityId !== municipalityId) throw new NotFound('item bank');
    const bank = await asHeldIn(deps, municipalityId, kept);
    if (itemId === undefined) return { bank };
    const record = await deps.items.find(bankId, itemId);
    if (!record) throw new NotFound('item');
    return { bank, record };
  };
}
