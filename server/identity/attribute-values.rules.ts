import type { AssertionClaims } from './assertion-claims.js';
import { PERSISTENT_NAME_ID, type Transform } from './attribute-mapping.js';
import { nameIdFormats } from './saml-names.js';

type Said = Pick<AssertionClaims, 'attributes' | 'nameId' | 'nameIdFormat'>;

/** All usable values that an assertion has under a Name, after the transforms. */
export function valuesFrom(
  claims: Said,
  source: string,
  transforms: readonly Transform[] = [],
): string[] {
  const values =
    source === PERSISTENT_NAME_ID
      ? persistentNameId(claims)
      : (claims.attributes.get(source) ?? []);
  return values
    .map((value) => value.trim())
    .filter(isUsable)
    .map((value) => transforms.reduce(transformed, value))
    .filter(isUsable);
}

function persistentNameId({ nameId, nameIdFormat }: Said): readonly string[] {
  return nameIdFormat === nameIdFormats.persistent ? [nameId] : [];
}

const LONGEST_VALUE = 256;

function isUsable(value: string): boolean {
  return value !== '' && value.length <= LONGEST_VALUE && !/\p{Cc}/u.test(value);
}

function transformed(value: string, step: Transform): string {
  switch (step.do) {
    case 'lowerCase':
      return value.toLowerCase();
    case 'removePrefix':
      return value.startsWith(step.text) ? value.slice(step.text.length).trim() : value;
    case 'removeSuffix':
      return value.endsWith(step.text) ? value.slice(0, -step.text.length).trim() : value;
    case 'split': {
      const parts = value.split(step.by);
      return (parts[step.take === 'first' ? 0 : parts.length - 1] ?? '').trim();
    }
  }
}
