import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { inEnglish } from '../item-banks/reasons.js';
import { readForeignPath } from '../item-banks/formats/foreign-path.js';
import type { ForeignValue } from '../item-banks/formats/foreign-question.js';
import type { Command } from './command.js';

const value: z.ZodType<ForeignValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.string(),
    z.number(),
    z.boolean(),
    z.array(value),
    z.record(z.string(), value),
  ]),
);
const oneCase = z.object({
  name: z.string().optional(),
  /** The question's id, title or number from 0; the first where it is left out. */
  item: z.union([z.string(), z.number()]).optional(),
  responses: z.record(z.string(), value),
});
const casesSchema = z.union([z.array(oneCase), oneCase.transform((single) => [single])]);

/** `medsert bank score ITEM --responses FILE`: marks given responses, a list of `{name?, item?, responses}`. */
export const bankScore: Command = {
  name: 'bank score',
  usage: 'bank score ITEM-OR-PACKAGE --responses FILE',
  summary: 'mark given responses to a question of another system',
  async run({ arguments: [path], options, print }) {
    const file = options['responses'];
    if (path === undefined || file === undefined || !existsSync(path) || !existsSync(file)) {
      return print.usage(
        'Which question, which responses? medsert bank score ITEM --responses FILE',
      );
    }
    const cases = parseCases(readFileSync(file, 'utf8'));
    if (!cases) return print.usage(`${file} is no JSON list of {name, item, responses}`);
    const { questions, refused } = await readForeignPath(path, basename(path));
    const results = cases.map(({ name, item, responses }) => {
      const question = questions.find(
        ({ id, title, index }) => item === undefined || [id, title, index].includes(item),
      );
      const about = { name: name ?? null, item: question?.id ?? question?.title ?? null };
      if (!question?.mark) {
        const why = refused?.reason ?? question?.reason;
        const reason = why ? inEnglish(why) : noMark(question !== undefined);
        return { ...about, reason, outcomes: {} };
      }
      return { ...about, ...question.mark(responses) };
    });
    for (const result of results) {
      const said =
        'reason' in result ? result.reason : (result.score ?? 'to be marked by a person');
      print.line(`${result.name ?? result.item ?? ''}: ${said}`);
    }
    print.json(results);
    return results.every((result) => !('reason' in result)) ? 0 : 1;
  },
};

function noMark(found: boolean): string {
  return found ? 'the question cannot be marked by machine' : 'there is no such question';
}

function parseCases(text: string): z.infer<typeof casesSchema> | undefined {
  try {
    return casesSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
