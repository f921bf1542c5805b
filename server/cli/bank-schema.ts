import { writeFile } from 'node:fs/promises';
import { itemJsonSchema } from '../item-banks/item-schema.js';
import type { Command } from './command.js';

/** `medsert bank schema`: the JSON Schema that editors check item files with. */
export const bankSchema: Command = {
  name: 'bank schema',
  usage: 'bank schema [--out FILE]',
  summary: 'the JSON Schema of an item file, for editors',
  async run({ options, print }) {
    const schema = itemJsonSchema();
    const text = `${JSON.stringify(schema, undefined, 2)}\n`;
    if (options['out'] === undefined) print.line(text.trimEnd());
    else await writeFile(options['out'], text);
    print.json(schema);
    return 0;
  },
};
