import assert from 'node:assert/strict';
import type { Item } from '../../server/item-banks/item.js';
import type { ItemState, Transition } from '../../server/item-banks/life-cycle.js';
import type { StateOutcome } from '../../server/item-banks/change-state.js';
import type { Person } from '../../server/organisation/person.js';
import { dateIn } from '../../server/platform/plain-date.js';
import type { TestService } from '../support/a-service.js';
import { aSingleChoice } from './some-items.js';

type Step = readonly [Transition, 'author' | 'reviewer'];

/** How a first version comes to each state, by the two who work on the bank. */
const STEPS: Readonly<Record<ItemState, readonly Step[]>> = {
  draft: [],
  inReview: [['send', 'author']],
  approved: [
    ['send', 'author'],
    ['approve', 'reviewer'],
  ],
  live: [
    ['send', 'author'],
    ['approve', 'reviewer'],
    ['publish', 'author'],
  ],
  retired: [
    ['send', 'author'],
    ['approve', 'reviewer'],
    ['publish', 'author'],
    ['retire', 'author'],
  ],
  burned: [
    ['send', 'author'],
    ['approve', 'reviewer'],
    ['publish', 'author'],
    ['burn', 'author'],
  ],
};

let made = 0;

/** A municipality whose exam has so many items of a bank that its own author and reviewer write. */
export async function aWrittenBank(service: TestService, quota: number) {
  made += 1;
  const bankId = `written-bank-${made}`;
  const { municipality } = await service.place({ bankId, items: { law: quota } });
  const municipalityId = municipality.id;
  const bank = { id: bankId, titles: { nb: 'Egen' }, topics: { law: { nb: 'Lov' } } };
  assert.equal(await service.stores.banks.assign(bank, municipalityId), true);
  const author = await service.person({ municipalityId, roles: [{ role: 'examAuthor' }] });
  const reviewer = await service.person({ municipalityId, roles: [{ role: 'examReviewer' }] });
  const people = { author, reviewer };
  const asActor = (person: Person) => ({
    person,
    today: dateIn(municipality.timeZone, service.now()),
  });
  const recordOf = async (itemId: string) => {
    const record = await service.stores.items.find(bankId, itemId);
    assert.ok(record, itemId);
    return record;
  };

  /** Does it to the item's latest version. */
  async function change(
    itemId: string,
    transition: Transition,
    person: Person,
    comment = 'A reason',
  ): Promise<StateOutcome> {
    const { revision, versions } = await recordOf(itemId);
    return service.services.itemBanks.changeState({
      ...asActor(person),
      bankId,
      itemId,
      version: versions.length,
      revision,
      transition,
      comment,
    });
  }
  async function write(content: Item, person: Person = author) {
    const record = await service.stores.items.find(bankId, content.id);
    return service.services.itemBanks.saveDraft({
      ...asActor(person),
      bankId,
      content,
      revision: record?.revision ?? 0,
    });
  }
  return {
    bankId,
    municipalityId,
    ...people,
    asActor,
    recordOf,
    change,
    write,
    /** Writes a version of the item and brings it so far. */
    async bring(content: Item, state: ItemState) {
      assert.equal((await write(content)).saved, true);
      for (const [transition, who] of STEPS[state])
        assert.deepEqual(await change(content.id, transition, people[who]), { done: true });
      return recordOf(content.id);
    },
  };
}

export type WrittenBank = Awaited<ReturnType<typeof aWrittenBank>>;

export const anItemCalled = (id: string, changes: Parameters<typeof aSingleChoice>[0] = {}) => {
  const { status: _status, ...item } = aSingleChoice({ id, ...changes });
  return item;
};
