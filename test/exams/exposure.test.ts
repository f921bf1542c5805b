import assert from 'node:assert/strict';
import {
  dryDraws,
  expectedOverlap,
  shareSeen,
  type Exposure,
  type ExposureRequest,
} from '../../server/exams/exposure.rules.js';
import { aSingleChoice } from '../item-banks/some-items.js';
import { drawable } from '../item-banks/the-bank.js';

function aRequest(pool: number, quota: number, critical = 0): ExposureRequest {
  const items = Array.from({ length: pool }, (_, n) =>
    drawable(aSingleChoice({ id: `law-${n}`, critical: n < critical })),
  );
  const section = {
    id: 'law',
    titles: { nb: 'Lov' },
    topics: ['law'],
    quota,
    criticalAtLeast: Math.min(critical, 1),
    allRight: false,
  };
  return { specification: { sections: [section] }, items, country: 'NO', seed: 'dry' };
}

function counted(request: ExposureRequest, draws: number): Exposure {
  const dry = dryDraws(request);
  assert.ok(dry);
  // However they are divided.
  dry.draw(draws - 7);
  dry.draw(7);
  return dry.exposure();
}

describe('exposure', () => {
  // facts/mission.md, section F: 20 items from pools of 60, 120 and 200.
  it('has the published overlap and share seen', () => {
    const parts = [60, 120, 200].map((pool) => ({ quota: 20, pool }));
    assert.deepEqual(
      parts.map((part) => expectedOverlap([part]).toFixed(1)),
      ['6.7', '3.3', '2.0'],
    );
    assert.deepEqual(
      parts.map((part) => Math.round(100 * shareSeen(part, 3))),
      [70, 42, 27],
    );
    assert.equal(expectedOverlap(parts.slice(0, 2)).toFixed(1), '10.0');
  });

  it('is counted by dry draws, which agree with the formula for an even draw', () => {
    const exposure = counted(aRequest(60, 20), 600);
    assert.equal(exposure.items.length, 60);
    const shares = exposure.items.map(({ share }) => share);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 20) < 1e-9);
    assert.ok(Math.abs(exposure.overlapBetweenPeople - 20 / 3) < 0.1);
    assert.equal(exposure.overlapOnSecondAttempt, 0);
  });

  it('shows that a critical item is met more often than others', () => {
    const { items } = counted(aRequest(20, 2, 2), 400);
    assert.deepEqual(
      items
        .slice(0, 2)
        .map(({ itemId }) => itemId)
        .sort(),
      ['law-0', 'law-1'],
    );
  });

  it('shows what one person meets again when the pool is small', () => {
    assert.equal(counted(aRequest(15, 10), 20).overlapOnSecondAttempt, 5);
  });

  it('is the same for the same seed', () => {
    assert.deepEqual(counted(aRequest(12, 4), 30), counted(aRequest(12, 4), 30));
  });

  it('is of no form that cannot be drawn', () => {
    assert.equal(dryDraws(aRequest(3, 4)), undefined);
  });

  it('keeps items of one id in two banks apart', () => {
    const [section] = aRequest(6, 3).specification.sections;
    assert.ok(section);
    const specification = {
      sections: [section, { ...section, id: 'local', bankId: 'local', quota: 1 }],
    };
    const { items } = aRequest(6, 3);
    const supplements = new Map([['local', items.slice(0, 2)]]);
    const exposure = counted({ ...aRequest(6, 3), specification, supplements }, 100);
    assert.equal(exposure.items.length, 8);
    const local = exposure.items.filter(({ bankId }) => bankId === 'local');
    assert.equal(
      local.reduce((sum, { share }) => sum + share, 0),
      1,
    );
    assert.equal(exposure.overlapOnSecondAttempt, 0);
  });
});
