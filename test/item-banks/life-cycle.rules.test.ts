import assert from 'node:assert/strict';
import {
  ITEM_STATES,
  TRANSITIONS,
  type ItemRecord,
  type ItemState,
  type Transition,
} from '../../server/item-banks/life-cycle.js';
import {
  currentVersion,
  eventsOf,
  liveVersion,
  obstaclesTo,
  placeOfDraft,
  poolOf,
  stateOf,
  wasBurned,
  type TransitionRequest,
} from '../../server/item-banks/life-cycle.rules.js';
import { variantsHashOf } from '../../server/item-banks/content-hash.rules.js';
import type { Role } from '../../server/organisation/person.js';
import { plainDate } from '../../server/platform/plain-date.js';
import { aRecord, WAYS } from './an-item-record.js';
import { aNumeric, aSingleChoice } from './some-items.js';

const TODAY = plainDate('2026-11-02');
const AT = new Date('2026-11-02T09:00:00Z');

function someone(id: string, ...roles: readonly Role[]): TransitionRequest['actor'] {
  const grants = roles.map((role) => ({ role, from: plainDate('2026-01-01') }));
  return { id, municipalityId: 'fjordby', grants };
}
const AUTHOR = someone('author', 'examAuthor');
const REVIEWER = someone('reviewer', 'examReviewer');
const BOTH = someone('both', 'examAuthor', 'examReviewer');

function aRequest(
  record: ItemRecord,
  transition: Transition,
  changes: Partial<TransitionRequest> = {},
): TransitionRequest {
  const version = changes.version ?? currentVersion(record);
  return {
    record,
    version,
    transition,
    actor: BOTH,
    bankOwnerId: 'fjordby',
    today: TODAY,
    findings: [],
    variantsHash: variantsHashOf(version.content),
    ...changes,
  };
}
const inState = (state: ItemState): ItemRecord => aRecord({ states: WAYS[state] });

