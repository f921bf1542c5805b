import { deepEqual } from 'node:assert/strict';
import { seenKeysOf } from '../../server/attempts/seen-keys.rules.js';

describe('what somebody has met, where a programme has several banks or another than before', () => {
  const item = { itemId: 'law-001' };
  const local = { itemId: 'law-001', bankId: 'ours' };

  it('is named as forms name it: without the programme’s bank, with every other', () => {
    deepEqual(seenKeysOf(item, 'core', 'core'), ['law-001']);
    deepEqual(seenKeysOf(local, 'core', 'core'), ['ours/law-001']);
  });

  it('keeps its name when the programme takes an adopted copy of its bank, and has the old bank’s too', () => {
    deepEqual(seenKeysOf(item, 'core', 'copy'), ['law-001', 'core/law-001']);
  });

  it('is known still when the local bank becomes the programme’s, or the programme’s a local one', () => {
    deepEqual(seenKeysOf(local, 'core', 'ours'), ['law-001']);
    deepEqual(seenKeysOf(item, 'ours', 'core'), ['law-001', 'ours/law-001']);
  });
});
