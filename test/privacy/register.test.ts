import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { createStores } from '../../server/compose/stores.js';
import { REGISTER } from '../../server/privacy/register/register.js';
import { registerAsMarkdown } from '../../server/privacy/register/register.view.js';
import { PARTS } from '../../server/privacy/personal-data.js';
import { projectRoot } from '../../server/platform/project-root.js';

/** Each collection of the database with its fields, as the stores' own schemas have them. */
function stored(): Map<string, readonly string[]> {
  const connection = mongoose.createConnection();
  createStores(connection, { auditKey: 'x'.repeat(32) }, () => 'seed');
  return new Map(
    connection.modelNames().map((name) => {
      const { collection, schema } = connection.model(name);
      const fields = Object.keys(schema.paths).map((path) => path.split('.')[0] ?? path);
      return [collection.collectionName, [...new Set(fields)].sort()];
    }),
  );
}

describe('the register of what is stored', () => {
  const noted = new Map(
    REGISTER.map(({ collection, notes }) => [
      collection,
      notes.flatMap(({ fields }) => fields.split(' ')),
    ]),
  );

  it('names every collection of the database, each once, and no other', () => {
    assert.equal(noted.size, REGISTER.length);
    assert.deepEqual([...noted.keys()].sort(), [...stored().keys()].sort());
  });

  it('says of every field why it is there, once, and of no field that is not', () => {
    for (const [collection, fields] of stored())
      assert.deepEqual(noted.get(collection)?.toSorted(), fields, collection);
  });

  it('counts as personal whatever names a person', () => {
    for (const { collection, notes, personal } of REGISTER) {
      const fields = notes.flatMap((note) => note.fields.split(' '));
      const names = fields.filter((field) =>
        /person|recipient|owner(?!Municipality)|^by$|^actor$|email|[gn]Name$/i.test(field),
      );
      if (names.length > 0) assert.ok(personal, `${collection}: ${names.join(' ')}`);
    }
  });

  it('gives a person each part of "my data" from somewhere', () => {
    const given = REGISTER.flatMap(({ personal }) =>
      typeof personal?.given === 'string' ? [personal.given] : [],
    );
    assert.deepEqual(given.toSorted(), [...PARTS].sort());
  });

  it('is the document that municipalities get; if not: npx medsert privacy register --out docs/privacy-register.md', () => {
    const document = readFileSync(join(projectRoot, 'docs', 'privacy-register.md'), 'utf8');
    assert.equal(document, registerAsMarkdown(REGISTER));
  });
});