describe('the life of an item', () => {
  it('has these ways and no others; nothing leads out of retired and burned', () => {
    const ways = Object.fromEntries(
      ITEM_STATES.map((state) => [
        state,
        TRANSITIONS.filter(
          (transition) => obstaclesTo(aRequest(inState(state), transition)).length === 0,
        ),
      ]),
    );
    assert.deepEqual(ways, {
      draft: ['send', 'retire'],
      inReview: ['withdraw', 'return', 'approve'],
      approved: ['publish', 'retire'],
      live: ['burn', 'retire'],
      retired: [],
      burned: [],
    });
  });

  it('is moved on by authors, and judged by reviewers', () => {
    const allowed = (actor: TransitionRequest['actor']) =>
      ITEM_STATES.flatMap((state) =>
        TRANSITIONS.filter(
          (transition) => obstaclesTo(aRequest(inState(state), transition, { actor })).length === 0,
        ),
      );
    assert.deepEqual(allowed(AUTHOR), [
      'send',
      'retire',
      'withdraw',
      'publish',
      'retire',
      'burn',
      'retire',
    ]);
    assert.deepEqual(allowed(REVIEWER), ['return', 'approve']);
    assert.deepEqual(allowed(someone('nurse')), []);
  });

  it('never lets anybody who wrote on a version approve it, whatever their roles', () => {
    const record = aRecord({ authors: ['author', 'both'], states: WAYS.inReview });
    for (const transition of ['approve', 'return'] as const)
      assert.deepEqual(obstaclesTo(aRequest(record, transition)), ['own-case']);
  });

  it('lets the author of an earlier version approve what another has written since', () => {
    const record = aRecord(
      { authors: ['both'], states: WAYS.live },
      { authors: ['author'], states: WAYS.inReview },
    );
    assert.deepEqual(obstaclesTo(aRequest(record, 'approve')), []);
  });

  it('goes to review without errors of the linter; warnings are for the reviewer to judge', () => {
    const send = (...severities: ('error' | 'warning')[]) =>
      obstaclesTo(
        aRequest(inState('draft'), 'send', {
          findings: severities.map((severity) => ({ severity })),
        }),
      );
    assert.deepEqual(send('warning', 'error'), ['lint-errors']);
    assert.deepEqual(send('warning'), []);
  });

  it("is nobody's to change in a bank of the service or of another municipality", () => {
    const request = aRequest(inState('draft'), 'send');
    assert.deepEqual(obstaclesTo({ ...request, bankOwnerId: undefined }), ['shipped-bank']);
    assert.deepEqual(obstaclesTo({ ...request, bankOwnerId: 'sjovik' }), ['other-municipality']);
  });

  it('goes live with the variants that were approved, and with no others', () => {
    const record = aRecord({ content: aNumeric(), states: WAYS.approved });
    assert.deepEqual(obstaclesTo(aRequest(record, 'publish')), []);
    assert.deepEqual(obstaclesTo(aRequest(record, 'publish', { variantsHash: 'another' })), [
      'variants-changed',
    ]);
  });

  it('keeps at approval the hash of the variants that were looked at', () => {
    const content = aNumeric();
    const record = aRecord({ content, states: WAYS.inReview });
    const request = aRequest(record, 'approve', { actor: REVIEWER });
    assert.deepEqual(eventsOf(request, AT), [
      {
        version: 1,
        event: { to: 'approved', by: 'reviewer', at: AT, variantsHash: variantsHashOf(content) },
      },
    ]);
  });

  it('takes the place of the version that was live, and only when it goes live', () => {
    const record = aRecord({ states: WAYS.live }, { states: WAYS.approved });
    assert.equal(liveVersion(record)?.version, 1);
    assert.deepEqual(eventsOf(aRequest(record, 'publish', { actor: AUTHOR }), AT), [
      { version: 2, event: { to: 'live', by: 'author', at: AT } },
      { version: 1, event: { to: 'retired', by: 'author', at: AT, replacedBy: 2 } },
    ]);
  });

  describe('that was burned', () => {
    const burned = { states: WAYS.burned };

    it('is for practice from then on', () => {
      const record = aRecord(burned);
      assert.equal(poolOf(currentVersion(record)), 'practice');
      assert.equal(wasBurned(record), true);
      assert.equal(liveVersion(record), undefined);
    });

    it('never goes into exams again, in whatever version', () => {
      const record = aRecord(burned, { states: WAYS.approved });
      assert.deepEqual(obstaclesTo(aRequest(record, 'publish')), ['burned-before']);
      const content = aSingleChoice({ pool: 'practice' });
      const forPractice = aRecord(burned, { content, states: WAYS.approved });
      assert.deepEqual(obstaclesTo(aRequest(forPractice, 'publish')), []);
    });

    it('was in exams before', () => {
      const record = aRecord({ content: aSingleChoice({ pool: 'practice' }), states: WAYS.live });
      assert.deepEqual(obstaclesTo(aRequest(record, 'burn')), ['not-in-exams']);
    });
  });

  it('takes changes into a draft that nobody has reviewed, and otherwise into a new version', () => {
    const places = Object.fromEntries(
      ITEM_STATES.map((state) => [state, placeOfDraft(inState(state))]),
    );
    assert.deepEqual(places, {
      draft: 'rewrite',
      inReview: 'in-review',
      approved: 'new-version',
      live: 'new-version',
      retired: 'new-version',
      burned: 'new-version',
    });
    const returned = aRecord({ states: ['draft', 'inReview', 'draft'] });
    assert.equal(placeOfDraft(returned), 'new-version');
  });

  it('counts what was given up as the current version only when there is nothing else', () => {
    const record = aRecord({ states: WAYS.live }, { states: ['draft', 'retired'] });
    assert.equal(currentVersion(record).version, 1);
    assert.equal(stateOf(currentVersion(inState('retired'))), 'retired');
  });
});
