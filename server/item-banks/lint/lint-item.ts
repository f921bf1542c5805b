import type { Locale } from '../../platform/locale.js';
import type { Item } from '../item.js';
import type { Finding } from './finding.js';
import { textsIn } from './item-texts.js';
import type { LintException } from './lint-code.js';
import type { LintProfile } from './lint-profile.js';
import type { Hit, LintRule, LintText } from './lint-rule.js';
import { LINT_RULES } from './lint-rules.js';

/**
 * What is doubtful about an item, in the order of the rules. Pure and quick (a few milliseconds), so that an editor can ask while the author
 * types; texts may be empty. What the item excuses with `lint: [{allow, because}]` is left out, and an excuse for nothing is a finding itself.
 */
export function lintItem(item: Item, profile: LintProfile): readonly Finding[] {
  const texts = textsIn(item);
  const found = LINT_RULES.flatMap((rule) =>
    findingsOf(rule, profile, texts, [
      ...inTexts(rule, texts, profile),
      ...('inItem' in rule ? rule.inItem(item, profile) : []),
    ]),
  );
  const allowed = (item.lint ?? []).filter(({ allow }) => profile.severities[allow] !== 'off');
  // That a source still serves is said for the day it is superseded, and only where sources are looked at.
  const idle = allowed.filter(({ allow }) => allow !== 'S01');
  return [
    ...found.filter(({ code }) => !allowed.some(({ allow }) => allow === code)),
    ...idleExceptions(idle, found),
  ];
}

/** The same for a lesson in Markdown: how doses are written, pictures without words, personal data. The place is in the text itself. */
export function lintLesson(
  markdown: string,
  locale: Locale,
  allowed: readonly LintException[],
  profile: LintProfile,
): readonly Finding[] {
  const texts: LintText[] = [{ part: 'lesson', locale, path: [], text: markdown }];
  return LINT_RULES.filter(({ code }) => !allowed.some(({ allow }) => allow === code)).flatMap(
    (rule) => findingsOf(rule, profile, texts, inTexts(rule, texts, profile)),
  );
}

/** The same for a figure: the source of an SVG. */
export function lintFigure(svg: string, profile: LintProfile): readonly Finding[] {
  return LINT_RULES.flatMap((rule) =>
    findingsOf(rule, profile, [], 'inFigure' in rule ? rule.inFigure(svg) : []),
  );
}

function inTexts(rule: LintRule, texts: readonly LintText[], profile: LintProfile): readonly Hit[] {
  if (!('inText' in rule)) return [];
  return texts
    .filter(({ part }) => rule.parts?.includes(part) ?? true)
    .flatMap((text) => rule.inText(text, profile));
}

function findingsOf(
  { code }: LintRule,
  { severities }: LintProfile,
  texts: readonly LintText[],
  hits: readonly Hit[],
): Finding[] {
  const severity = severities[code] ?? 'warning';
  if (severity === 'off') return [];
  return hits.map(({ place, variant, params, replacement }) => ({
    code,
    severity,
    place,
    key: variant === undefined ? `lint.${code}` : `lint.${code}.${variant}`,
    params: {
      ...(code.startsWith('P') ? {} : { found: foundAt(place, texts) }),
      ...(replacement === undefined ? {} : { instead: replacement }),
      ...params,
    },
    ...(replacement === undefined ? {} : { replacement }),
  }));
}

function foundAt({ path, range }: Hit['place'], texts: readonly LintText[]): string {
  const text = texts.find((candidate) => candidate.path.join() === path.join())?.text ?? '';
  return range ? text.slice(range.from, range.to) : '';
}

function idleExceptions(allowed: readonly LintException[], found: readonly Finding[]): Finding[] {
  return allowed.flatMap(({ allow }, index) =>
    found.some(({ code }) => code === allow)
      ? []
      : [
          {
            code: 'X01',
            severity: 'warning',
            place: { path: ['lint', String(index)] },
            key: 'lint.X01',
            params: { code: allow },
          },
        ],
  );
}
