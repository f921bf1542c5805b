import assert from 'node:assert/strict';
import { addressBlock } from '../../server/platform/limits/address-block.rules.js';
import {
  createRateLimitStore,
  type RateLimitStore,
} from '../../server/platform/limits/rate-limit.store.js';
import {
  createRateLimits,
  type RateLimit,
  type RateLimits,
} from '../../server/platform/limits/rate-limits.js';
import { useDatabase } from '../support/database.js';

const START = new Date('2026-11-21T07:00:00Z');
const TWO: RateLimit = { name: 'two', most: 2, periodMs: 1_000 };

describe('rate limits', () => {
  const database = useDatabase();
  let store: RateLimitStore;
  let limits: RateLimits;
  let now: Date;
  const later = (ms: number): Date => new Date(START.getTime() + ms);
  const secret = 's'.repeat(32);

  before(async () => {
    store = createRateLimitStore(database.connection());
    await store.ensureIndexes();
    limits = createRateLimits({ store, secret, clock: () => now });
  });
  beforeEach(async () => {
    now = START;
    await database.connection().collection('rateLimits').deleteMany({});
  });

  it('let through up to the limit, then nothing until the period is over', async () => {
    assert.equal(await limits.take(TWO, 'a'), undefined);
    now = later(500);
    assert.equal(await limits.take(TWO, 'a'), undefined);
    assert.deepEqual(await limits.take(TWO, 'a'), later(1_000));
    now = later(999);
    assert.deepEqual(await limits.take(TWO, 'a'), later(1_000));
    now = later(1_000);
    assert.equal(await limits.take(TWO, 'a'), undefined);
    assert.equal(await limits.take(TWO, 'a'), undefined);
    assert.deepEqual(await limits.take(TWO, 'a'), later(2_000));
  });

  it('hold for many at once', async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => limits.take(TWO, 'hall')));
    assert.equal(taken.filter((until) => until === undefined).length, 2);
  });

  it('count each subject and each kind for itself', async () => {
    for (let n = 0; n < 3; n += 1) await limits.take(TWO, 'a');
    assert.equal(await limits.take(TWO, 'b'), undefined);
    assert.equal(await limits.take({ ...TWO, name: 'other' }, 'a'), undefined);
  });

  it('take back what turned out not to count', async () => {
    await limits.take(TWO, 'a');
    await limits.take(TWO, 'a');
    await limits.giveBack(TWO, 'a');
    assert.equal(await limits.take(TWO, 'a'), undefined);
  });

  it('say that they are used up without counting', async () => {
    await limits.take(TWO, 'a');
    assert.equal(await limits.usedUpUntil(TWO, 'a'), undefined);
    await limits.take(TWO, 'a');
    assert.deepEqual(await limits.usedUpUntil(TWO, 'a'), later(1_000));
    now = later(1_000);
    assert.equal(await limits.usedUpUntil(TWO, 'a'), undefined);
  });

  it('outlive the process that counted', async () => {
    for (let n = 0; n < 2; n += 1) await limits.take(TWO, 'a');
    const restarted = createRateLimits({ store, secret, clock: () => now });
    assert.deepEqual(await restarted.take(TWO, 'a'), later(1_000));
  });

  it('keep no address', async () => {
    await limits.take(TWO, '198.51.100.7');
    const kept = await database.connection().collection('rateLimits').find().toArray();
    assert.equal(kept.length, 1);
    assert.ok(!JSON.stringify(kept).includes('198.51'));
  });

  it('are removed when they are over, and no earlier', async () => {
    await limits.take(TWO, 'a');
    assert.equal(await store.removeExpired(later(999)), 0);
    assert.equal(await store.removeExpired(later(1_000)), 1);
  });
});

describe('one visitor', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::5:1:2:3:4', '2001:db8:0:5::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::198.51.100.7', '64:ff9b:0:0::/64'],
  ];
  for (const [address, block] of cases)
    it(`at ${address} is ${block}`, () => {
      assert.equal(addressBlock(address), block);
    });
});
