import type { Localised } from '../../platform/locale.js';
import { NotFound } from '../../platform/errors.js';
import type { Actor } from '../change-state.js';
import { imagesOf } from '../images/image.rules.js';
import type { Upstream } from '../upstream.js';
import {
  compareWithRelease,
  itemsOffered,
  mustMay,
  offeredRelease,
  takenBank,
  type SubscriptionDeps,
  type TakenBank,
} from './subscriptions.js';
import { keepOwn, takeOffered } from './take-offered.js';
import { comparisons, type ItemComparison } from './upstream.rules.js';

export type SharingObstacle =
  'changed-meanwhile' | 'reason-missing' | 'id-taken' | 'already-adopted' | 'title-missing';

export type SharingOutcome =
  | { readonly done: true; readonly bankId: string }
  | { readonly done: false; readonly obstacle: SharingObstacle };

interface OfferCommand extends Actor {
  /** The bank as its publisher calls it, and one of its releases. */
  readonly bankId: string;
  readonly number: number;
}

/** The bank in which a municipality follows another's: one each, so the name says both. */
export function followingBankId(bankId: string, municipalityId: string): string {
  return `${bankId}-${municipalityId}`;
}

/** Subscribes to a published bank. Nothing is in use before a release is adopted. */
export function subscribe(deps: SubscriptionDeps) {
  return async (command: OfferCommand): Promise<SharingOutcome> => {
    mustMay(command, 'adopt-banks');
    const { person } = command;
    const release = await offeredRelease(deps, command, command);
    if (release.publisherId === person.municipalityId) throw new NotFound('release');
    const id = followingBankId(release.bankId, person.municipalityId);
    const existing = await deps.banks.findReadable(id, person.municipalityId);
    const { bankId, regionId, licence, rightsHolder } = release;
    if (existing?.upstream?.ended) {
      const { ended: _ended, ...upstream } = existing.upstream;
      if (!(await deps.banks.setUpstream(id, { ...upstream, regionId })))
        return { done: false, obstacle: 'changed-meanwhile' };
    } else {
      const upstream = {
        ...{ kind: 'follow' as const, bankId, regionId, licence, rightsHolder },
        release: 0,
        revision: 1,
      };
      const record = { ...release.bank, id, shipped: false, heldBy: person.municipalityId };
      if (!(await deps.banks.create({ ...record, upstream })))
        return { done: false, obstacle: 'id-taken' };
    }
    await recorded(deps, command, 'bank.subscribed', id, { from: bankId, region: regionId });
    return { done: true, bankId: id };
  };
}

interface FollowCommand extends Actor {
  /** The municipality's own name of it. */
  readonly bankId: string;
  readonly number: number;
  readonly reason: string;
}

/** Ends the subscription: what was adopted stays in use, and nothing new comes. */
export function unsubscribe(deps: SubscriptionDeps) {
  return async (command: Omit<FollowCommand, 'number'>): Promise<SharingOutcome> => {
    const bank = await followed(deps, command);
    if (command.reason.trim() === '') return { done: false, obstacle: 'reason-missing' };
    if (!(await deps.banks.setUpstream(bank.id, { ...bank.upstream, ended: true })))
      return { done: false, obstacle: 'changed-meanwhile' };
    await recorded(deps, command, 'bank.unsubscribed', bank.id, {}, command.reason);
    return { done: true, bankId: bank.id };
  };
}

/** Puts a release aside, for now, with the reason. Another release asks again. */
export function holdRelease(deps: SubscriptionDeps) {
  return async (command: FollowCommand): Promise<SharingOutcome> => {
    const { number, person } = command;
    const bank = await followed(deps, command);
    await offeredRelease(deps, { bankId: bank.upstream.bankId, number }, command);
    const reason = command.reason.trim();
    if (reason === '') return { done: false, obstacle: 'reason-missing' };
    const held = { release: number, reason, by: person.id, at: deps.clock() };
    if (!(await deps.banks.setUpstream(bank.id, { ...bank.upstream, held })))
      return { done: false, obstacle: 'changed-meanwhile' };
    await recorded(deps, command, 'bank.held', bank.id, { release: number }, reason);
    return { done: true, bankId: bank.id };
  };
}

/**
 * Takes a release into use: from now on exams draw its texts; attempts under way keep theirs. It says first what it is about to do, so an
 * adoption that was interrupted is finished by adopting again; until then each item is either as it was or as it will be.
 */
export function adoptRelease(deps: SubscriptionDeps) {
  const compare = compareWithRelease(deps);
  return async (command: FollowCommand): Promise<SharingOutcome> => {
    const { bankId, number, person } = command;
    const bank = await followed(deps, command);
    if (number <= bank.upstream.release) return { done: false, obstacle: 'already-adopted' };
    const { release, items } = await compare({ ...command, number });
    const begun: Upstream = { ...bank.upstream, adopting: number };
    if (!(await deps.banks.setUpstream(bankId, begun)))
      return { done: false, obstacle: 'changed-meanwhile' };
    const comment = `${release.bankId} ${number}`;
    const taking = { bankId, by: person.id, at: deps.clock(), comment };
    await takeImages(deps, release.bankId, bankId, items);
    const taken = await Promise.all(items.map((one) => takeOffered(deps.items, one, taking)));
    if (taken.includes(false)) return { done: false, obstacle: 'changed-meanwhile' };
    const { adopting: _adopting, held: _held, ...upstream } = begun;
    const { licence, rightsHolder } = release;
    const adopted = {
      ...{ ...upstream, release: number, licence, rightsHolder },
      revision: begun.revision + 1,
    };
    if (!(await deps.banks.setUpstream(bankId, adopted, { ...release.bank, id: bankId })))
      return { done: false, obstacle: 'changed-meanwhile' };
    const count = (...changes: readonly string[]): number =>
      items.filter(({ change }) => changes.includes(change)).length;
    const details = {
      release: number,
      new: count('new'),
      changed: count('changed', 'returns'),
      retired: count('retired', 'burned'),
    };
    await recorded(deps, command, 'bank.adopted', bankId, details, command.reason);
    return { done: true, bankId };
  };
}

