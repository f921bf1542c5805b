import type { Response } from '../../server/item-banks/item.js';

/** What a reader sees of a page: its texts, without markup. */
export function readable(html: string): string {
  return plainText(html.slice(Math.max(0, html.indexOf('<main'))));
}

/** All of it, also the frame. */
export function plainText(html: string): string {
  return decoded(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

export function headingOf(html: string): string {
  const heading = /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1];
  if (heading === undefined) throw new Error('The page has no heading');
  return readable(heading);
}

/** The buttons that are links, as text and address, without those of the page's frame. */
export function buttonsOn(html: string): { text: string; href: string }[] {
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  return [...main.matchAll(/<a class="ds-button"([^>]*)>(.*?)<\/a>/gs)].map(
    ([, attributes = '', text = '']) => ({
      text: readable(text),
      href: attributesIn(attributes).get('href') ?? '',
    }),
  );
}

/** A form as a browser would send it, were nothing changed. */
export interface PageForm {
  readonly action: string;
  readonly fields: URLSearchParams;
}

/** The form of the page whose action ends like that. */
export function formOn(html: string, actionEnds: string): PageForm {
  for (const [, attributes = '', content = ''] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    const action = attributesIn(attributes).get('action') ?? '';
    if (action.endsWith(actionEnds)) return { action, fields: fieldsIn(content) };
  }
  throw new Error(`The page has no form to ${actionEnds}`);
}

export function hasForm(html: string, actionEnds: string): boolean {
  return new RegExp(`<form\\b[^>]*action="[^"]*${actionEnds}"`).test(html);
}

/** Fills in an item's fields, by the names that `views/partials/item.hbs` gives them. */
export function fillIn(fields: URLSearchParams, name: string, response: Response): void {
  if ('chosen' in response) {
    fields.delete(name);
    for (const position of response.chosen) fields.append(name, String(position));
  } else if ('places' in response) {
    for (const [index, place] of response.places.entries())
      fields.set(`${name}.place.${index}`, String(place ?? ''));
  } else if ('pairs' in response) {
    for (const [index, option] of response.pairs.entries())
      fields.set(`${name}.pair.${index}`, String(option ?? ''));
  } else {
    fields.set(`${name}.typed`, response.typed);
    if (response.unit !== undefined) fields.set(`${name}.unit`, response.unit);
    // What a number means can be said only where the page asks.
    if (response.meaning !== undefined && fields.has(`${name}.asked`))
      fields.set(`${name}.meaning`, response.meaning);
  }
}

function fieldsIn(html: string): URLSearchParams {
  const fields = new URLSearchParams();
  const controls = /<input\b([^>]*)>|<select\b([^>]*)>(.*?)<\/select>/gs;
  for (const [, input, select, options = ''] of html.matchAll(controls)) {
    const attributes = attributesIn(input ?? select ?? '');
    const name = attributes.get('name');
    if (name === undefined) continue;
    if (input === undefined) fields.append(name, chosenOf(options));
    else if (!['radio', 'checkbox'].includes(attributes.get('type') ?? ''))
      fields.append(name, attributes.get('value') ?? '');
    else if (attributes.has('checked')) fields.append(name, attributes.get('value') ?? 'on');
  }
  return fields;
}

function chosenOf(options: string): string {
  const all = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, found = '']) =>
    attributesIn(found),
  );
  return (all.find((option) => option.has('selected')) ?? all[0])?.get('value') ?? '';
}

function attributesIn(tag: string): Map<string, string> {
  return new Map(
    [...tag.matchAll(/([\w.-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name,
      decoded(value),
    ]),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x3D;': '=',
  '&#x60;': '`',
};

function decoded(html: string): string {
  return html.replace(/&(amp|lt|gt|quot|#x27|#x3D|#x60);/g, (entity) => ENTITIES[entity] ?? entity);
}
