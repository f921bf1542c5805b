import type { Response } from './item.js';
import { responseSchema } from './response.rules.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The response to one item from a posted form, as `views/partials/item.hbs` names its fields. Undefined when the form has no such
 * item or its fields make no sense.
 */
export function readFormResponse(fields: Fields, name: string): Response | undefined {
  const kind = text(fields[`${name}.kind`]);
  const parsed = responseSchema.safeParse(responseOf(kind, fields, name));
  return parsed.success ? parsed.data : undefined;
}

function responseOf(kind: string, fields: Fields, name: string): unknown {
  switch (kind) {
    case 'chosen':
      return {
        chosen: list(fields[name])
          .map(Number)
          .sort((a, b) => a - b),
      };
    case 'places':
      return { places: numbered(fields, `${name}.place.`) };
    case 'pairs':
      return { pairs: numbered(fields, `${name}.pair.`) };
    case 'typed': {
      const unit = text(fields[`${name}.unit`]);
      const meaning = text(fields[`${name}.meaning`]);
      const typed = text(fields[`${name}.typed`]);
      // A meaning chosen for an earlier number says nothing about this one.
      const applies = meaning !== '' && text(fields[`${name}.asked`]) === typed;
      return { typed, ...(unit === '' ? {} : { unit }), ...(applies ? { meaning } : {}) };
    }
    default:
      return undefined;
  }
}

function numbered(fields: Fields, prefix: string): (number | null)[] {
  const found: (number | null)[] = [];
  for (let index = 0; fields[`${prefix}${index}`] !== undefined && index < 20; index += 1) {
    const value = text(fields[`${prefix}${index}`]);
    found.push(value === '' ? null : Number(value));
  }
  return found;
}

function list(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === 'string');
  return typeof value === 'string' ? [value] : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