export interface ForkCommand extends OfferCommand {
  /** What the new bank is called in addresses, and on pages. */
  readonly newId: string;
  readonly titles: Localised;
}

/** A copy of a release that the municipality writes itself from now on; it remembers where each item came from. The bank comes last: until then nobody sees its items. */
export function forkRelease(deps: SubscriptionDeps) {
  return async (command: ForkCommand): Promise<SharingOutcome> => {
    mustMay(command, 'write-items');
    const { newId, titles, person, number } = command;
    if (Object.keys(titles).length === 0) return { done: false, obstacle: 'title-missing' };
    const release = await offeredRelease(deps, command, command);
    if (await deps.banks.find(newId)) return { done: false, obstacle: 'id-taken' };
    const { bankId, regionId, licence, rightsHolder } = release;
    const taking = {
      ...{ bankId: newId, by: person.id, at: deps.clock(), ownerId: person.id },
      comment: `${bankId} ${number}`,
    };
    const items = comparisons('fork', [], await itemsOffered(deps, release));
    await takeImages(deps, bankId, newId, items);
    const taken = await Promise.all(items.map((one) => takeOffered(deps.items, one, taking)));
    const record = {
      ...{ ...release.bank, id: newId, titles },
      shipped: false,
      ownerMunicipalityId: person.municipalityId,
      upstream: {
        ...{ kind: 'fork' as const, bankId, regionId, release: number, licence, rightsHolder },
        revision: 1,
      },
    };
    if (taken.includes(false) || !(await deps.banks.create(record)))
      return { done: false, obstacle: 'id-taken' };
    await recorded(deps, command, 'bank.forked', newId, { from: bankId, release: number });
    return { done: true, bankId: newId };
  };
}

/** Of a fork: takes an item as upstream has it now, or keeps the municipality's own and has seen the other. */
export function settleForkedItem(deps: SubscriptionDeps) {
  const compare = compareWithRelease(deps);
  return async (
    command: Actor & {
      readonly bankId: string;
      readonly itemId: string;
      readonly number: number;
      /** The item's revision that the person has looked at; 0 for one that is new. */
      readonly revision: number;
      readonly decision: 'take' | 'keep';
      readonly reason: string;
    },
  ): Promise<SharingOutcome> => {
    mustMay(command, 'write-items');
    const { bankId, itemId, number, revision, decision, person } = command;
    const { bank, release, items } = await compare(command);
    const item = items.find((one) => one.itemId === itemId);
    if (bank.upstream.kind !== 'fork' || !item) throw new NotFound('item');
    if ((item.record?.revision ?? 0) !== revision)
      return { done: false, obstacle: 'changed-meanwhile' };
    const reason = command.reason.trim();
    if (decision === 'keep' && reason === '') return { done: false, obstacle: 'reason-missing' };
    const at = deps.clock();
    const comment = [`${release.bankId} ${number}`, reason].filter(Boolean).join(': ');
    const taking = { bankId, by: person.id, at, ownerId: person.id, comment };
    if (decision === 'take') await takeImages(deps, release.bankId, bankId, [item]);
    const done = await (decision === 'take'
      ? takeOffered(deps.items, item, taking)
      : keepOwn(deps.items, item));
    if (!done) return { done: false, obstacle: 'changed-meanwhile' };
    await deps.audit.record({
      municipalityId: person.municipalityId,
      actor: person.id,
      action: decision === 'take' ? 'item.taken' : 'item.kept',
      subject: `item:${bankId}/${itemId}`,
      at,
      details: { from: release.bankId, release: number },
      ...(reason === '' ? {} : { aside: { personId: person.id, content: { reason } } }),
    });
    return { done: true, bankId };
  };
}

/** Before the items, so that none is there without what it shows. */
async function takeImages(
  { itemImages }: SubscriptionDeps,
  from: string,
  to: string,
  items: readonly ItemComparison[],
): Promise<void> {
  const names = items.flatMap(({ offered }) => (offered ? imagesOf(offered.content) : []));
  await itemImages.copy(from, to, [...new Set(names)]);
}

/** The bank in which the municipality follows another's, for those who may decide about it. */
async function followed(
  deps: SubscriptionDeps,
  command: Actor & { readonly bankId: string },
): Promise<TakenBank> {
  mustMay(command, 'adopt-banks');
  const bank = await takenBank(deps, command.bankId, command.person.municipalityId);
  if (bank.upstream.kind !== 'follow' || bank.upstream.ended) throw new NotFound('subscription');
  return bank;
}

async function recorded(
  { audit, clock }: SubscriptionDeps,
  { person }: Actor,
  action: string,
  bankId: string,
  details: Readonly<Record<string, string | number>>,
  reason = '',
): Promise<void> {
  await audit.record({
    municipalityId: person.municipalityId,
    actor: person.id,
    action,
    subject: `bank:${bankId}`,
    at: clock(),
    details,
    ...(reason.trim() === ''
      ? {}
      : { aside: { personId: person.id, content: { reason: reason.trim() } } }),
  });
}
