import type { Command, Print } from '../../server/cli/command.js';

interface Printed {
  readonly lines: string[];
  readonly usage: string[];
  readonly documents: unknown[];
}

/** Runs a command with these options and keeps what it printed. */
export async function runCommand(
  command: Command,
  options: Readonly<Record<string, string>> = {},
  words: readonly string[] = [],
): Promise<Printed & { readonly exitCode: number }> {
  const printed: Printed = { lines: [], usage: [], documents: [] };
  const print: Print = {
    line: (text) => void printed.lines.push(text),
    json: (document) => void printed.documents.push(document),
    usage: (text) => {
      printed.usage.push(text);
      return 2;
    },
  };
  const exitCode = await command.run({ arguments: words, options, print });
  return { ...printed, exitCode };
}
