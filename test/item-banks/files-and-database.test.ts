import assert from 'node:assert/strict';
import { takeBanks } from '../../server/item-banks/item-catalogue.js';
import type { FiledItem } from '../../server/item-banks/item.js';
import { stateOf } from '../../server/item-banks/life-cycle.rules.js';
import { useService } from '../support/a-service.js';
import { anItemCalled, aWrittenBank, type WrittenBank } from './a-written-bank.js';
import { aSingleChoice } from './some-items.js';

const file = (changes: Parameters<typeof aSingleChoice>[0] = {}): FiledItem =>
  aSingleChoice({ id: 'one', ...changes });

describe('a bank that comes with the service, at its start', () => {
  const service = useService();
  let bank: WrittenBank;
  beforeEach(async () => {
    bank = await aWrittenBank(service, 1);
  });

  const start = (...items: FiledItem[]) =>
    takeBanks({ ...service.stores, clock: service.now })([
      {
        bank: { id: bank.bankId, titles: { nb: 'Egen' }, topics: { law: { nb: 'Lov' } } },
        items,
      },
    ]);
  const states = async () => {
    const { versions } = await bank.recordOf('one');
    return versions.map(stateOf);
  };

  it('brings in what its files say: approved is live', async () => {
    for (const [status, state] of [
      ['draft', 'draft'],
      ['approved', 'live'],
      ['retired', 'retired'],
    ] as const) {
      bank = await aWrittenBank(service, 1);
      assert.deepEqual(await start(file({ status })), []);
      assert.deepEqual(await states(), [state]);
    }
  });

  it('changes nothing when no file has changed', async () => {
    await start(file());
    const before = await bank.recordOf('one');
    await start(file());
    assert.deepEqual(await bank.recordOf('one'), before);
  });

  it('makes a changed file the new version, in the place of all others', async () => {
    await start(file({ key: 'a' }));
    await start(file({ key: 'b' }));
    assert.deepEqual(await states(), ['retired', 'live']);
    await start(file({ key: 'c', status: 'draft' }));
    assert.deepEqual(await states(), ['retired', 'retired', 'draft']);
  });

  it('takes a new status for the same text as a new state of the version', async () => {
    await start(file({ status: 'draft' }));
    await start(file());
    assert.deepEqual(await states(), ['live']);
    await start(file({ status: 'retired' }));
    assert.deepEqual(await states(), ['retired']);
    await start(file());
    assert.deepEqual(await states(), ['retired', 'live']);
  });

  it('retires an item whose file is gone, and keeps its versions', async () => {
    await start(file());
    assert.deepEqual(await start(), []);
    assert.deepEqual(await states(), ['retired']);
    assert.deepEqual(await start(), []);
    assert.deepEqual(await states(), ['retired']);
  });

  it('leaves alone what was written in the database since', async () => {
    await start(file({ key: 'a' }));
    await bank.write(anItemCalled('one', { key: 'b' }));
    await bank.write(anItemCalled('two'));
    const before = await bank.recordOf('one');
    assert.deepEqual(await start(file({ key: 'a' })), []);
    assert.deepEqual(await bank.recordOf('one'), before);
  });

  it('never guesses when both have changed: the database holds, and the conflict is told', async () => {
    await start(file({ key: 'a' }));
    await bank.bring(anItemCalled('one', { key: 'b' }), 'live');
    const before = await bank.recordOf('one');
    const { bankId } = bank;
    assert.deepEqual(await start(file({ key: 'c' })), [
      { bankId, itemId: 'one', reason: 'both-changed' },
    ]);
    assert.deepEqual(await start(), [{ bankId, itemId: 'one', reason: 'removed-and-changed' }]);
    assert.deepEqual(await bank.recordOf('one'), before);
  });

  it('does not put a burned item back into exams, whatever its file says', async () => {
    await start(file({ key: 'a' }));
    assert.deepEqual(await bank.change('one', 'burn', bank.author), { done: true });
    assert.deepEqual(await start(file({ key: 'a' })), []);
    assert.deepEqual(await states(), ['burned']);
    assert.deepEqual(await start(file({ key: 'b' })), [
      { bankId: bank.bankId, itemId: 'one', reason: 'burned-before' },
    ]);
    assert.deepEqual(await states(), ['burned']);
  });
});
