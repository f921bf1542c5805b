import type { Translate } from '../../platform/http/i18n.js';
import type { Finding, LintPlace } from './finding.js';

/** One finding as a page prints it beside its field. */
export interface FindingView {
  readonly code: string;
  /** Of the tag and the frame. */
  readonly colour: 'danger' | 'warning';
  readonly severity: string;
  /** "Stem, Bokmål". */
  readonly place: string;
  readonly message: string;
  readonly suggestion: string;
  /** The path in the item, joined by points, by which an editor knows its own field: `texts.nb.options.a`. */
  readonly field: string;
  /** For a script that marks or replaces the words; empty when the whole field is meant. */
  readonly from: number | '';
  readonly to: number | '';
  readonly replacement: string;
}

export interface FindingsView {
  readonly heading: string;
  readonly findings: readonly FindingView[];
}

/** What `views/partials/findings.hbs` prints: errors first, then warnings, each in the order of the rules. */
export function findingsView(findings: readonly Finding[], t: Translate): FindingsView {
  const rows = findings.map((finding) => findingView(finding, t));
  return {
    heading: findings.length === 0 ? t('lint.none') : t('lint.heading', { count: findings.length }),
    findings: [
      ...rows.filter(({ colour }) => colour === 'danger'),
      ...rows.filter(({ colour }) => colour === 'warning'),
    ],
  };
}

function findingView(finding: Finding, t: Translate): FindingView {
  const { code, severity, place, key, params, replacement = '' } = finding;
  return {
    code,
    colour: severity === 'error' ? 'danger' : 'warning',
    severity: t(`lint.severity.${severity}`),
    place: placeText(place, t),
    message: t(key, params),
    suggestion: t(`${key}.fix`, params),
    field: place.path.join('.'),
    from: place.range?.from ?? '',
    to: place.range?.to ?? '',
    replacement,
  };
}

function placeText({ path, locale }: LintPlace, t: Translate): string {
  const [part = 'item', letter = ''] = path[0] === 'texts' ? path.slice(2) : path;
  // Rows are counted from 0 in the path and from 1 by people.
  const shown = part === 'cases' ? String(Number(letter) + 1) : letter;
  const text = t(`lint.part.${part}`, { letter: shown });
  return locale === undefined
    ? text
    : t('lint.at', { part: text, language: t(`lint.language.${locale}`) });
}
