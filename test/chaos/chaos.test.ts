import { deepEqual, ok } from 'node:assert/strict';
import { runChaos } from './run-chaos.js';

const ATTEMPTS = 300;

describe('a network and a machine room of the worst kind', function () {
  this.timeout(300_000);

  it('lose no response that was acknowledged, take none from after the grace, and double nothing', async () => {
    const { acknowledged, restarts, ...outcome } = await runChaos({
      seed: 'suite',
      goesOn: (begun) => begun < ATTEMPTS,
      sideBySide: 40,
      killEvery: 120,
    });
    deepEqual(outcome, { attempts: ATTEMPTS, lost: 0, late: 0, duplicates: 0 });
    ok(acknowledged > 5 * ATTEMPTS, `only ${acknowledged} saves were acknowledged`);
    ok(restarts >= 2, 'service and database were not both killed');
  });
});
