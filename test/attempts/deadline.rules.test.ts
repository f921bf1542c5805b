import assert from 'node:assert/strict';
import {
  closesAt,
  countTakenLate,
  isInGrace,
  isOverdue,
  minutesLeft,
  savesUntil,
  typedAt,
} from '../../server/attempts/deadline.rules.js';
import { anAttempt } from './an-attempt.js';

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

  it('is an instant: an exam over the beginning of summer time is not an hour shorter', () => {
    // In Oslo 01:30 and, the hour from 02 to 03 being left out, 03:30.
    const start = new Date('2026-03-29T00:30:00.000Z');
    assert.deepEqual(closesAt(start, 60), new Date('2026-03-29T01:30:00.000Z'));
  });

  describe('in a window from eight to half past nine', () => {
    const window = (lateStart: 'shorten' | 'full') => ({
      opensAt: new Date('2026-11-02T08:00:00.000Z'),
      closesAt: new Date('2026-11-02T09:30:00.000Z'),
      lateStart,
    });
    for (const [start, lateStart, end] of [
      ['08:00', 'shorten', '09:00'],
      ['08:30', 'shorten', '09:30'],
      ['09:00', 'shorten', '09:30'],
      ['09:00', 'full', '10:00'],
    ] as const)
      it(`is ${end} for who starts at ${start}, with ${lateStart}`, () => {
        const at = (time: string) => new Date(`2026-11-02T${time}:00.000Z`);
        assert.deepEqual(closesAt(at(start), 60, window(lateStart)), at(end));
      });
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

  describe('has a grace in which counts when a response was typed:', () => {
    const received = after(20_000);
    for (const [what, heard, afterMs, expected] of [
      ['so long after the browser had heard the server', after(-5_000), 3_000, after(-2_000)],
      ['at the instant it had heard, if at once', after(-5_000), 0, after(-5_000)],
      ['never later than it was received', after(-5_000), 60_000, received],
      [
        'when it was received, if the server can’t have told that time yet',
        after(20_001),
        0,
        received,
      ],
      ['when it was received, if it would be before what was heard', after(-5_000), -1, received],
    ] as const)
      it(what, () => {
        assert.deepEqual(typedAt({ heard, afterMs }, received), expected);
      });

    it('when it was received, if nothing is said', () => {
      assert.deepEqual(typedAt(undefined, received), received);
    });

    it('it runs from the deadline to its last instant', () => {
      const attempt = anAttempt({ closesAt: deadline });
      const inGrace = (milliseconds: number) => isInGrace(attempt, after(milliseconds));
      assert.deepEqual([0, 1, 30_000, 30_001].map(inGrace), [false, true, true, false]);
    });

    it('what was taken in it is counted', () => {
      const taken = (savedAt: Date) => ({
        response: { chosen: [0] },
        revision: 1,
        saveId: 's',
        savedAt,
      });
      const responses = new Map(
        [after(-1), after(0), after(1), after(9)].map((at, slot) => [slot, taken(at)]),
      );
      assert.equal(countTakenLate({ closesAt: deadline, responses }), 2);
    });
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
