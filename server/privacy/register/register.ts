import { ITEMS } from './items.js';
import type { KeptCollection } from './kept-collection.js';
import { LEARNING } from './learning.js';
import { LOGINS } from './logins.js';
import { PEOPLE } from './people.js';
import { SERVICE } from './service.js';

/** Everything that the service stores, by what it is about. A new field of a store stands here before its tests pass. */
export const REGISTER: readonly KeptCollection[] = [
  ...PEOPLE,
  ...LOGINS,
  ...LEARNING,
  ...ITEMS,
  ...SERVICE,
];
