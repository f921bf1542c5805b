import type { ProgrammeForm } from './programme-form.js';
import { newSectionId, withSection } from './programme-form.js';
import { formLength, type Section, type TestSpecification } from './programme.js';

/** How a form divides into the common core and the local supplement. */
export interface Shares {
  readonly core: number;
  readonly local: number;
  readonly percent: number;
}

/** Absent where every section draws from the programme's bank. */
export function sharesOf(specification: TestSpecification): Shares | undefined {
  const isLocal = ({ bankId }: Section): boolean => bankId !== undefined;
  const all = formLength(specification);
  const local = formLength({ sections: specification.sections.filter(isLocal) });
  if (local === 0) return undefined;
  return { core: all - local, local, percent: Math.round((100 * local) / all) };
}

/** The bank that a supplement is from: one title a language, and its topics. */
export interface SupplementBank {
  readonly id: string;
  readonly titles: Section['titles'];
  readonly topics: readonly string[];
}

/**
 * The form with that share of its items from the local bank, as long as before: a section of all the bank's topics is added (or the first that
 * is there changes), and the sections of the common core give up items in proportion, none below one nor below its critical items.
 */
export function divided(form: ProgrammeForm, bank: SupplementBank, percent: number): ProgrammeForm {
  const quotaOf = (id: string): number => wholeNumber(form.typed[`sections.${id}.quota`]);
  const bankOfSection = (id: string): string => form.typed[`sections.${id}.bankId`] ?? '';
  const length = form.sections.reduce((sum, id) => sum + quotaOf(id), 0);
  const local = Math.max(1, Math.round((length * percent) / 100));
  const others = form.sections.filter((id) => !['', bank.id].includes(bankOfSection(id)));
  const left = length - local - others.reduce((sum, id) => sum + quotaOf(id), 0);
  const core = form.sections.filter((id) => bankOfSection(id) === '');
  const quotas = apportioned(
    core.map((id) => ({
      weight: quotaOf(id),
      least: Math.max(1, wholeNumber(form.typed[`sections.${id}.criticalAtLeast`])),
    })),
    left,
  );
  const [id = newSectionId(form, 'local'), ...more] = form.sections.filter(
    (one) => bankOfSection(one) === bank.id,
  );
  const titles = Object.entries(bank.titles).map(([locale, title]) => [`titles.${locale}`, title]);
  const begun = form.sections.includes(id)
    ? form
    : withSection(form, id, {
        bankId: bank.id,
        ...(Object.fromEntries(titles) as Record<string, string>),
      });
  const typed = Object.fromEntries([
    ...core.map((one, index) => [`sections.${one}.quota`, String(quotas[index] ?? 1)]),
    [`sections.${id}.quota`, String(local)],
  ]) as Record<string, string>;
  return {
    sections: begun.sections.filter((one) => !more.includes(one)),
    topics: { ...begun.topics, [id]: bank.topics },
    typed: { ...begun.typed, ...typed },
  };
}

interface Part {
  readonly weight: number;
  readonly least: number;
}

/** Whole numbers in proportion to the weights, each at least its least, that add up to the total if the least ones allow it (largest remainder). */
export function apportioned(parts: readonly Part[], total: number): number[] {
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  const ideal = parts.map(({ weight }) => (weights === 0 ? 0 : (weight * total) / weights));
  const given = parts.map(({ least }, index) => Math.max(least, Math.floor(ideal[index] ?? 0)));
  const over = (): number => given.reduce((sum, one) => sum + one, 0) - total;
  const surplus = (index: number): number => (given[index] ?? 0) - (ideal[index] ?? 0);
  const order = (indexes: readonly number[]): number[] =>
    [...indexes].sort((one, other) => surplus(other) - surplus(one));
  const all = parts.map((_part, index) => index);
  while (over() < 0) {
    const index = order(all).at(-1);
    if (index === undefined) break;
    given[index] = (given[index] ?? 0) + 1;
  }
  while (over() > 0) {
    const [index] = order(all.filter((one) => (given[one] ?? 0) > (parts[one]?.least ?? 0)));
    if (index === undefined) break;
    given[index] = (given[index] ?? 0) - 1;
  }
  return given;
}

function wholeNumber(text: string | undefined): number {
  return /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0;
}
