import assert from 'node:assert/strict';
import type { Region } from '../../server/organisation/region.js';
import {
  isMemberOn,
  membersAfter,
  membershipOf,
  membershipState,
  type RegionAct,
} from '../../server/organisation/region.rules.js';
import { plainDate } from '../../server/platform/plain-date.js';

const NOW = new Date('2026-11-02T08:00:00Z');
const TODAY = plainDate('2026-11-02');
const host = { municipalityId: 'host', invitedAt: NOW, from: plainDate('2026-01-01') };
const region: Region = {
  id: 'fjords',
  name: 'Fjords',
  hostMunicipalityId: 'host',
  revision: 1,
  members: [host],
};

type Act = readonly [string, RegionAct];

/** The region after these acts, each by a municipality; or the first obstacle. */
function after(...acts: readonly Act[]): Region | string {
  let now = region;
  for (const [by, act] of acts) {
    const found = membersAfter(now, act, { by, today: TODAY, now: NOW });
    if ('obstacle' in found) return found.obstacle;
    now = { ...now, members: found.members };
  }
  return now;
}
const invite: RegionAct = { kind: 'invite', municipalityId: 'guest' };
const accept: RegionAct = { kind: 'accept', municipalityId: 'guest' };
const decline: RegionAct = { kind: 'decline', municipalityId: 'guest' };
const end = (reason = 'Enough', municipalityId = 'guest'): RegionAct => ({
  kind: 'end',
  municipalityId,
  reason,
});
function stateAfter(...acts: readonly Act[]): string | undefined {
  const found = after(...acts);
  if (typeof found === 'string') return found;
  const membership = membershipOf(found, 'guest');
  return membership && membershipState(membership, TODAY);
}

describe('membership of a region', () => {
  it('begins when the municipality itself has said yes, and not before', () => {
    assert.equal(stateAfter(['host', invite]), 'invited');
    assert.equal(stateAfter(['host', invite], ['guest', accept]), 'member');
    assert.equal(stateAfter(['host', invite], ['guest', decline]), 'declined');
    assert.equal(stateAfter(['host', invite], ['host', accept]), 'not-invited');
    assert.equal(stateAfter(['guest', accept]), 'not-invited');
    assert.equal(stateAfter(['guest', invite]), 'not-host');
  });

  it('is offered once at a time, and again after a no', () => {
    assert.equal(stateAfter(['host', invite], ['host', invite]), 'already-there');
    assert.equal(stateAfter(['host', invite], ['guest', decline], ['host', invite]), 'invited');
  });

  it('lasts through the day on which either side ends it, with a reason', () => {
    const joined = [
      ['host', invite],
      ['guest', accept],
    ] as const;
    const left = after(...joined, ['guest', end()]);
    assert.ok(typeof left !== 'string');
    assert.equal(isMemberOn(left, 'guest', TODAY), true);
    assert.equal(isMemberOn(left, 'guest', plainDate('2026-11-03')), false);
    assert.equal(isMemberOn(left, 'guest', plainDate('2026-11-01')), false);
    assert.equal(after(...joined, ['host', end(' ')]), 'reason-missing');
    assert.equal(after(...joined, ['third', end()]), 'not-host');
    assert.equal(after(['host', end('Enough', 'host')]), 'host-stays');
    assert.equal(after(['host', end()]), 'not-member');
  });

  it('can be withdrawn by the host before it was answered', () => {
    assert.equal(stateAfter(['host', invite], ['host', end()]), 'declined');
  });
});
