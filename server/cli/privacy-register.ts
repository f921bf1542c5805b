import { writeFile } from 'node:fs/promises';
import { REGISTER } from '../privacy/register/register.js';
import { registerAsMarkdown } from '../privacy/register/register.view.js';
import type { Command } from './command.js';

/** `medsert privacy register`: what is stored about whom, why, how long, and who sees it. */
export const privacyRegister: Command = {
  name: 'privacy register',
  usage: 'privacy register [--out FILE]',
  summary: 'what is stored about whom, why, how long, and who sees it',
  async run({ options, print }) {
    const text = registerAsMarkdown(REGISTER);
    if (options['out'] === undefined) print.line(text.trimEnd());
    else await writeFile(options['out'], text);
    print.json(REGISTER);
    return 0;
  },
};
