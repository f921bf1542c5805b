import type {
  ForeignResponse,
  ForeignScore,
  ForeignValue,
  KeyCondition,
} from '../foreign-question.js';
import { childElement, childElements, textOf, type XmlElement } from '../xml-tree.js';
import { ProcessingError } from './evaluation.js';
import { descendants } from './names.js';

/** What is known of a response of QTI 1.2. */
export interface Qti12Response {
  readonly id: string;
  readonly kind: 'choice' | 'text' | 'number';
  readonly cardinality: 'single' | 'multiple' | 'ordered';
  /** What the options say, by their names. */
  readonly labels: ReadonlyMap<string, string>;
}

const TESTS = new Set(['varequal', 'varlt', 'varlte', 'vargt', 'vargte', 'varsubstring']);
const JOINTS = new Set(['and', 'or', 'not', 'other', 'unanswered', 'qticomment', 'conditionvar']);

/** The conditions that give points, as the file has them; what stands in a `not` is left out. */
export function keyConditionsOf(item: XmlElement): KeyCondition[] {
  return conditionsOf(item)
    .filter((condition) => pointsOf(condition).some((points) => points > 0))
    .flatMap((condition) => childElements(condition, 'conditionvar').flatMap(positiveTests));
}

/** Conditions that we cannot test: their names. */
export function unknownConditionsIn(item: XmlElement): string[] {
  return conditionsOf(item)
    .flatMap((condition) => childElements(condition, 'conditionvar'))
    .flatMap((test) => [...descendants(test)].map(({ name }) => name))
    .filter((name) => !TESTS.has(name) && !JOINTS.has(name));
}

function conditionsOf(item: XmlElement): XmlElement[] {
  return childElements(item, 'resprocessing').flatMap((processing) =>
    childElements(processing, 'respcondition'),
  );
}

function positiveTests(parent: XmlElement): KeyCondition[] {
  return childElements(parent).flatMap((child) => {
    if (child.name === 'not') return [];
    const response = child.attributes['respident'];
    if (response === undefined) return positiveTests(child);
    return [{ op: child.name, response, value: textOf(child).trim() }];
  });
}

/** What a condition's `setvar` elements give; "SCORE.max" is a positive amount. */
function pointsOf(condition: XmlElement): number[] {
  return childElements(condition, 'setvar').map((setting) => {
    const written = textOf(setting).trim();
    return written.endsWith('.max') ? 1 : Number(written) || 0;
  });
}

/** Marks responses by the conditions in their order. */
export function markQti12(
  item: XmlElement,
  responses: readonly Qti12Response[],
  said: ForeignResponse,
): ForeignScore {
  const outcomes = new Map<string, number>();
  const limits = new Map<string, XmlElement>();
  for (const declared of declaredOutcomes(item)) {
    const name = nameOf(declared);
    limits.set(name, declared);
    outcomes.set(name, numberIn(declared, 'defaultval') ?? 0);
  }
  let matched = false;
  for (const condition of conditionsOf(item)) {
    const test = childElement(condition, 'conditionvar');
    if (!test || !all(childElements(test), { responses, said, matched })) continue;
    matched = true;
    for (const setting of childElements(condition, 'setvar')) set(setting, outcomes, limits);
    if (/^no$/i.test(condition.attributes['continue'] ?? '')) break;
  }
  for (const [name, value] of outcomes) outcomes.set(name, clamped(value, limits.get(name)));
  const score = outcomes.get('SCORE') ?? [...outcomes.values()][0] ?? 0;
  return { score, outcomes: Object.fromEntries(outcomes) };
}

function declaredOutcomes(item: XmlElement): XmlElement[] {
  const processing = childElement(item, 'resprocessing', 'outcomes');
  return childElements(processing, 'decvar');
}

function nameOf({ attributes }: XmlElement): string {
  return attributes['varname'] ?? attributes['variablename'] ?? 'SCORE';
}

