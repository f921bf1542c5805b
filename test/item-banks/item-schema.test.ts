import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { itemJsonSchema } from '../../server/item-banks/item-schema.js';
import { projectRoot } from '../../server/platform/project-root.js';

describe('the JSON Schema of an item file', () => {
  it('is the one beside the banks: else run npm run schema', async () => {
    const file = await readFile(join(projectRoot, 'question-banks', 'item.schema.json'), 'utf8');
    assert.deepEqual(JSON.parse(file), JSON.parse(JSON.stringify(itemJsonSchema())));
  });
});
