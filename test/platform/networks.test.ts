import { equal } from 'node:assert/strict';
import { isInside, isNetwork } from '../../server/platform/networks.js';

describe('networks', () => {
  for (const [text, isOne] of [
    ['10.20.0.0/16', true],
    ['10.20.30.40', true],
    ['0.0.0.0/0', true],
    ['2001:db8::/32', true],
    ['::1', true],
    ['10.20.0.0/33', false],
    ['2001:db8::/129', false],
    ['10.20.0/16', false],
    ['10.20.0.0/', false],
    ['10.20.0.0/16/8', false],
    ['10.20.0.0/-1', false],
    ['fe80::1%eth0', false],
    ['kommune.no', false],
    ['', false],
  ] as const)
    it(`${isOne ? 'are named' : 'are not named'} by "${text}"`, () => {
      equal(isNetwork(text), isOne);
    });

  const ward = ['10.20.0.0/16', '192.0.2.7', '2001:db8:1::/48'];
  for (const [address, inside] of [
    ['10.20.0.0', true],
    ['10.20.255.255', true],
    ['10.21.0.0', false],
    ['::ffff:10.20.1.2', true],
    ['::ffff:10.21.1.2', false],
    ['192.0.2.7', true],
    ['192.0.2.8', false],
    ['2001:db8:1:ffff::1', true],
    ['2001:db8:2::1', false],
    ['2001:db8:1::1%en0', true],
    ['', false],
    ['unknown', false],
  ] as const)
    it(`${inside ? 'hold' : 'do not hold'} "${address}"`, () => {
      equal(isInside(ward, address), inside);
    });

  it('hold nobody where none is named', () => {
    equal(isInside([], '10.20.0.1'), false);
  });
});
