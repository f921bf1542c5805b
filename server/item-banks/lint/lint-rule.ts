import type { Locale } from '../../platform/locale.js';
import type { Item } from '../item.js';
import type { LintPlace } from './finding.js';
import type { LintCode } from './lint-code.js';
import type { LintProfile } from './lint-profile.js';

/** One text that people read: a field of an item in one language, or a lesson. */
export interface LintText {
  readonly part: 'stem' | 'option' | 'prompt' | 'rationale' | 'word' | 'lesson';
  readonly locale: Locale;
  readonly path: readonly string[];
  readonly text: string;
}

export interface Hit {
  readonly place: LintPlace;
  /** Where a rule has several messages: the text is `lint.<code>.<variant>`. */
  readonly variant?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly replacement?: string;
}

interface NamedRule {
  readonly code: LintCode;
  /** One line for the table of rules. */
  readonly summary: string;
  /** Who says so. */
  readonly source: string;
}

/** Looks at each text alone, in items and lessons. */
export interface TextRule extends NamedRule {
  readonly parts?: readonly LintText['part'][];
  inText(text: LintText, profile: LintProfile): readonly Hit[];
}

/** Needs the item as a whole: its key, its options together, its numbers. */
export interface ItemRule extends NamedRule {
  inItem(item: Item, profile: LintProfile): readonly Hit[];
}

/** Looks at a picture: the source of an SVG. */
export interface FigureRule extends NamedRule {
  inFigure(svg: string): readonly Hit[];
}

export type LintRule = TextRule | ItemRule | FigureRule;

interface Match {
  /** What is doubtful; the whole match by default. */
  readonly found?: string;
  readonly replacement?: string;
  readonly variant?: string;
}

/**
 * A hit for every match of `pattern` (with the flags `g` and `u`). `read` may narrow it to a part, add a replacement, or refuse it
 * with `undefined`.
 */
export function hitsOf(
  { text, locale, path }: LintText,
  pattern: RegExp,
  read: (groups: readonly string[], after: string) => Match | undefined = () => ({}),
): Hit[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole] = match;
    const groups = match.map((group: string | undefined) => group ?? '');
    const result = read(groups, text.slice(match.index + whole.length));
    if (!result) return [];
    const { found = whole, ...rest } = result;
    const from = match.index + whole.indexOf(found);
    return [{ place: { path, locale, range: { from, to: from + found.length } }, ...rest }];
  });
}
