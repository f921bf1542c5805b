import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../server/platform/project-root.js';

/** How many requirements of levels 1 and 2 each section of version 5.0.0 has; the higher level comes last in each, so their numbers follow. */
const SECTIONS: Readonly<Record<string, number>> = {
  '1.1': 2,
  '1.2': 9,
  '1.3': 11,
  '1.4': 3,
  '1.5': 2,
  '2.1': 3,
  '2.2': 3,
  '2.3': 4,
  '2.4': 1,
  '3.2': 2,
  '3.3': 4,
  '3.4': 6,
  '3.5': 5,
  '3.7': 2,
  '4.1': 3,
  '4.2': 1,
  '4.3': 2,
  '4.4': 4,
  '5.1': 1,
  '5.2': 3,
  '5.3': 2,
  '5.4': 3,
  '6.1': 3,
  '6.2': 12,
  '6.3': 4,
  '6.4': 4,
  '6.5': 5,
  '6.6': 3,
  '6.8': 4,
  '7.1': 3,
  '7.2': 4,
  '7.3': 2,
  '7.4': 5,
  '7.5': 2,
  '7.6': 2,
  '8.1': 2,
  '8.2': 3,
  '8.3': 1,
  '8.4': 1,
  '9.1': 3,
  '9.2': 4,
  '10.1': 2,
  '10.2': 2,
  '10.3': 4,
  '10.4': 11,
  '10.5': 5,
  '10.6': 2,
  '10.7': 3,
  '11.1': 2,
  '11.2': 3,
  '11.3': 3,
  '11.4': 4,
  '11.5': 1,
  '11.6': 1,
  '12.1': 3,
  '12.2': 2,
  '12.3': 4,
  '13.1': 1,
  '13.2': 5,
  '13.3': 2,
  '13.4': 5,
  '14.1': 2,
  '14.2': 4,
  '14.3': 3,
  '15.1': 3,
  '15.2': 3,
  '15.3': 7,
  '16.1': 1,
  '16.2': 5,
  '16.3': 4,
  '16.4': 3,
  '16.5': 3,
  '17.1': 1,
  '17.2': 4,
  '17.3': 2,
};

const document = readFileSync(join(projectRoot, 'docs', 'security', 'asvs.md'), 'utf8');
const rows = document
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, requirement = '', state = '', how = '', shown = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { ids: requirement.match(/\d+\.\d+\.\d+/g) ?? [], state, how, shown };
  });

describe('the list of security requirements', () => {
  it('has each of levels 1 and 2 of ASVS 5.0.0, once', () => {
    const wanted = Object.entries(SECTIONS).flatMap(([section, count]) =>
      Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
    );
    assert.equal(wanted.length, 253);
    assert.deepEqual(rows.flatMap(({ ids }) => ids).sort(), wanted.sort());
  });

  it('says of each how it is met, or what is missing', () => {
    for (const { ids, state, how } of rows) {
      assert.ok(['met', 'in part', 'not met', 'operator', 'n/a'].includes(state), ids.join());
      assert.ok(how.length > 5, ids.join());
    }
  });

  it('names tests that exist', () => {
    const named = rows.flatMap(({ shown }) => shown.match(/test\/[\w./-]+/g) ?? []);
    assert.ok(new Set(named).size > 50);
    for (const file of new Set(named)) assert.ok(existsSync(join(projectRoot, file)), file);
  });
});
