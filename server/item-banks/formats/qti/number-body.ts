import type { QuestionBody } from '../question-content.js';
import { childElement, childElements, type XmlElement } from '../xml-tree.js';
import type { Declaration } from './declarations.js';
import { descendants } from './names.js';

/** A number, where the processing compares it with the key in one way that we know. */
export function numberBodyOf(item: XmlElement, declared: Declaration): QuestionBody | undefined {
  const [value, ...more] = declared.correctTexts ?? [];
  if (!['float', 'integer'].includes(declared.baseType) || value === undefined || more.length > 0)
    return undefined;
  const rules = childElement(item, 'qti-response-processing');
  const compared = rules ? [...descendants(rules)].filter(({ name }) => COMPARED.has(name)) : [];
  if (declared.mapping || compared.length > 1) return undefined;
  const [comparison] = compared;
  const tolerance = toleranceOf(comparison);
  if (tolerance === undefined || (comparison === undefined && childElements(rules).length > 0))
    return undefined;
  const answer = { value, fraction: 100, ...(tolerance === '' ? {} : { tolerance }) };
  return { kind: 'number', answers: [answer], units: [] };
}

/** Everything that could tell a right number from a wrong one. */
const COMPARED = new Set(
  [
    'match',
    'equal',
    'equal-rounded',
    'lt',
    'gt',
    'lte',
    'gte',
    'string-match',
    'pattern-match',
    'map-response',
    'custom-operator',
    'not',
    'lookup-outcome-value',
  ].map((name) => `qti-${name}`),
);

/** Empty for none; undefined for one that is not the same on both sides in plain numbers. */
function toleranceOf(comparison: XmlElement | undefined): string | undefined {
  if (comparison === undefined || comparison.name === 'qti-match') return '';
  if (comparison.name !== 'qti-equal') return undefined;
  const { attributes } = comparison;
  const mode = attributes['tolerance-mode'] ?? 'exact';
  if (mode === 'exact') return '';
  const [below = '', above = below] = (attributes['tolerance'] ?? '').trim().split(/\s+/);
  const bothEnds =
    attributes['include-lower-bound'] !== 'false' && attributes['include-upper-bound'] !== 'false';
  return mode === 'absolute' && bothEnds && below === above && /^\d+(\.\d+)?$/.test(below)
    ? below
    : undefined;
}
