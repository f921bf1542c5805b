import assert from 'node:assert/strict';
import {
  createSignInRequestStore,
  type SignInRequest,
  type SignInRequestStore,
} from '../../server/identity/sign-in-request.store.js';
import {
  createUsedAssertionStore,
  type UsedAssertionStore,
} from '../../server/identity/used-assertion.store.js';
import { useDatabase } from '../support/database.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const END = new Date('2026-11-21T10:10:00Z');

function aRequest(overrides: Partial<SignInRequest> = {}): SignInRequest {
  return {
    id: '_1',
    municipalityId: 'skien',
    relayState: 'key',
    returnPath: '/exam',
    browserFingerprint: 'fingerprint',
    issuedAt: NOW,
    expiresAt: END,
    ...overrides,
  };
}

describe('a begun login', () => {
  const database = useDatabase();
  let requests: SignInRequestStore;

  before(async () => {
    requests = createSignInRequestStore(database.connection());
    await requests.ensureIndexes();
  });

  it('is found as it was stored', async () => {
    const request = aRequest({ id: '_stored', replacesSessionId: 'old' });
    await requests.open(request);
    assert.deepEqual(await requests.find('_stored'), request);
    assert.equal(await requests.find('_never'), undefined);
  });

  it('is answered once, however many answers come at once', async () => {
    await requests.open(aRequest({ id: '_race' }));
    const answers = Array.from({ length: 20 }, () => requests.answer('_race', NOW));
    assert.equal((await Promise.all(answers)).filter(Boolean).length, 1);
  });

  it('cannot be answered when it is over', async () => {
    await requests.open(aRequest({ id: '_late' }));
    assert.equal(await requests.answer('_late', END), false);
    assert.equal(await requests.answer('_late', new Date(END.getTime() - 1)), true);
  });

  it('is removed when it is over', async () => {
    await requests.open(aRequest({ id: '_old', expiresAt: NOW }));
    await requests.open(aRequest({ id: '_new' }));
    assert.ok((await requests.removeExpired(NOW)) >= 1);
    assert.equal(await requests.find('_old'), undefined);
    assert.ok(await requests.find('_new'));
  });
});

describe('an assertion', () => {
  const database = useDatabase();
  let assertions: UsedAssertionStore;

  before(async () => {
    assertions = createUsedAssertionStore(database.connection());
    await assertions.ensureIndexes();
  });

  it('is used once, however many try at once', async () => {
    const uses = Array.from({ length: 20 }, () => assertions.use('skien', '_a', NOW));
    assert.equal((await Promise.all(uses)).filter(Boolean).length, 1);
  });

  it('of the same name may come from another municipality', async () => {
    assert.equal(await assertions.use('skien', '_b', NOW), true);
    assert.equal(await assertions.use('vimmerby', '_b', NOW), true);
  });

  it('is remembered for a day', async () => {
    await assertions.use('skien', '_c', NOW);
    await assertions.removeExpired(new Date('2026-11-22T09:59:59Z'));
    assert.equal(await assertions.use('skien', '_c', NOW), false);
    await assertions.removeExpired(new Date('2026-11-22T10:00:00Z'));
    assert.equal(await assertions.use('skien', '_c', NOW), true);
  });
});
