import { join } from 'node:path';
import { readCourse, type CourseRead } from '../courses/read-course.js';
import type { Country, FiledItem } from '../item-banks/item.js';
import type { FileProblem, ItemInFile } from '../item-banks/item-file.js';
import { readBank, type Bank, type BankRead } from '../item-banks/read-bank.js';
import { stateOfFile } from '../item-banks/sync/take-file.js';
import { shortfallsOf } from './draw-form.rules.js';
import { readProgramme, type ProgrammeTemplate } from './read-programme.js';

export interface BankFolder {
  readonly bank: Bank | undefined;
  readonly items: readonly FiledItem[];
  readonly itemsInFiles: readonly ItemInFile[];
  readonly images: BankRead['images'];
  readonly course: CourseRead;
  readonly template: ProgrammeTemplate | undefined;
  /** Everything its authors must mend, wherever in the folder. */
  readonly problems: readonly FileProblem[];
}

const COUNTRIES: readonly Country[] = ['NO', 'SE'];

/** Reads a whole bank: items, course, programme, and whether the items can fill the programme's exam in every country. */
export async function readBankFolder(folder: string): Promise<BankFolder> {
  const { bank, items, itemsInFiles, images, tables, problems } = await readBank(folder);
  const course = await readCourse(join(folder, 'course'), tables);
  const programme = bank && (await readProgramme(folder, bank));
  const template = programme?.template;
  return {
    bank,
    items,
    itemsInFiles,
    images,
    course,
    template,
    problems: [
      ...problems,
      ...course.problems,
      ...(programme?.problems ?? []),
      ...(template ? shortfallProblems(template, items) : []),
    ],
  };
}

function shortfallProblems(
  template: ProgrammeTemplate,
  items: readonly FiledItem[],
): FileProblem[] {
  const drawable = items.map((item) => ({
    item,
    version: 1,
    state: stateOfFile(item.status),
    variants: [],
  }));
  return COUNTRIES.flatMap((country) =>
    shortfallsOf({ specification: template.specification, items: drawable, country }).map(
      ({ sectionId, wanted, available, of }) => ({
        file: 'programme.yaml',
        line: 1,
        message:
          `section ${sectionId} wants ${wanted} ${of === 'items' ? 'items' : 'critical items'}, ` +
          `the bank has ${available} in ${country} (two of one variant group count as one)`,
      }),
    ),
  );
}
