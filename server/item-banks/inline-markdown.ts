import MarkdownIt from 'markdown-it';

const engine = new MarkdownIt('zero', { html: false }).enable(['emphasis', 'escape', 'newline']);

const AT_MOST = 10_000;
const rendered = new Map<string, string>();

/** An author's sentence as HTML: emphasis and nothing else; HTML in it is shown as text. A hall reads the same sentences, so they are kept. */
export function inlineHtml(text: string): string {
  const known = rendered.get(text);
  if (known !== undefined) return known;
  if (rendered.size >= AT_MOST) rendered.clear();
  const html = engine.renderInline(text.trim());
  rendered.set(text, html);
  return html;
}
