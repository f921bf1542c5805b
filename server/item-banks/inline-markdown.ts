import MarkdownIt from 'markdown-it';

const engine = new MarkdownIt('zero', { html: false }).enable(['emphasis', 'escape', 'newline']);

/** An author's sentence as HTML: emphasis and nothing else; HTML in it is shown as text. */
export function inlineHtml(text: string): string {
  return engine.renderInline(text.trim());
}
