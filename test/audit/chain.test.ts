import { equal, notEqual } from 'node:assert/strict';
import type { AuditEntry, AuditEvent } from '../../server/audit/audit-event.js';
import { CHAIN_START, digestOf, hashOf } from '../../server/audit/chain.rules.js';
import { firstBrokenLink } from '../support/audit-trail.js';
import { anEvent, key } from './an-event.js';

/** A chain of events, each sealed onto the one before it. */
function aChain(events: readonly AuditEvent[], chainKey = key): AuditEntry[] {
  const chain: AuditEntry[] = [];
  for (const event of events) {
    const sequence = chain.length + 1;
    const previousHash = chain.at(-1)?.hash ?? CHAIN_START;
    const { aside: _aside, ...rest } = event;
    const entry = { ...rest, sequence, previousHash };
    chain.push({ ...entry, hash: hashOf(entry, chainKey) });
  }
  return chain;
}

const events = ['a', 'b', 'c', 'd'].map((id) => anEvent({ subject: `attempt:${id}` }));
const [first, second, third, fourth] = aChain(events) as [
  AuditEntry,
  AuditEntry,
  AuditEntry,
  AuditEntry,
];

describe('Chain of audit entries', () => {
  it('is whole when it is empty', () => {
    equal(firstBrokenLink([], key), undefined);
  });

  it('is whole as it was written', () => {
    equal(firstBrokenLink([first, second, third, fourth], key), undefined);
  });

  it('is whole whatever order the details come back in', () => {
    const details = { right: 36, passed: true };
    equal(firstBrokenLink([{ ...first, details }], key), undefined);
  });

  for (const [what, change] of [
    ['who did it', { actor: 'person-2' }],
    ['what was done', { action: 'attempt.annulled' }],
    ['what it was done to', { subject: 'attempt:z' }],
    ['when, by a millisecond', { at: new Date('2026-11-21T13:50:00.124Z') }],
    ['a detail', { details: { passed: true, right: 40 } }],
    ['the municipality', { municipalityId: 'sundby' }],
    ['the request it happened in', { requestId: '0123456789ab' }],
    ['the words it is known by', { once: 'attempt.closed:b' }],
    ['what stands beside it', { aside: { id: 'a', digest: 'b' } }],
    ['its own hash', { hash: 'f'.repeat(64) }],
  ] as const)
    it(`breaks at the entry in which somebody changed ${what}`, () => {
      equal(firstBrokenLink([first, { ...second, ...change }, third, fourth], key), 2);
    });

  it('breaks when details were taken away', () => {
    equal(firstBrokenLink([first, { ...second, details: {} }, third], key), 2);
  });

  for (const [what, chain, broken] of [
    ['an entry is missing in the middle', [first, third, fourth], 2],
    ['the beginning is missing', [second, third], 1],
    ['two entries have changed places', [first, third, second, fourth], 2],
    ['an entry stands twice', [first, second, second, third], 3],
  ] as const)
    it(`breaks when ${what}`, () => {
      equal(firstBrokenLink(chain, key), broken);
    });

  it('breaks where somebody without the key has written it anew from there', () => {
    const forged = aChain([...events.slice(0, 2), anEvent({ actor: 'nobody' })], 'another key');
    equal(firstBrokenLink([first, second, ...forged.slice(2)], key), 3);
    equal(firstBrokenLink(forged, key), 1);
  });

  it('can not tell that entries are missing at its end: that takes a copy of the last hash elsewhere', () => {
    equal(firstBrokenLink([first, second], key), undefined);
    notEqual(second.hash, fourth.hash);
  });

  it('keeps a text apart from its neighbour', () => {
    notEqual(
      hashOf({ ...first, actor: 'ab', action: 'c' }, key),
      hashOf({ ...first, actor: 'a', action: 'bc' }, key),
    );
  });

  it('says nothing of an aside without its salt, and everything with it', () => {
    const aside = { personId: 'person-1', content: { reason: 'Wrong item', name: 'Kari' } };
    const digest = digestOf(aside, 'salt');
    notEqual(digestOf(aside, 'other salt'), digest);
    notEqual(digestOf({ ...aside, personId: 'person-2' }, 'salt'), digest);
    notEqual(digestOf({ ...aside, content: { ...aside.content, name: 'Kåre' } }, 'salt'), digest);
    const reordered = { personId: 'person-1', content: { name: 'Kari', reason: 'Wrong item' } };
    equal(digestOf(reordered, 'salt'), digest);
  });
});
