import type { AuditTrail } from '../../audit/audit-event.js';
import { may } from '../../organisation/policy.rules.js';
import type { Clock } from '../../platform/clock.js';
import { NotFound } from '../../platform/errors.js';
import type { BankRecord, BankStore } from '../bank.store.js';
import type { Actor } from '../change-state.js';
import type { ItemStore } from '../item.store.js';
import { currentVersion } from '../life-cycle.rules.js';
import type { Source } from './source.js';
import { outdatedIn, sourceProblems, sourcesOf, supersededOn } from './sources.rules.js';

export interface ChangeSourcesDeps {
  readonly banks: BankStore;
  readonly items: ItemStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

export type SourceOutcome =
  'done' | 'id-taken' | 'no-such-source' | 'wrong-dates' | 'changed-meanwhile';

/** Adds a source to a municipality's own bank, or corrects one that its authors added. */
export function addSource(deps: ChangeSourcesDeps) {
  return async (
    command: Actor & { readonly bankId: string; readonly id: string; readonly source: Source },
  ): Promise<SourceOutcome> => {
    const { bankId, id, source, person } = command;
    const bank = await writtenBank(deps, command);
    if (bank.sources && Object.hasOwn(bank.sources, id)) return 'id-taken';
    const after = { ...bank.addedSources, [id]: source };
    if (source.from !== undefined && source.to !== undefined && source.to < source.from)
      return 'wrong-dates';
    if (sourceProblems({ ...bank.sources, ...after }).length > 0) return 'no-such-source';
    if (!(await deps.banks.setSources(bank, person.municipalityId, after)))
      return 'changed-meanwhile';
    await deps.audit.record({
      municipalityId: person.municipalityId,
      actor: person.id,
      action: 'item.source-added',
      subject: `bank:${bankId}`,
      at: deps.clock(),
      details: {
        source: id,
        ...(source.replaces === undefined ? {} : { replaces: source.replaces }),
      },
    });
    return 'done';
  };
}

export interface ConfirmCommand extends Actor {
  readonly bankId: string;
  readonly itemId: string;
  readonly revision: number;
  readonly source: string;
  readonly reason: string;
}

/** Keeps an author's word, with its reason, that the item still holds although a source of it does not. False when something changed meanwhile. */
export function confirmSource(deps: ChangeSourcesDeps) {
  return async (command: ConfirmCommand): Promise<boolean> => {
    const { bankId, itemId, revision, source, reason, person, today } = command;
    const bank = await writtenBank(deps, command);
    const record = await deps.items.find(bankId, itemId);
    if (!record) throw new NotFound('item');
    const outdated = outdatedIn(
      currentVersion(record).content,
      supersededOn(sourcesOf(bank), today),
    ).find(({ id }) => id === source);
    if (!outdated) return false;
    const at = deps.clock();
    const successors = outdated.successors.map(({ id }) => id);
    const seen = { bankId, itemId, revision };
    if (!(await deps.items.confirm(seen, { source, successors, by: person.id, at, reason })))
      return false;
    await deps.audit.record({
      municipalityId: person.municipalityId,
      actor: person.id,
      action: 'item.source-confirmed',
      subject: `item:${bankId}/${itemId}`,
      at,
      details: { source },
      aside: { personId: person.id, content: { reason } },
    });
    return true;
  };
}

async function writtenBank(
  { banks }: ChangeSourcesDeps,
  { bankId, person, today }: Actor & { readonly bankId: string },
): Promise<BankRecord> {
  const bank = await banks.findReadable(bankId, person.municipalityId);
  const subject = { municipalityId: bank?.ownerMunicipalityId ?? '' };
  if (!bank || !may(person, 'write-items', subject, today).allowed) throw new NotFound('item bank');
  return bank;
}
