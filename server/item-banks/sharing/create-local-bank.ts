import type { Localised } from '../../platform/locale.js';
import { NotFound } from '../../platform/errors.js';
import type { Actor } from '../change-state.js';
import { mustMay, type SubscriptionDeps } from './subscriptions.js';
import type { SharingOutcome } from './adopt-release.js';

interface LocalBankCommand extends Actor {
  readonly newId: string;
  /** In one language at least. */
  readonly titles: Localised;
  /** A bank that the municipality reads: what may be asked about is the same, so that one exam can draw from both. */
  readonly topicsOf: string;
}

/** An empty bank of the municipality's own, for what is local. */
export function createLocalBank({
  banks,
  audit,
  clock,
}: Pick<SubscriptionDeps, 'banks' | 'audit' | 'clock'>) {
  return async (command: LocalBankCommand): Promise<SharingOutcome> => {
    mustMay(command, 'write-items');
    const { newId: id, titles, person, topicsOf } = command;
    const { municipalityId } = person;
    if (Object.keys(titles).length === 0) return { done: false, obstacle: 'title-missing' };
    const like = await banks.findReadable(topicsOf, municipalityId);
    if (!like) throw new NotFound('item bank');
    const bank = { id, titles, topics: like.topics };
    if (!(await banks.create({ ...bank, shipped: false, ownerMunicipalityId: municipalityId })))
      return { done: false, obstacle: 'id-taken' };
    await audit.record({
      municipalityId,
      actor: person.id,
      action: 'bank.created',
      subject: `bank:${id}`,
      at: clock(),
    });
    return { done: true, bankId: id };
  };
}
