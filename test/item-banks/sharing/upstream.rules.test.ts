import assert from 'node:assert/strict';
import { hashOf } from '../../../server/item-banks/content-hash.rules.js';
import type { Item } from '../../../server/item-banks/item.js';
import type { ItemRecord } from '../../../server/item-banks/life-cycle.js';
import {
  comparisons,
  inUseAfter,
  upstreamChange,
  type OfferedItem,
} from '../../../server/item-banks/sharing/upstream.rules.js';
import { anItemCalled } from '../a-written-bank.js';
import { aRecord, WAYS, type VersionInWords } from '../an-item-record.js';

const TEXTS = {
  first: anItemCalled('law-1'),
  second: anItemCalled('law-1', { difficulty: 'hard' }),
  ours: anItemCalled('law-1', { critical: true }),
};

function offered(content: Item, state: OfferedItem['state'] = 'live'): OfferedItem {
  const rights = { basis: 'own', note: '' } as const;
  return { itemId: content.id, version: 3, contentHash: hashOf(content), state, rights, content };
}

/** An item that was taken when upstream had the first text, and has been through these versions here. */
function taken(...versions: readonly VersionInWords[]): ItemRecord {
  const upstream = { version: 1, contentHash: hashOf(TEXTS.first), state: 'live' } as const;
  return { ...aRecord(...versions), upstream };
}
const asTaken = taken({ content: TEXTS.first, states: ['live'] });
const stopped = taken({ content: TEXTS.first, states: ['live', 'retired'] });
const burned = taken({ content: TEXTS.first, states: ['live', 'burned'] });
const rewritten = taken(
  { content: TEXTS.first, states: ['live', 'retired'] },
  { content: TEXTS.ours, states: WAYS.live },
);
const underWork = taken(
  { content: TEXTS.first, states: ['live'] },
  { content: TEXTS.ours, states: WAYS.draft },
);

describe('what a release means for an item', () => {
  it('is told by three sides: the release, the item here, and what both agreed on last', () => {
    const same = offered(TEXTS.first);
    const next = offered(TEXTS.second);
    for (const kind of ['follow', 'fork'] as const) {
      assert.equal(upstreamChange(kind, undefined, same), 'new');
      assert.equal(upstreamChange(kind, asTaken, same), 'same');
      assert.equal(upstreamChange(kind, asTaken, next), 'changed');
      assert.equal(upstreamChange(kind, asTaken, undefined), 'retired');
      assert.equal(upstreamChange(kind, asTaken, offered(TEXTS.first, 'burned')), 'burned');
      assert.equal(upstreamChange(kind, rewritten, same), 'ours');
    }
  });

  it('is a conflict where both have moved, for a bank that goes its own way', () => {
    for (const record of [rewritten, underWork, stopped, burned])
      assert.equal(upstreamChange('fork', record, offered(TEXTS.second)), 'conflict');
    assert.equal(upstreamChange('fork', rewritten, undefined), 'conflict');
    // Both came to the same: nothing to ask.
    assert.equal(upstreamChange('fork', rewritten, offered(TEXTS.ours)), 'same');
    assert.equal(upstreamChange('fork', stopped, undefined), 'same');
  });

  it('leaves alone what only the municipality has, and asks where an id means two things', () => {
    const local = aRecord({ content: TEXTS.ours, states: ['live'] });
    assert.equal(upstreamChange('fork', local, undefined), 'ours');
    assert.equal(upstreamChange('fork', local, offered(TEXTS.second)), 'conflict');
  });

  it('respects that a municipality has stopped an item, until there is a new text', () => {
    assert.equal(upstreamChange('follow', stopped, offered(TEXTS.first)), 'ours');
    assert.equal(upstreamChange('follow', stopped, offered(TEXTS.second)), 'returns');
    assert.equal(upstreamChange('follow', burned, offered(TEXTS.second)), 'burned-here');
  });

  it('lists every item of both sides, by id', () => {
    const other = offered(anItemCalled('a-new-one'));
    assert.deepEqual(
      comparisons('follow', [asTaken], [other]).map(({ itemId, change }) => [itemId, change]),
      [
        ['a-new-one', 'new'],
        ['law-1', 'retired'],
      ],
    );
  });

  it('says what exams could draw once it is taken: no more than is live on the side that holds', () => {
    const used = (record: ItemRecord | undefined, offer: OfferedItem | undefined) => {
      const after = inUseAfter(comparisons('follow', record ? [record] : [], offer ? [offer] : []));
      return after.map(({ item: { difficulty, critical } }) => [difficulty, critical]);
    };
    const { difficulty, critical } = TEXTS.first;
    assert.deepEqual(used(asTaken, offered(TEXTS.second)), [['hard', critical]]);
    assert.deepEqual(used(asTaken, offered(TEXTS.first)), [[difficulty, critical]]);
    assert.deepEqual(used(undefined, offered(TEXTS.second)), [['hard', critical]]);
    assert.deepEqual(used(rewritten, offered(TEXTS.first)), [[difficulty, true]]);
    assert.deepEqual(used(stopped, offered(TEXTS.second)), [['hard', critical]]);
    for (const [record, offer] of [
      [asTaken, undefined],
      [asTaken, offered(TEXTS.first, 'burned')],
      [stopped, offered(TEXTS.first)],
      [burned, offered(TEXTS.second)],
    ] as const)
      assert.deepEqual(used(record, offer), []);
  });
});
