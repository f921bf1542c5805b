import assert from 'node:assert/strict';
import { readPass, signPass, type AttemptPass } from '../../server/attempts/attempt-token.js';

const secret = 'a secret of the service, long enough';
const now = new Date('2026-11-02T08:00:00.000Z');

function aPass(changes: Partial<AttemptPass> = {}): AttemptPass {
  return {
    attemptId: 'attempt-1',
    personId: 'person-1',
    expires: now.getTime() + 60_000,
    ...changes,
  };
}

const read = (token: string, attemptId = 'attempt-1') => readPass(token, attemptId, secret, now);

describe('the pass to an attempt', () => {
  it('says whose attempt this browser may work on', () => {
    assert.deepEqual(read(signPass(aPass(), secret)), aPass());
  });

  it('opens no other attempt', () => {
    assert.equal(read(signPass(aPass(), secret), 'attempt-2'), undefined);
  });

  it('has lapsed exactly at its end', () => {
    const last = signPass(aPass({ expires: now.getTime() + 1 }), secret);
    const lapsed = signPass(aPass({ expires: now.getTime() }), secret);
    assert.ok(read(last));
    assert.equal(read(lapsed), undefined);
  });

  it('is not accepted when another secret signed it', () => {
    assert.equal(read(signPass(aPass(), 'another secret, just as long as ours')), undefined);
  });

  for (const [what, part, text] of [
    ['attempt', 0, 'attempt-2'],
    ['person', 1, 'person-2'],
    ['end', 2, String(now.getTime() + 9_000_000)],
    ['signature', 3, 'A'.repeat(43)],
  ] as const)
    it(`is worthless once its ${what} has been changed`, () => {
      const parts = signPass(aPass(), secret).split('.');
      parts[part] = text;
      const forged = parts.join('.');
      assert.equal(read(forged, parts[0]), undefined);
    });

  it('is worthless when a separator is moved: what one says for the other is signed too', () => {
    const token = signPass(aPass({ attemptId: 'attempt', personId: '1person-1' }), secret);
    assert.equal(read(token.replace('attempt.1', 'attempt1.'), 'attempt1'), undefined);
  });

  for (const token of ['', '.', '...', 'attempt-1', 'attempt-1.person-1.NaN.x', 'a.b.c.d.e'])
    it(`is not ${JSON.stringify(token)}`, () => {
      assert.equal(read(token), undefined);
    });

  it('never lets in by a signed end that is no number', () => {
    assert.equal(read(signPass(aPass({ expires: NaN }), secret)), undefined);
  });
});
