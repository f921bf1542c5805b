import type { DrawableItem } from '../../server/item-banks/drawn-item.rules.js';
import { aSingleChoice } from '../item-banks/some-items.js';
import { drawable } from '../item-banks/the-bank.js';

/** An item of the practice pool, live. */
export function aPractisable(changes: Parameters<typeof aSingleChoice>[0] = {}): DrawableItem {
  return drawable(aSingleChoice({ pool: 'practice', ...changes }));
}
