import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { lineOf, parseYaml, type FileProblem } from '../item-banks/item-file.js';
import type { Bank } from '../item-banks/read-bank.js';
import { LOCALES } from '../platform/locale.js';
import { isNetwork } from '../platform/networks.js';
import { CALCULATORS, LATE_STARTS, START_MODES, type Programme } from './programme.js';

const localised = z.partialRecord(z.enum(LOCALES), z.string());
const count = z.number().int().min(0);
const programmeSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  titles: localised,
  statement: localised,
  courseId: z.string(),
  sections: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/),
        topics: z.array(z.string()).min(1),
        quota: count.min(1),
        criticalAtLeast: count.default(0),
        allRight: z.boolean().default(false),
      }),
    )
    .min(1),
  rules: z.strictObject({
    minutes: count.min(1).max(600),
    cutScorePercent: count.min(1).max(100),
    noCriticalWrong: z.boolean(),
    attemptsPerCycle: count.min(1),
    coolOffHours: count,
    validityMonths: count.min(1),
    windowDays: count,
    courseMaxAgeMonths: count.min(1),
    itemsPerPage: count.min(1).max(100),
    calculator: z.enum(CALCULATORS).default('own'),
    graceSeconds: count.max(300),
    reminderDays: z.array(count),
    unitHeadFromDays: count,
    supervision: z
      .strictObject({
        interruptions: z.boolean(),
        notices: z.boolean().optional(),
        start: z.enum(START_MODES).optional(),
        lateStart: z.enum(LATE_STARTS).optional(),
        safeBrowser: z.boolean().optional(),
        networks: z.array(z.string().refine(isNetwork, { error: 'is no network' })).optional(),
      })
      .optional(),
  }),
});

/** A programme as a bank proposes it; a municipality makes its own copy of it. */
export type ProgrammeTemplate = Omit<Programme, 'municipalityId' | 'version'>;

export interface ProgrammeRead {
  readonly template: ProgrammeTemplate | undefined;
  readonly problems: readonly FileProblem[];
}

export async function readProgramme(folder: string, bank: Bank): Promise<ProgrammeRead> {
  const file = 'programme.yaml';
  const content = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  if (content === undefined)
    return { template: undefined, problems: [{ file, line: 1, message: 'is missing' }] };
  const { document, lines, problems } = parseYaml(file, content);
  const parsed = programmeSchema.safeParse(
    problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
  );
  if (!parsed.success) {
    const found = parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(document, lines, issue.path),
      message: `${issue.path.join('.')}: ${issue.message}`,
    }));
    return { template: undefined, problems: [...problems, ...found] };
  }
  const { sections, rules, ...rest } = parsed.data;
  const found = sections.flatMap((section, index) => {
    const { id, topics, quota, criticalAtLeast } = section;
    const before = sections.slice(0, index);
    const messages = topics.flatMap((topic) => {
      const other = before.find((one) => one.topics.includes(topic));
      return [
        ...(Object.hasOwn(bank.topics, topic) ? [] : [`topic ${topic} is not in bank.yaml`]),
        // Sections are drawn one by one: an item of both could be in a form twice.
        ...(other ? [`topic ${topic} is in section ${other.id} too`] : []),
      ];
    });
    if (before.some((one) => one.id === id)) messages.push('the id is used twice');
    if (criticalAtLeast > quota) messages.push('criticalAtLeast is more than the quota');
    const line = lineOf(document, lines, ['sections', index]);
    return messages.map((message) => ({ file, line, message: `section ${id}: ${message}` }));
  });
  return {
    template: {
      ...rest,
      titles: rest.titles,
      statement: rest.statement,
      bankId: bank.id,
      specification: {
        sections: sections.map((section) => ({
          ...section,
          titles: bank.topics[section.topics[0] ?? ''] ?? { nb: section.id },
        })),
      },
      rules,
    },
    problems: found,
  };
}
