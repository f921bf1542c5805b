import assert from 'node:assert/strict';
import {
  closesAt,
  isOverdue,
  minutesLeft,
  savesUntil,
} from '../../server/attempts/deadline.rules.js';

const deadline = new Date('2026-11-02T09:00:00.000Z');
const after = (milliseconds: number): Date => new Date(deadline.getTime() + milliseconds);

describe('the deadline of an attempt', () => {
  it('is the start and the minutes of the programme', () => {
    assert.deepEqual(closesAt(new Date('2026-11-02T08:00:00.000Z'), 60), deadline);
  });

  it('is an instant: an exam over the end of summer time is not an hour longer', () => {
    const start = new Date('2026-10-25T00:30:00.000Z');
    assert.deepEqual(closesAt(start, 60), new Date('2026-10-25T01:30:00.000Z'));
  });

  it('is in time itself, and not a millisecond later', () => {
    const attempt = { closesAt: deadline };
    assert.equal(isOverdue(attempt, after(-1)), false);
    assert.equal(isOverdue(attempt, after(0)), false);
    assert.equal(isOverdue(attempt, after(1)), true);
  });

  it('is followed by a short grace for saves that are under way', () => {
    assert.deepEqual(savesUntil(deadline, 30), after(30_000));
    assert.deepEqual(savesUntil(deadline, 0), deadline);
  });

  for (const [when, milliseconds, minutes] of [
    ['an hour before', -3_600_000, 60],
    ['a millisecond into the hour', -3_600_000 + 1, 60],
    ['two minutes before', -120_000, 2],
    ['a second later', -119_000, 2],
    ['in the last minute', -60_000, 1],
    ['in the last millisecond', -1, 1],
    ['at the deadline', 0, 0],
    ['after it', 60_000, 0],
  ] as const)
    it(`has ${minutes} minutes left ${when}`, () => {
      assert.equal(minutesLeft({ closesAt: deadline }, after(milliseconds)), minutes);
    });
});
