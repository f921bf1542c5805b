import { outdatedIn } from '../sources/sources.rules.js';
import type { ItemRule } from './lint-rule.js';

/**
 * S01: what an item teaches must stand on what holds today. An item that still holds says so: `lint: [{allow: S01, because}]`.
 * Source: question-banks/README.md, "Sources".
 */
export const supersededSource: ItemRule = {
  code: 'S01',
  summary: 'No source of the item is superseded',
  source: 'Item bank guide, "Sources"',
  inItem: (item, { superseded }) =>
    outdatedIn(item, superseded).map(({ title, successors }) => ({
      place: { path: ['sources'] },
      ...(successors.length === 0 ? { variant: 'ended' } : {}),
      params: { title, successor: successors.at(-1)?.names[1] ?? '' },
    })),
};
