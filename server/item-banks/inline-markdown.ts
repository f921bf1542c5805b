import MarkdownIt from 'markdown-it';
import { IMAGE_ADDRESS } from './images/image.rules.js';

const engine = new MarkdownIt('zero', { html: false }).enable([
  'emphasis',
  'escape',
  'newline',
  'image',
]);
engine.validateLink = (address) => IMAGE_ADDRESS.test(address);
engine.renderer.rules['image'] = (tokens, index) => {
  const token = tokens[index];
  const content = token?.content ?? '';
  const address = String(token?.attrGet('src') ?? '');
  // `![…]()` names no image: it is shown as it was written.
  if (address === '') return engine.utils.escapeHtml(`![${content}]()`);
  return imageHtml(address, content.replace(/\\(.)/g, '$1'));
};

const AT_MOST = 10_000;
const rendered = new Map<string, string>();

/**
 * An author's sentence as HTML: emphasis and the bank's images, and nothing else; HTML in it is shown as text. A hall reads the same
 * sentences, so they are kept, but for those with an address of one attempt.
 */
export function inlineHtml(text: string): string {
  if (text.includes('](/')) return engine.renderInline(text.trim());
  const known = rendered.get(text);
  if (known !== undefined) return known;
  if (rendered.size >= AT_MOST) rendered.clear();
  const html = engine.renderInline(text.trim());
  rendered.set(text, html);
  return html;
}

/** An image of an item; `alt` says what it shows. */
export function imageHtml(address: string, alt: string): string {
  return `<img src="${address}" alt="${engine.utils.escapeHtml(alt)}">`;
}
