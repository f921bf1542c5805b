import { childElement, childElements, textOf, type XmlElement } from '../xml-tree.js';
import { descendants } from './names.js';
import type { ResponseKey } from '../foreign-question.js';
import { container, readScalar, single, type QtiValue, type RecordValue } from './values.js';

export interface MapEntry {
  readonly key: string;
  readonly value: string;
  readonly caseSensitive: boolean;
}

export interface Mapping {
  readonly entries: readonly MapEntry[];
  readonly otherwise?: string;
  readonly lower?: string;
  readonly upper?: string;
}

export interface Area {
  readonly shape: string;
  readonly coords: string;
  readonly value: string;
}

export interface AreaMapping extends Omit<Mapping, 'entries'> {
  readonly areas: readonly Area[];
}

/** A table of `lookupOutcomeValue`. */
export interface Lookup {
  readonly kind: 'match' | 'interpolation';
  readonly rows: readonly { source: string; target: string; includeBoundary: boolean }[];
  readonly otherwise?: string;
}

/** A response, outcome or template variable as the item declares it. */
export interface Declaration {
  readonly id: string;
  readonly kind: 'response' | 'outcome' | 'template';
  readonly cardinality: string;
  readonly baseType: string;
  readonly default: QtiValue;
  readonly correct: QtiValue;
  /** The key as it is written. */
  readonly correctTexts?: readonly string[];
  readonly mapping?: Mapping;
  readonly areaMapping?: AreaMapping;
  readonly lookup?: Lookup;
  readonly line: number;
}

const KINDS = {
  'qti-response-declaration': 'response',
  'qti-outcome-declaration': 'outcome',
  'qti-template-declaration': 'template',
} as const;

/** All variables that an item (in names of 3.0) declares. */
export function declarationsOf(item: XmlElement): Declaration[] {
  return childElements(item).flatMap((element) => {
    const kind = Object.hasOwn(KINDS, element.name)
      ? KINDS[element.name as keyof typeof KINDS]
      : undefined;
    return kind === undefined ? [] : [readDeclaration(element, kind)];
  });
}

function readDeclaration(element: XmlElement, kind: Declaration['kind']): Declaration {
  const cardinality = element.attributes['cardinality'] ?? 'single';
  const baseType = element.attributes['base-type'] ?? '';
  const valueOf = (parent: XmlElement | undefined): QtiValue =>
    declaredValue(parent, cardinality, baseType);
  const correct = childElement(element, 'qti-correct-response');
  const mapping = childElement(element, 'qti-mapping');
  const areas = childElement(element, 'qti-area-mapping');
  const table = lookupIn(element);
  const written = element.attributes['default-value'];
  return {
    id: element.attributes['identifier'] ?? '',
    kind,
    cardinality,
    baseType,
    default:
      valueOf(childElement(element, 'qti-default-value')) ??
      (written === undefined ? null : scalarOf(written, baseType)),
    correct: valueOf(correct),
    ...(correct && { correctTexts: valuesIn(correct).map((value) => textOf(value).trim()) }),
    ...(mapping && { mapping: readMapping(mapping) }),
    ...(areas && { areaMapping: readAreas(areas) }),
    ...(table && { lookup: table }),
    line: element.line,
  };
}

function valuesIn(parent: XmlElement): XmlElement[] {
  return [...descendants(parent)].filter((child) => child.name === 'qti-value');
}

function scalarOf(text: string, baseType: string): QtiValue {
  const scalar = readScalar(text, baseType);
  return scalar === undefined || scalar === '' ? null : single(baseType, scalar);
}

function declaredValue(
  parent: XmlElement | undefined,
  cardinality: string,
  baseType: string,
): QtiValue {
  if (!parent) return null;
  const values = valuesIn(parent);
  if (cardinality === 'record') {
    const fields = new Map<string, QtiValue>(
      values.map((value) => [
        value.attributes['field-identifier'] ?? '',
        scalarOf(textOf(value).trim(), value.attributes['base-type'] ?? 'string'),
      ]),
    );
    return { cardinality: 'record', fields } satisfies RecordValue;
  }
  const items = values.flatMap((value) => {
    const scalar = readScalar(textOf(value).trim(), baseType);
    return scalar === undefined || scalar === '' ? [] : [scalar];
  });
  return container(cardinality, baseType, items);
}

function readMapping(mapping: XmlElement): Mapping {
  return {
    ...boundsOf(mapping),
    entries: childElements(mapping, 'qti-map-entry').map(({ attributes }) => ({
      key: attributes['map-key'] ?? '',
      value: attributes['mapped-value'] ?? '0',
      caseSensitive:
        (attributes['case-sensitive'] ?? mapping.attributes['case-sensitive']) !== 'false',
    })),
  };
}

function readAreas(mapping: XmlElement): AreaMapping {
  return {
    ...boundsOf(mapping),
    areas: childElements(mapping, 'qti-area-map-entry').map(({ attributes }) => ({
      shape: attributes['shape'] ?? 'default',
      coords: attributes['coords'] ?? '',
      value: attributes['mapped-value'] ?? '0',
    })),
  };
}

function boundsOf({ attributes }: XmlElement): Omit<Mapping, 'entries'> {
  const otherwise = attributes['default-value'];
  const lower = attributes['lower-bound'];
  const upper = attributes['upper-bound'];
  return {
    ...(otherwise !== undefined && { otherwise }),
    ...(lower !== undefined && { lower }),
    ...(upper !== undefined && { upper }),
  };
}

/** The match or interpolation table directly in an element. */
export function lookupIn(element: XmlElement): Lookup | undefined {
  const interpolation = childElement(element, 'qti-interpolation-table');
  const table = interpolation ?? childElement(element, 'qti-match-table');
  if (!table) return undefined;
  const otherwise = table.attributes['default-value'];
  return {
    kind: interpolation ? 'interpolation' : 'match',
    rows: childElements(table).map(({ attributes }) => ({
      source: attributes['source-value'] ?? '',
      target: attributes['target-value'] ?? '',
      includeBoundary: attributes['include-boundary'] !== 'false',
    })),
    ...(otherwise !== undefined && { otherwise }),
  };
}

/** A response declaration in the terms of an import report: everything as written. */
export function keyOf(declaration: Declaration): ResponseKey {
  const { mapping, areaMapping } = declaration;
  const bounds = mapping ?? areaMapping;
  return {
    id: declaration.id,
    cardinality: declaration.cardinality,
    ...(declaration.baseType && { baseType: declaration.baseType }),
    ...(declaration.correctTexts?.length && { correct: declaration.correctTexts }),
    ...(mapping && {
      mapping: Object.fromEntries(mapping.entries.map(({ key, value }) => [key, value])),
    }),
    ...(areaMapping && { areaMapping: areaMapping.areas.map((area) => ({ ...area })) }),
    ...(bounds?.otherwise !== undefined && { mapDefault: bounds.otherwise }),
    ...(bounds?.lower !== undefined && { mapLower: bounds.lower }),
    ...(bounds?.upper !== undefined && { mapUpper: bounds.upper }),
  };
}
