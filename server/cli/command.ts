/** Where a command writes. With `--json` the lines are silent and one JSON document comes out at the end. */
export interface Print {
  line(text: string): void;
  json(document: unknown): void;
  /** Says how the command is used and gives the exit code for it. */
  usage(text: string): number;
}

export interface CommandInput {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly print: Print;
}

/** Exit codes: 0 done, 1 done and found something wrong, 2 wrong usage, 3 could not be done. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  run(input: CommandInput): Promise<number>;
}
