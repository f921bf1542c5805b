import { deepEqual, equal } from 'node:assert/strict';
import { instantsOf, isLocalTime, localTimeIn } from '../../server/platform/local-time.js';

const OSLO = 'Europe/Oslo';
const instants = (local: string, timeZone = OSLO): string[] =>
  instantsOf(timeZone, local).map((instant) => instant.toISOString().slice(0, 16));

describe('a time of day in a time zone', () => {
  it('is one instant on an ordinary day, in winter and in summer', () => {
    deepEqual(instants('2026-11-12T09:00'), ['2026-11-12T08:00']);
    deepEqual(instants('2026-07-01T09:00'), ['2026-07-01T07:00']);
    deepEqual(instants('2026-07-01T09:00', 'America/St_Johns'), ['2026-07-01T11:30']);
  });

  it('is none in the hour that is left out when summer time begins', () => {
    deepEqual(instants('2026-03-29T01:59'), ['2026-03-29T00:59']);
    deepEqual(instants('2026-03-29T02:00'), []);
    deepEqual(instants('2026-03-29T02:59'), []);
    deepEqual(instants('2026-03-29T03:00'), ['2026-03-29T01:00']);
  });

  it('is two in the hour that comes twice when it ends, the first one first', () => {
    deepEqual(instants('2026-10-25T02:30'), ['2026-10-25T00:30', '2026-10-25T01:30']);
    deepEqual(instants('2026-10-25T03:00'), ['2026-10-25T02:00']);
  });

  it('comes back as it was written', () => {
    for (const local of ['2026-11-12T09:00', '2026-02-28T23:59', '2028-02-29T00:00'])
      equal(localTimeIn(OSLO, instantsOf(OSLO, local)[0] ?? new Date(0)), local);
  });

  it('is nothing where no such time is written', () => {
    for (const text of [
      '',
      '2026-02-30T09:00',
      '2026-11-12T24:00',
      '2026-11-12',
      '2026-11-12T9:00',
    ])
      deepEqual([isLocalTime(text), instants(text)], [false, []], text);
  });
});