function numberIn({ attributes }: XmlElement, name: string): number | undefined {
  const value = Number(attributes[name] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

function clamped(value: number, declared: XmlElement | undefined): number {
  const lowest = (declared && numberIn(declared, 'minvalue')) ?? value;
  const highest = (declared && numberIn(declared, 'maxvalue')) ?? value;
  // An exporter's maximum of 0 says that it does not know.
  return Math.max(lowest, highest > lowest ? Math.min(value, highest) : value);
}

function set(
  setting: XmlElement,
  outcomes: Map<string, number>,
  limits: ReadonlyMap<string, XmlElement>,
): void {
  const name = nameOf(setting);
  const declared = limits.get(name);
  const written = textOf(setting).trim();
  const amount = written.endsWith('.max')
    ? ((declared && numberIn(declared, 'maxvalue')) ?? 1)
    : Number(written);
  if (!Number.isFinite(amount)) throw new ProcessingError(`"${written}" is no number of points`);
  const before = outcomes.get(name) ?? 0;
  const action = (setting.attributes['action'] ?? 'Set').toLowerCase();
  const after = new Map([
    ['add', before + amount],
    ['subtract', before - amount],
    ['multiply', before * amount],
    ['divide', amount === 0 ? before : before / amount],
  ]);
  outcomes.set(name, after.get(action) ?? amount);
}

interface Situation {
  readonly responses: readonly Qti12Response[];
  readonly said: ForeignResponse;
  /** Whether a condition before this one held. */
  readonly matched: boolean;
}

function all(tests: readonly XmlElement[], situation: Situation): boolean {
  const places = new Map<string, number>();
  return tests.every((test) => {
    const id = test.attributes['respident'] ?? '';
    const place = places.get(id) ?? 0;
    if (test.name === 'varequal') places.set(id, place + 1);
    return holds(test, situation, place);
  });
}

function holds(test: XmlElement, situation: Situation, place: number): boolean {
  const parts = childElements(test);
  switch (test.name) {
    case 'and':
      return all(parts, situation);
    case 'or':
      return parts.some((part) => holds(part, situation, 0));
    case 'not':
      return !all(parts, situation);
    case 'other':
      return !situation.matched;
    case 'unanswered':
      return valuesFor(test, situation).length === 0;
    case 'qticomment':
      return true;
    default:
      return compares(test, situation, place);
  }
}

function valuesFor(test: XmlElement, { said }: Situation): (string | number)[] {
  const id = test.attributes['respident'] ?? '';
  const value: ForeignValue = Object.hasOwn(said, id) ? (said[id] ?? null) : null;
  const list = Array.isArray(value) ? (value as readonly ForeignValue[]) : [value];
  return list.flatMap((one) =>
    (typeof one === 'string' && one.trim() !== '') || typeof one === 'number' ? [one] : [],
  );
}

function compares(test: XmlElement, situation: Situation, place: number): boolean {
  const response = situation.responses.find(({ id }) => id === test.attributes['respident']);
  const wanted = textOf(test).trim();
  const given = valuesFor(test, situation);
  const numbers = given.map(Number);
  switch (test.name) {
    case 'varequal': {
      const index = Number(test.attributes['index'] ?? place + 1) - 1;
      const among = response?.cardinality === 'ordered' ? given.slice(index, index + 1) : given;
      return among.some((one) => same(String(one), wanted, test, response));
    }
    case 'varsubstring':
      return given.some((one) => String(one).toLowerCase().includes(wanted.toLowerCase()));
    case 'vargte':
      return numbers.some((one) => one >= Number(wanted));
    case 'varlte':
      return numbers.some((one) => one <= Number(wanted));
    case 'vargt':
      return numbers.some((one) => one > Number(wanted));
    case 'varlt':
      return numbers.some((one) => one < Number(wanted));
    default:
      throw new ProcessingError(`The condition "${test.name}" is not supported`);
  }
}

function same(
  given: string,
  wanted: string,
  test: XmlElement,
  response: Qti12Response | undefined,
): boolean {
  const said = given.trim();
  if (said === wanted) return true;
  if (response?.kind === 'choice') {
    // Canvas names the accepted words of a gap as options; a candidate types the words.
    return response.labels.get(wanted)?.toLowerCase() === said.toLowerCase();
  }
  const [left, right] = [Number(said), Number(wanted)];
  if (said !== '' && wanted !== '' && Number.isFinite(left) && left === right) return true;
  // Upper and lower case are the same unless the file says otherwise.
  const exact = /^yes$/i.test(test.attributes['case'] ?? 'No');
  return !exact && said.toLowerCase() === wanted.toLowerCase();
}
