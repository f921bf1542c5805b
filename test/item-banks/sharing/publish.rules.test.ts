import assert from 'node:assert/strict';
import { hashOf } from '../../../server/item-banks/content-hash.rules.js';
import {
  itemsToRelease,
  needsNote,
  obstaclesToRelease,
  toRelease,
} from '../../../server/item-banks/sharing/publish.rules.js';
import type { Clearance, Release } from '../../../server/item-banks/sharing/release.js';
import { anItemCalled } from '../a-written-bank.js';
import { aRecord } from '../an-item-record.js';

const AT = new Date('2026-11-02T08:00:00Z');
const live = (id: string, changes: Parameters<typeof anItemCalled>[1] = {}) =>
  aRecord({ content: anItemCalled(id, changes), states: ['live'] });
const cleared = (record: ReturnType<typeof live>): [string, Clearance] => {
  const { bankId, itemId, versions } = record;
  const contentHash = versions.at(-1)?.contentHash ?? '';
  return [itemId, { bankId, itemId, contentHash, basis: 'own', note: '', by: 'somebody', at: AT }];
};
const WORDS = { licence: 'CC-BY-4.0', rightsHolder: 'Fjordby kommune', notes: 'First' } as const;

describe('what may be published', () => {
  it('is what exams draw or have lost, never a draft', () => {
    const draft = aRecord({ content: anItemCalled('draft'), states: ['draft'] });
    const lost = aRecord({ content: anItemCalled('lost'), states: ['live', 'burned'] });
    const items = itemsToRelease([draft, live('law-1'), lost], new Map());
    assert.deepEqual(
      items.map(toRelease).map(({ itemId, state }) => [itemId, state]),
      [
        ['law-1', 'live'],
        ['lost', 'burned'],
      ],
    );
  });

  it('has a source and cleared rights, of the very text that is published', () => {
    const [bare, ready, changed] = [live('bare', { sources: [] }), live('ready'), live('changed')];
    const rights = new Map([cleared(ready), cleared(changed)]);
    rights.set('changed', { ...cleared(changed)[1], contentHash: hashOf('an earlier text') });
    assert.deepEqual(
      itemsToRelease([bare, ready, changed], rights).map(({ obstacles }) => obstacles),
      [['source-missing', 'rights-missing'], [], ['rights-outdated']],
    );
  });

  it('is refused with every reason at once', () => {
    const items = itemsToRelease([live('law-1')], new Map());
    const nothing = { licence: undefined, rightsHolder: ' ', notes: '' };
    assert.deepEqual(obstaclesToRelease(items, nothing, {}), [
      'licence-missing',
      'holder-missing',
      'notes-missing',
      'items-not-ready',
    ]);
    assert.deepEqual(obstaclesToRelease([], WORDS, {}), ['nothing-live']);
  });

  it('is something new', () => {
    const record = live('law-1');
    const items = itemsToRelease([record], new Map([cleared(record)]));
    assert.deepEqual(obstaclesToRelease(items, WORDS, {}), []);
    const latest = { items: items.map(toRelease) } as unknown as Release;
    assert.deepEqual(obstaclesToRelease(items, WORDS, { latest }), ['nothing-new']);
  });

  it('keeps a licence that asks to be kept', () => {
    const record = live('law-1');
    const items = itemsToRelease([record], new Map([cleared(record)]));
    const upstreamLicence = 'CC-BY-SA-4.0';
    assert.deepEqual(obstaclesToRelease(items, WORDS, { upstreamLicence }), [
      'licence-of-upstream',
    ]);
    const alike = { ...WORDS, licence: upstreamLicence } as const;
    assert.deepEqual(obstaclesToRelease(items, alike, { upstreamLicence }), []);
  });

  it('names the permission, and where what was imported comes from', () => {
    const own = itemsToRelease([live('law-1')], new Map());
    const provenance = { file: 'bank.xml', format: 'moodle-xml' };
    const imported = itemsToRelease([live('law-2', { provenance })], new Map());
    assert.equal(needsNote('own', own), false);
    assert.equal(needsNote('own', imported), true);
    assert.equal(needsNote('permission', own), true);
    assert.equal(needsNote('free', own), false);
  });
});
